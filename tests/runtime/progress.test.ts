import { describe, expect, it } from "vitest";
import { availableEngines, testEngines } from "../../src/testing/index.ts";
import { sql } from "../../src/sql/index.ts";
import { createCommandLine, emptyDatabase, envFor, envOn, line, type RevisionSpec } from "./project.ts";

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const chain = line({ id: "a100", doc: "make kiln", upgrade: () => pause(350) }, { id: "b200", doc: "make pot" });
const failing: readonly RevisionSpec[] = [
  ...chain,
  {
    id: "c300",
    down: "b200",
    doc: "go wrong",
    upgrade() {
      throw new RangeError("on purpose");
    },
  },
];
const database = () => emptyDatabase(testEngines.sqlite);

/** What a terminal shows in the end: what is drawn over is gone. */
function shown(text: string): readonly string[] {
  return text.split("\n").map((row) => row.split("\r\u001B[K").at(-1) ?? "");
}

describe("on a terminal", () => {
  it("has a line for each step, with its place, its message and a clock that runs", async () => {
    const alembic = await createCommandLine(chain, envOn(await database()), { isTerminal: true });
    const { stderr } = await alembic("upgrade", "head");
    expect(shown(stderr).map((row) => row.replaceAll(/\d+\.\d s/g, "0.0 s"))).toEqual([
      "INFO  [alembic.runtime.migration] Context impl SqliteImpl.",
      "INFO  [alembic.runtime.migration] Will assume non-transactional DDL.",
      "✓ [1/2] upgrade  -> a100, make kiln  0.0 s",
      "✓ [2/2] upgrade a100 -> b200, make pot  0.0 s",
      "",
    ]);
    const clocks = [...stderr.matchAll(/… \[1\/2\][^\r]*?(\d+\.\d) s/g)].map(([, clock]) => Number(clock));
    expect(clocks.length).toBeGreaterThan(2);
    expect(clocks.at(-1)).toBeGreaterThan(clocks[0] ?? Infinity);
  });

  it("shows the step on a terminal that does not know how wide it is", async () => {
    const alembic = await createCommandLine(chain, envOn(await database()), { isTerminal: true, columns: 0 });
    expect(shown((await alembic("upgrade", "head")).stderr).at(2)).toMatch(
      /^✓ \[1\/2\] upgrade {2}-> a100, make kiln /,
    );
  });

  it("marks the step that failed, and tells why below it", async () => {
    const alembic = await createCommandLine(failing, envOn(await database()), { isTerminal: true });
    const { stderr, status } = await alembic("upgrade", "head");
    expect(status).toBe(1);
    const rows = shown(stderr);
    const at = rows.findIndex((row) => row.startsWith("✗ [3/3] upgrade b200 -> c300, go wrong  "));
    expect(rows[at + 1]).toContain("FAILED:");
  });

  it("prints what is logged meanwhile above the line", async () => {
    const talking = line({ id: "a100", upgrade: (op) => op.execute("CREATE TABLE kiln (id INTEGER)") });
    const alembic = await createCommandLine(talking, envOn(await database()), { isTerminal: true });
    const rows = shown((await alembic("--echo", "upgrade", "head")).stderr);
    const at = rows.indexOf("INFO  [sqlalchemy.engine.Engine] CREATE TABLE kiln (id INTEGER)");
    expect(at).toBeGreaterThan(0);
    expect(rows.findIndex((row) => row.startsWith("✓ [1/1]"))).toBeGreaterThan(at);
  });

  it("cuts a long message, and shows control characters in place of obeying them", async () => {
    const hostile = line({ id: "a100", doc: `\u001B[2Jwipe ${"x".repeat(500)}` });
    const alembic = await createCommandLine(hostile, envOn(await database()), { isTerminal: true });
    const { stderr } = await alembic("upgrade", "head");
    expect(stderr).not.toContain("\u001B[2J");
    const row = shown(stderr).find((each) => each.startsWith("✓")) ?? "";
    expect(row).toContain(String.raw`\u001b[2Jwipe`);
    expect(row.length).toBeLessThanOrEqual(80);
  });
});

