import { describe, expect, it } from "vitest";
import { GROUP_NAMES, readCorpus } from "../../conformance/corpus.ts";
import {
  readDifferences,
  readRewrites,
  readSkips,
  skipReason,
  withOurAnswers,
  withRewrites,
} from "../../conformance/deviations.ts";
import { DEFAULT_CORPUS } from "../../conformance/runner.ts";

const files = readCorpus(DEFAULT_CORPUS, GROUP_NAMES);
const known = new Set(files.flatMap(({ path, cases }) => cases.map(({ id }) => `${path} ${id}`)));

describe("the lists of deviations", () => {
  it("name cases that exist, once, with a reason", () => {
    const differences = readDifferences().map((each) => `${each.file} ${each.case}`);
    const skips = readSkips().filter((each) => each.case !== undefined);
    expect(differences.filter((each) => !known.has(each))).toEqual([]);
    expect(skips.filter((each) => !known.has(`${each.file} ${each.case}`))).toEqual([]);
    expect(new Set(differences).size).toBe(differences.length);
    for (const { reason } of [...readDifferences(), ...readSkips()]) expect(reason.length).toBeGreaterThan(20);
  });

  it("skip no more than one case in a hundred of a group by name", () => {
    const named = readSkips().filter((each) => each.case !== undefined);
    const shares = GROUP_NAMES.map((group) => {
      const own = files.filter((file) => file.group === group);
      const total = own.reduce((sum, file) => sum + file.cases.length, 0);
      return { group, share: named.filter((skip) => own.some((file) => file.path === skip.file)).length / total };
    });
    expect(shares.filter(({ share }) => share >= 0.01)).toEqual([]);
  });
});

describe("our answer", () => {
  const testCase = {
    id: "a",
    sql: ["SELECT 1"],
    also: [{ sql: ["SELECT 2"] }],
    queries: [
      { call: "heads", result: ["a1"] },
      { call: "bases", error: { type: "KeyError" } },
    ],
  };

  it("replaces the recorded one of the case, whichever it was", () => {
    const ours = withOurAnswers(
      [{ file: "f.json", case: "a", reason: "ours", answers: { "": { sql: ["SELECT 3"] } } }],
      "f.json",
      testCase,
    );
    expect(ours).toEqual({ id: "a", sql: ["SELECT 3"], queries: testCase.queries });
  });

  it("replaces an error by a result and a result by an error, deep in a case", () => {
    const answers = { "queries/0": { error: { type: "MultipleHeads" } }, "queries/1": { result: [] } };
    const ours = withOurAnswers([{ file: "f.json", case: "a", reason: "ours", answers }], "f.json", testCase);
    expect(ours["queries"]).toEqual([
      { call: "heads", error: { type: "MultipleHeads" } },
      { call: "bases", result: [] },
    ]);
  });

  it("leaves other cases, and the same id in another file, as they are", () => {
    const difference = { file: "f.json", case: "a", reason: "ours", answers: { "": { sql: [] } } };
    expect(withOurAnswers([difference], "g.json", testCase)).toBe(testCase);
  });
});

describe("a rewrite", () => {
  const rewrites = [{ file: "f.json", pattern: " RETURNING \\w+", replacement: "", reason: "ours" }];

  it("changes every text of an answer, in the file that it is for", () => {
    const testCase = {
      id: "a",
      output: "INSERT 1 RETURNING a;\nINSERT 2 RETURNING b;",
      also: ["INSERT 3 RETURNING c"],
    };
    expect(withRewrites(rewrites, "f.json", testCase)).toEqual({
      id: "a",
      output: "INSERT 1;\nINSERT 2;",
      also: ["INSERT 3"],
    });
    expect(withRewrites(rewrites, "g.json", testCase)).toBe(testCase);
  });

  it("leaves a case without a match as it is", () => {
    const testCase = { id: "a", output: "SELECT 1" };
    expect(withRewrites(rewrites, "f.json", testCase)).toBe(testCase);
  });

  it("is listed with a reason, and finds something in the corpus", () => {
    for (const { file, pattern, reason } of readRewrites()) {
      const text = JSON.stringify(files.find(({ path }) => path === file)?.cases.map((each) => each["output"] ?? ""));
      expect(reason.length).toBeGreaterThan(20);
      expect(JSON.parse(text)).toContainEqual(expect.stringMatching(new RegExp(pattern)));
    }
  });
});

describe("a skip", () => {
  it("is found by file and case, or by a construct anywhere in the case", () => {
    const usesSelect = { id: "b", calls: [{ op: "execute", args: [{ $: "select", args: [] }] }] };
    const skips = [
      { file: "f.json", case: "a", reason: "by name" },
      { construct: "select", reason: "by construct" },
    ];
    expect(skipReason(skips, "f.json", { id: "a" })).toBe("by name");
    expect(skipReason(skips, "g.json", { id: "a" })).toBeNull();
    expect(skipReason(skips, "g.json", usesSelect)).toBe("by construct");
  });
});
