import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { atMost, fasterThan } from "../../bench/harness/claims.ts";
import { withFigures, writePage } from "../../bench/harness/page.ts";
import { milliseconds, outcome, type Reason } from "../../bench/harness/report.ts";
import { gist, readReports, reportOf, type ScenarioReport, writeReport } from "../../bench/harness/results.ts";
import { plotOf } from "../../bench/harness/plot.ts";
import type { Scenario } from "../../bench/harness/scenario.ts";
import { withTemporaryFolder } from "../../src/testing/temporary-folder.ts";
import { resultOf, showing } from "./samples.ts";

const scenario: Scenario = { name: "some", title: "`some`", about: "Some tables.", cases: async function* none() {} };
const circumstances = {
  date: "2026-01-31",
  node: "20.20.0",
  processors: "2 × fast",
  notes: ["knex takes no part: gone"],
};
const emptyPage =
  "# Benchmarks\n\nBy hand.\n\n<!-- figures: written by npm run bench -->\n\nNothing.\n\n<!-- end of figures -->\n\nThe end.\n";

function report(sizes: readonly number[] = [10]): ScenarioReport {
  const cases = sizes.map((size) => {
    const showings = [
      showing("tool", [20 * size], "tool"),
      showing("`floor`", [10 * size], "floor"),
      showing("peer", [5 * size]),
    ];
    const bounds = [atMost("tool", 1.6, "`floor`"), fasterThan("tool", 1, "nobody")];
    const refusals = [{ name: "slow", reason: "\u001B[31mReading…\r\nError: no | way\n    at x.js" }];
    return { ...resultOf(showings, { title: `${size} tables`, size }, bounds), refusals };
  });
  return reportOf({ scenario, cases }, circumstances);
}

async function pageOf(reasons: readonly Reason[], told: ScenarioReport = report()): Promise<string> {
  return withTemporaryFolder(async (path) => {
    const page = join(path, "page.md");
    await writeFile(page, emptyPage);
    await writePage(page, [{ scenario, report: told }], reasons);
    await writePage(page, [{ scenario, report: told }], reasons); // a second time changes nothing
    return readFile(page, "utf8");
  });
}

describe("the page", () => {
  test("keeps what stands around the figures", async () => {
    const page = await pageOf([]);
    expect(page).toMatch(/^# Benchmarks\n\nBy hand\.\n/);
    expect(page).toMatch(/<!-- end of figures -->\n\nThe end\.\n$/);
    expect(page.match(/## Claims/g)).toHaveLength(1);
    expect(page).not.toContain("Nothing.");
  });

  test("says when, with what and on what was measured, and who took no part", async () => {
    expect(await pageOf([])).toContain(
      "Measured on 2026-01-31 with Node 20.20.0 on 2 × fast. knex takes no part: gone",
    );
  });

  test("has a row for each contestant, and a line for who could not do it", async () => {
    const page = await pageOf([]);
    expect(page).toContain("| **tool** | 200 ms | 200 ms – 200 ms | 1.00 | 100 ms | 50 MiB | 1 |");
    expect(page).toContain("slow is left out: Error: no | way");
  });

  test("says by how much a claim is missed, and the reason that stands for it", async () => {
    const page = await pageOf([
      { scenario: "other", claim: "at most", why: "not this one" },
      { scenario: "some", title: "10", claim: "at most 1.6", why: "the driver" },
    ]);
    expect(page).toContain("0 of 1 are met.");
    expect(page).toContain(
      "| `some`: 10 tables | at most 1.6 times `floor` | 2.00 | **missed** by 25 % | the driver |",
    );
    expect(page).toContain("| faster than nobody | – | not measured |  |");
  });

  test("has growth in a table where there are several sizes", async () => {
    expect(await pageOf([], report([10, 100]))).toContain("| **tool** | 2000 ms");
    expect(await pageOf([], report([10, 100]))).toContain("| tool | 1.00 |");
    expect(await pageOf([])).not.toContain("### Growth");
  });

  test("without a place for figures is refused", () => {
    expect(() => withFigures("# Benchmarks\n", "")).toThrow("needs two lines");
  });
});

describe("what is said of a verdict", () => {
  test.each([
    [1, "met"],
    [1.25, "**missed** by 25 %"],
    [2.5, "**missed**, 2.50 times"],
    [null, "not measured"],
  ])("with an excess of %s", (excess, said) => {
    expect(outcome({ title: "", claim: "", limit: 1, measured: excess, excess })).toBe(said);
  });
});

test("times are in seconds where there are many milliseconds", () => {
  expect([1.234, 999.6, 12_345].map(milliseconds)).toEqual(["1.2 ms", "1000 ms", "12.3 s"]);
});

test("of a long complaint the line that names the error is kept", () => {
  expect(gist("Reading\n\u001B[2Kspinning\rError: no way\n    at x.js")).toBe("Error: no way");
  expect(gist("it has made 0 tables\n(more)")).toBe("it has made 0 tables");
});

test("results of one scenario leave those of the others", async () => {
  await withTemporaryFolder(async (path) => {
    await writeReport(path, report());
    await writeReport(path, { ...report(), scenario: "other" });
    await writeReport(path, { ...report(), growths: [{ series: "tables", contestant: "tool", exponent: 2 }] });
    const reports = await readReports(path);
    expect([...reports.keys()].toSorted()).toEqual(["other", "some"]);
    expect(reports.get("some")?.growths).toHaveLength(1);
    expect((await readReports(join(path, "nowhere"))).size).toBe(0);
  });
});

describe("plots", () => {
  test("are curves where there are several sizes, else bars", () => {
    expect(plotOf(report())).toContain("<rect");
    expect(plotOf(report([10, 100]))).toContain("<polyline");
  });

  test("have no background and no text in black or white", () => {
    for (const svg of [plotOf(report()), plotOf(report([10, 100]))]) {
      expect(svg).not.toMatch(/#000|#fff|black|white/i);
      expect(svg).not.toContain("NaN");
    }
  });
});