describe("elsewhere", () => {
  it("has plain lines, with the time that each step took", async () => {
    const alembic = await createCommandLine(chain, envOn(await database()));
    const { stderr } = await alembic("upgrade", "head");
    expect(
      stderr
        .replaceAll(/\d+\.\d\d s/g, "0.00 s")
        .split("\n")
        .slice(2),
    ).toEqual([
      "INFO  [alembic.runtime.migration] Running upgrade  -> a100, make kiln",
      "INFO  [alembic.runtime.migration] Done in 0.00 s (1 of 2)",
      "INFO  [alembic.runtime.migration] Running upgrade a100 -> b200, make pot",
      "INFO  [alembic.runtime.migration] Done in 0.00 s (2 of 2)",
      "",
    ]);
    expect(stderr).not.toContain("\u001B");
  });

  it("says after which time a step failed", async () => {
    const alembic = await createCommandLine(failing, envOn(await database()));
    expect((await alembic("upgrade", "head")).stderr).toMatch(/Failed after \d+\.\d\d s \(3 of 3\)\n.*FAILED:/);
  });

  it("keeps times to itself with -q, and for scripts", async () => {
    const quiet = await createCommandLine(chain, envOn(await database()), { isTerminal: true });
    const { stderr } = await quiet("-q", "upgrade", "head");
    expect(stderr).not.toMatch(/Done in|✓/);
    expect(stderr).not.toContain("\u001B");
    const script = await createCommandLine(chain, envFor("sqlite"));
    expect((await script("upgrade", "head", "--sql")).stderr).not.toContain("Done in");
  });

  it("says nothing of steps where the ini file logs warnings only", async () => {
    const sections = "[loggers]\nkeys = root\n\n[logger_root]\nlevel = WARNING\nhandlers =\n";
    const alembic = await createCommandLine(chain, envOn(await database()), { sections });
    expect((await alembic("upgrade", "head")).stderr).toBe("");
  });
});

describe("with --json", () => {
  const eventsOf = (text: string) =>
    text
      .trimEnd()
      .split("\n")
      .map((row) => JSON.parse(row) as Readonly<Record<string, unknown>>);

  it("gives events on standard error, one a line, and the result on standard output", async () => {
    const alembic = await createCommandLine(chain, envOn(await database()));
    const { stderr, stdout } = await alembic("upgrade", "head", "--json");
    const steps = eventsOf(stderr).filter(({ event }) => event === "step");
    const first = {
      event: "step",
      number: 1,
      of: 2,
      kind: "upgrade",
      from: [],
      to: ["a100"],
      step: "upgrade  -> a100, make kiln",
    };
    expect(steps).toHaveLength(4);
    expect(steps[0]).toEqual({ ...first, state: "started", seconds: 0 });
    expect(steps[1]).toEqual({ ...first, state: "done", seconds: expect.any(Number) });
    expect(steps[1]?.["seconds"]).toBeGreaterThan(0.3);
    expect(eventsOf(stderr).map(({ event }) => event)).toContain("log");
    expect(JSON.parse(stdout)).toMatchObject({
      command: "upgrade",
      steps: [{ revision: "a100" }, { revision: "b200" }],
    });
  });

  it("ends with the failure", async () => {
    const alembic = await createCommandLine(failing, envOn(await database()));
    const events = eventsOf((await alembic("upgrade", "head", "--json")).stderr);
    expect(events.at(-2)).toMatchObject({ event: "step", state: "failed", number: 3 });
    expect(events.at(-1)).toMatchObject({ command: "upgrade", error: { code: "ALB0600" } });
  });
});

describe.each(availableEngines({ isShared: true }))("--echo on $name", (engine) => {
  it("shows each statement, with the number of its values in place of them", async () => {
    const writing = line({
      id: "a100",
      async upgrade(op) {
        await op.execute("CREATE TABLE account (id INTEGER, secret VARCHAR(40))");
        await op.execute(sql`INSERT INTO account VALUES (${7}, ${"correct horse"})`);
      },
    });
    const alembic = await createCommandLine(writing, envOn(await emptyDatabase(engine)));
    const { stderr } = await alembic("--echo", "upgrade", "head");
    expect(stderr).toMatch(/\[sqlalchemy\.engine\.Engine\] INSERT INTO account VALUES \(\S+, \S+\) \[2 values\]\n/);
    expect(stderr).not.toContain("correct horse");
    expect(stderr).toContain("INSERT INTO alembic_version (version_num) VALUES ('a100')");
  });

  it("is what the logger sqlalchemy.engine does at INFO", async () => {
    const sections =
      "[loggers]\nkeys = root,sql\n\n[logger_root]\nlevel = WARNING\n\n[logger_sql]\nlevel = INFO\nqualname = sqlalchemy.engine\n";
    const alembic = await createCommandLine(chain, envOn(await emptyDatabase(engine)), { sections });
    expect((await alembic("upgrade", "head")).stderr).toContain(
      "[sqlalchemy.engine.Engine] CREATE TABLE alembic_version",
    );
    const usual = await createCommandLine(chain, envOn(await emptyDatabase(engine)));
    expect((await usual("upgrade", "head")).stderr).not.toContain("sqlalchemy");
  });
});
