import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Effort, leaveOutSlow, runRounds } from "../../bench/harness/rounds.ts";
import type { Contestant, Role } from "../../bench/harness/scenario.ts";
import { withTemporaryFolder } from "../../src/testing/temporary-folder.ts";
import { contestant, resultOf, showing } from "./samples.ts";

const effort: Effort = { rounds: 2, mostRounds: 3, budget: 0, patience: 60_000, limit: 60_000 };

function script(name: string, code: string, role: Role = "peer"): Contestant {
  return { name, role, command: { program: process.execPath, args: ["-e", code], cwd: "." } };
}

function run(contestants: readonly Contestant[], changed: Partial<Effort> = {}) {
  const job = { title: "10 tables", size: 10, series: "tables", contestants, bounds: [] };
  return withTemporaryFolder((path) => runRounds(job, { ...effort, ...changed }, join(path, "notes.txt")));
}

describe("rounds", () => {
  test("everybody warms up once, and each round is begun by another", async () => {
    const turns: string[] = [];
    const noting = (name: string): Contestant => ({
      ...script(name, "0"),
      before: async () => {
        turns.push(name);
      },
    });
    const { showings } = await run([noting("a"), noting("b")]);
    expect(turns.join("")).toBe("ababba");
    expect(showings.map(({ samples }) => samples.length)).toEqual([2, 2]);
  });

  test("who has its rounds runs on while it is within its budget, up to the most rounds", async () => {
    const { showings } = await run([script("quick", "0")], { budget: 60_000 });
    expect(showings[0]?.samples).toHaveLength(3);
  });

  test("a slow peer has the figure of its first run, a slow tool runs once more", async () => {
    const { showings } = await run([script("peer", "0"), script("tool", "0", "tool")], { patience: 0 });
    const runs = showings.map(({ samples }) => samples.filter((sample) => sample !== null).length);
    expect(runs).toEqual([1, 2]);
  });

  test("a peer that fails is left out with what it said", async () => {
    const { showings, refusals } = await run([
      script("a", "0"),
      script("b", "console.error('no way'); process.exit(3)"),
    ]);
    expect(showings.map((shown) => shown.contestant.name)).toEqual(["a"]);
    expect(refusals[0]?.reason).toContain("no way");
  });

  test("a peer that has not done its job is left out, whatever its exit code", async () => {
    const { refusals } = await run([
      { ...script("silent", "console.log('2 changes')"), says: "no changes" },
      {
        ...script("idle", "0"),
        after: async () => {
          throw new Error("it has made 0 of 10 tables");
        },
      },
    ]);
    expect(refusals.map(({ reason }) => reason)).toEqual(["it said: 2 changes", "it has made 0 of 10 tables"]);
  });

  test("a peer that takes too long is ended, with what it has started", async () => {
    const endless = `require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit" }); setInterval(() => {}, 1000)`;
    const { refusals } = await run([script("endless", endless)], { limit: 500 });
    expect(refusals[0]?.reason).toBe("more than 0.5 s for one run");
  });

  test("the tool under test may take its time", async () => {
    const { showings } = await run([script("tool", "setTimeout(() => {}, 300)", "tool")], { limit: 100 });
    expect(showings[0]?.samples).toHaveLength(2);
  });

  test("a tool under test that fails ends the run", async () => {
    await expect(run([script("tool", "process.exit(1)", "tool")])).rejects.toThrow("ended with 1");
  });
});

describe("who is left out of a greater case", () => {
  const job = { title: "100 tables", size: 100, series: "tables", contestants: ["tool", "peer"], bounds: [] };
  const greater = { ...job, contestants: [contestant("tool", "tool"), contestant("peer")] };
  const namesAfter = (earlier: Parameters<typeof leaveOutSlow>[1]) => {
    const { job: left, refusals } = leaveOutSlow(greater, earlier, { ...effort, patience: 100, limit: 1000 });
    return { names: left.contestants.map(({ name }) => name), refusals: refusals.map(({ reason }) => reason) };
  };

  test("a peer that could not do a smaller one", () => {
    const failed = { ...resultOf([]), refusals: [{ name: "peer", reason: "no way" }] };
    expect(namesAfter([failed])).toEqual({ names: ["tool"], refusals: ["as with 10 tables"] });
  });

  test("a peer that would pass the limit, but never the tool", () => {
    const slow = resultOf([showing("tool", [500], "tool"), showing("peer", [101])]);
    expect(namesAfter([slow]).names).toEqual(["tool"]);
  });

  test("nobody who was not slow: most of a short time is start-up", () => {
    expect(namesAfter([resultOf([showing("peer", [100])])]).names).toEqual(["tool", "peer"]);
  });

  test("nobody for what happened in another series", () => {
    expect(namesAfter([resultOf([showing("peer", [500])], { series: "rows" })]).names).toEqual(["tool", "peer"]);
  });
});
