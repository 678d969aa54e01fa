import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { readDifferences } from "../../conformance/deviations.ts";
import { groups } from "../../conformance/groups/index.ts";
import { count, runConformance } from "../../conformance/runner.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "conformance-"));
const graphGroups = groups.filter((group) => group.name === "graph" || group.name === "graphs");

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Runs the command and gives its output and exit status. */
async function command(...options: string[]): Promise<{ readonly output: string; readonly status: number }> {
  const parameters = ["--import", "./scripts/ts-loader.mjs", "conformance/run.ts", ...options];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, parameters, { cwd: root });
    return { output: stdout, status: 0 };
  } catch (error) {
    // An untyped border: what execFile rejects with.
    const { stdout, code } = error as { readonly stdout: string; readonly code: number };
    return { output: stdout, status: code };
  }
}

describe("the recorded answers about graphs", () => {
  it("are ours as well, apart from the listed differences", async () => {
    const reports = await runConformance({ groups: graphGroups });
    const failures = reports.flatMap(({ cases }) => cases.filter((each) => each.status === "failed"));
    expect(failures).toEqual([]);
    expect(count(reports, "passed")).toBe(97);
  });

  it("differ in every listed case: none is listed that has come to agree", async () => {
    const reports = await runConformance({ groups: graphGroups, differences: [] });
    const failed = reports.flatMap(({ path, cases }) =>
      cases.filter((each) => each.status === "failed").map((each) => `${path} ${each.id}`),
    );
    const listed = readDifferences().filter((each) => each.file.startsWith("graph"));
    expect(failed).toEqual(listed.map((each) => `${each.file} ${each.case}`));
  });
});

describe("the command", () => {
  const good = {
    id: "good",
    revisions: [{ revision: "a1", down_revision: null }],
    queries: [{ call: "heads", result: ["a1"] }],
  };
  const bad = {
    ...good,
    id: "bad",
    queries: [
      { call: "bases", result: ["b1"] },
      { call: "fly", result: 1 },
    ],
  };

  it("runs a folder of other cases, shows the first differences and fails", async () => {
    writeFileSync(join(folder, "graph.json"), JSON.stringify([good, bad]));
    const { output, status } = await command("--dir", folder, "--only", "graph", "--json", join(folder, "report.json"));
    expect(status).toBe(1);
    expect(output).toContain("graph.json: 1 passed, 1 failed, 0 skipped");
    expect(output).toContain('queries/0 bases {}: 0: expected "b1", got "a1"');
    expect(output).toMatch(/\n1 passed, 1 failed\n$/u);
    const report: unknown = JSON.parse(readFileSync(join(folder, "report.json"), "utf8"));
    expect(report).toMatchObject([
      {
        path: "graph.json",
        cases: [
          { id: "good", status: "passed" },
          { id: "bad", status: "failed" },
        ],
      },
    ]);
  });

  it("ends well where nothing fails", async () => {
    writeFileSync(join(folder, "graph.json"), JSON.stringify([good]));
    expect(await command("--dir", folder, "--only", "graph,graphs")).toEqual({
      output: "graph.json: 1 passed, 0 failed, 0 skipped\n1 passed, 0 failed\n",
      status: 0,
    });
  });

  it("refuses a group that there is not", async () => {
    expect((await command("--only", "grap")).status).toBe(1);
  });
});
