import { describe, expect, it } from "vitest";
import {
  CommandError,
  CycleDetectedError,
  DependencyCycleDetectedError,
  MultipleHeadsError,
  RangeNotAncestorError,
  ResolutionError,
  RevisionError,
} from "../../src/errors/index.ts";
import { parseRevisionRange, Revision, revisionHistory, RevisionMap } from "../../src/revision/index.ts";
import { branched, ids, lineOf, mapOf, type Short } from "./graphs.ts";

const map = mapOf(branched);

describe("identifiers", () => {
  const names = mapOf([
    ["abcd12", null],
    ["abce34", "abcd12", { label: "shop" }],
    ["xyz", "abce34"],
  ]);

  it("REV-01 a full id or a unique prefix finds its revision", () => {
    expect(names.getRevision("abcd12")?.revision).toBe("abcd12");
    expect(names.getRevision("abcd")?.revision).toBe("abcd12");
    expect(names.getRevision("sh")?.revision).toBe("abce34");
  });

  it("REV-01 a prefix of several is refused with all of them", () => {
    expect(() => names.getRevision("abc")).toThrow(ResolutionError);
    expect(() => names.getRevision("abc")).toThrow(/abcd12, abce34/u);
  });

  it("REV-01 a short name is not found by its beginning", () => {
    expect(names.getRevision("xyz")?.revision).toBe("xyz");
    expect(() => names.getRevision("xy")).toThrow(ResolutionError);
  });

  it("suggests the nearest name for a mistyped one", () => {
    expect(() => names.getRevision("abcf12")).toThrow(expect.objectContaining({ hint: 'Did you mean "abcd12"?' }));
  });

  it("refuses what is no text", () => {
    // As a driver could give it, where the version table has a column of another type.
    const row = 7 as unknown as string;
    expect(() => names.getRevision(row)).toThrow(expect.objectContaining({ code: "ALB0414" }));
  });

  it("REV-02 head, heads and base", () => {
    const linear = mapOf(lineOf(3));
    expect(linear.getRevision("head")?.revision).toBe("r2");
    expect(ids(linear.getRevisions("heads"))).toEqual(["r2"]);
    expect(linear.getRevision("base")).toBeNull();
    expect(linear.asRevisionNumber("heads")).toEqual(["r2"]);
    expect(linear.asRevisionNumber("base")).toBeNull();
    expect(linear.asRevisionNumber("head")).toBe("r2");
    expect(() => map.getRevision("head")).toThrow(MultipleHeadsError);
    expect(ids(map.getRevisions("heads"))).toEqual(["indep2", "after1"]);
  });

  it("REV-03 a label stands for its revision, and narrows head, heads, base and ids to its branch", () => {
    expect(map.getRevision("rgt")?.revision).toBe("right1");
    expect(map.getRevision("lft@head")?.revision).toBe("after1");
    expect(ids(map.getRevisions("ind@heads"))).toEqual(["indep2"]);
    expect(map.getRevision("lft@base")).toBeNull();
    expect(map.getRevision("lft@left2")?.revision).toBe("left2");
    expect(map.getRevision("left1@merge")?.revision).toBe("merge1");
  });

  it("REV-04 a revision of another branch is an error, and so is an unknown branch", () => {
    expect(() => map.getRevision("rgt@left2")).toThrow(expect.objectContaining({ code: "ALB0412" }));
    expect(() => map.getRevision("nope@head")).toThrow(ResolutionError);
    expect(() => map.getCurrentHead("nope")).toThrow(ResolutionError);
  });

  it("REV-05 a negative number walks down from each head", () => {
    expect(ids(map.getRevisions("-1"))).toEqual(["indep1", "merge1"]);
    expect(ids(map.getRevisions("ind@-1"))).toEqual(["indep1"]);
    expect(mapOf(lineOf(2)).resolveRevisions("-2")).toEqual(["base"]);
    expect(mapOf(lineOf(2)).resolveRevisions("-3")).toEqual([null]);
  });
});

describe("the graph", () => {
  it("REV-08 labels spread up the branch, through merges, and down to the branch point", () => {
    const labelled = mapOf([
      ["p1", null],
      ["p2", "p1"],
      ["l1", "p2", { label: "red" }],
      ["r1", "p2", { label: ["blue", "navy"] }],
      ["m1", ["l1", "r1"]],
      ["q1", null],
      ["q2", "q1"],
      ["q3", "q2", { label: "late" }],
    ]);
    const labelsOf = (id: string) => [...(labelled.getRevision(id)?.branchLabels ?? [])].toSorted();
    expect(labelsOf("p2")).toEqual([]);
    expect(labelsOf("l1")).toEqual(["red"]);
    expect(labelsOf("m1")).toEqual(["blue", "navy", "red"]);
    expect(labelsOf("q1")).toEqual(["late"]);
    expect(labelsOf("q2")).toEqual(["late"]);
  });

  it("REV-09 a head that another revision depends on is no real head", () => {
    const depended = mapOf([
      ["a1", null],
      ["b1", null, { on: "a1" }],
    ]);
    expect(depended.heads).toEqual(["a1", "b1"]);
    expect(depended.getHeads({ considerDependsOn: true })).toEqual(["b1"]);
    expect(depended.getRevision("a1")).toMatchObject({ isHead: true, isRealHead: false });
  });

  it("REV-10 a dependency that a revision below has already does not count again", () => {
    const normalized = mapOf([
      ["a1", null],
      ["a2", "a1"],
      ["b1", null, { on: "a1" }],
      ["b2", "b1", { on: ["a1", "a2"] }],
      ["b3", "b2", { on: "a2" }],
    ]);
    expect(normalized.getRevision("b2")?.normalizedDownRevisions).toEqual(["b1", "a2"]);
    expect(normalized.getRevision("b3")?.normalizedDownRevisions).toEqual(["b2"]);
    expect(normalized.getRevision("b3")?.resolvedDependencies).toEqual(["a2"]);
  });

  it.each<readonly [string, readonly Short[]]>([
    [
      "the whole graph",
      [
        ["a1", "b1"],
        ["b1", "a1"],
      ],
    ],
    [
      "a part beside a good line",
      [
        ["ok", null],
        ["a1", "b1"],
        ["b1", "a1"],
      ],
    ],
    [
      "a part with a way in and a way out",
      [
        ["z0", null],
        ["a1", ["z0", "b1"]],
        ["b1", "a1"],
        ["top", "b1"],
      ],
    ],
  ])("REV-11 a cycle is refused where it is %s", (_, revisions) => {
    expect(() => mapOf(revisions)).toThrow(CycleDetectedError);
    expect(() => mapOf(revisions)).toThrow(/: a1, b1\./u);
  });

  it("REV-11 a cycle through dependencies, also by a label, is refused", () => {
    expect(() =>
      mapOf([
        ["a1", null, { on: "b1" }],
        ["b1", "a1"],
      ]),
    ).toThrow(DependencyCycleDetectedError);
    expect(() => mapOf([["a1", null, { label: "own", on: "own" }]])).toThrow(DependencyCycleDetectedError);
  });

  it("REV-12 a missing down revision is warned of, and refused with the way out", () => {
    const warnings: string[] = [];
    const build = () => mapOf([["a1", "gone"]], { onWarning: (warning) => warnings.push(warning) });
    expect(build).toThrow(expect.objectContaining({ code: "ALB0407" }));
    expect(warnings).toEqual(['Revision a1 comes after "gone", and there is no such revision.']);
    expect(() => mapOf([["a1", null, { on: "gone" }]])).toThrow(expect.objectContaining({ code: "ALB0406" }));
    expect(() =>
      mapOf([
        ["a1", null, { label: "own" }],
        ["b1", "own"],
      ]),
    ).toThrow(/a branch label/u);
  });

  it("REV-12 a tolerant map can be read without what is missing, and not planned over", () => {
    const tolerant = mapOf(
      [
        ["a1", "gone"],
        ["b1", "a1", { on: "lost" }],
      ],
      { tolerant: true },
    );
    expect(tolerant.heads).toEqual(["b1"]);
    expect(ids(tolerant.walkRevisions())).toEqual(["b1", "a1"]);
    expect(tolerant.problems.map((problem) => problem.code)).toEqual(["ALB0406", "ALB0407"]);
    expect(() => tolerant.assertSound()).toThrow(RevisionError);
  });

  it("REV-13 an id used twice is warned of, and the revision read last counts", () => {
    const warnings: string[] = [];
    const doubled = mapOf(
      [
        ["a1", null],
        ["b1", null],
        ["b1", "a1"],
      ],
      { onWarning: (warning) => warnings.push(warning) },
    );
    expect(warnings).toHaveLength(1);
    expect(doubled.heads).toEqual(["b1"]);
    expect(doubled.getRevision("b1")?.downRevision).toBe("a1");
    expect(() => doubled.assertSound()).toThrow(expect.objectContaining({ code: "ALB0404" }));
  });

  it.each<readonly [string, readonly Short[]]>([
    [
      "another label",
      [
        ["a1", null, { label: "same" }],
        ["b1", null, { label: "same" }],
      ],
    ],
    [
      "an id",
      [
        ["a1", null, { label: "b1" }],
        ["b1", null],
      ],
    ],
    ["a label of the same revision", [["a1", null, { label: ["same", "same"] }]]],
  ])("REV-14 a label that equals %s is refused", (_, revisions) => {
    expect(() => mapOf(revisions)).toThrow(expect.objectContaining({ code: "ALB0405" }));
  });

  it("REV-25 there can be several bases", () => {
    expect(map.bases).toEqual(["root1", "indep1"]);
    expect(map.getBases()).toEqual(map.bases);
    expect(() => map.getBase()).toThrow(CommandError);
    expect(mapOf(lineOf(2)).getBase()).toBe("r0");
  });

  it("REV-26 a merge can have more than two sides", () => {
    const merged = mapOf([
      ["a0", null],
      ["b1", "a0"],
      ["b2", "a0"],
      ["b3", "a0"],
      ["m1", ["b1", "b2", "b3"]],
    ]);
    expect(merged.getRevision("m1")).toMatchObject({ isMergePoint: true, downRevisions: ["b1", "b2", "b3"] });
    expect(merged.getRevision("a0")?.nextRevisions).toEqual(["b1", "b2", "b3"]);
    expect(ids(merged.walkRevisions())).toEqual(["m1", "b1", "b2", "b3", "a0"]);
  });

  it("REV-30 an empty map answers with nothing", () => {
    const empty = mapOf([]);
    expect([empty.heads, empty.bases, empty.walkRevisions(), empty.getRevisions("heads")]).toEqual([[], [], [], []]);
    expect([empty.getCurrentHead(), empty.getBase(), empty.getRevision("head")]).toEqual([null, null, null]);
  });

  it("takes a new revision in, and stays as it was where that fails", () => {
    const growing = mapOf(lineOf(2));
    const next = { branchLabels: null, dependsOn: null };
    growing.addRevision(new Revision({ revision: "new1", downRevision: "r1", ...next }));
    expect(growing.heads).toEqual(["new1"]);
    expect(growing.getRevision("r1")?.isHead).toBe(false);
    expect(() => growing.addRevision(new Revision({ revision: "new2", downRevision: "gone", ...next }))).toThrow(
      RevisionError,
    );
    expect(growing.heads).toEqual(["new1"]);
  });

  it("keeps the class of its revisions", () => {
    class Script extends Revision {
      readonly path = `${this.revision}.ts`;
    }
    const scripts = new RevisionMap([
      new Script({ revision: "a1", downRevision: null, branchLabels: null, dependsOn: null }),
    ]);
    expect(scripts.getRevision("head")?.path).toBe("a1.ts");
  });

  it("warns of an id that is a word of the grammar", () => {
    const warnings: string[] = [];
    const odd = mapOf([["head", null]], { onWarning: (warning) => warnings.push(warning) });
    expect(warnings).toHaveLength(1);
    expect(() => odd.assertSound()).toThrow(expect.objectContaining({ code: "ALB0432" }));
  });
});

describe("selecting revisions", () => {
  it("filters by lineage, with and without dependencies", () => {
    expect(map.filterForLineage(["after1", "indep2"], "rgt")).toEqual(["after1"]);
    expect(map.filterForLineage(["after1", "indep2"], "rgt", { includeDependencies: true })).toEqual([
      "after1",
      "indep2",
    ]);
    expect(map.filterForLineage(["after1", "indep2"], null)).toEqual(["after1", "indep2"]);
  });

  it("tells what is current for the rows of a version table", () => {
    expect(ids(map.getAllCurrent(["indep2"]))).toEqual(["right1", "indep2"]);
  });

  it("REV-24 a history range holds its start and lies along one branch", () => {
    const history = (range: string, rows: readonly string[] = []) =>
      ids(revisionHistory(map, parseRevisionRange(range), rows));
    expect(history("root1:heads")).toEqual(["after1", "merge1", "left2", "left1", "right2", "right1", "root1"]);
    expect(history("left1:merge1")).toEqual(["merge1", "left2", "left1"]);
    expect(history(":indep2")).toEqual(["indep2", "indep1", "right1", "root1"]);
    expect(history("merge1:current", ["after1"])).toEqual(["after1", "merge1"]);
    expect(history("current:")).toEqual(history(":"));
    expect(() => history("left1:right2")).toThrow(RangeNotAncestorError);
    expect(() => history("merge1:left1")).toThrow(RangeNotAncestorError);
    expect(() => parseRevisionRange("left1")).toThrow(CommandError);
  });

  it("REV-24 a range that is only connected through a dependency outside of it is refused", () => {
    const depending = mapOf([
      ["a1", null],
      ["a2", "a1"],
      ["b1", null, { on: "a2" }],
    ]);
    expect(() => depending.walkRevisions("a1", "b1")).toThrow(expect.objectContaining({ code: "ALB0416" }));
  });

  it("a relative end of a history may lead past the end of the graph", () => {
    const linear = mapOf(lineOf(3));
    expect(ids(linear.walkRevisions("r1", "+9"))).toEqual(["r2", "r1"]);
    expect(ids(linear.walkRevisions("-9", "head"))).toEqual(["r2", "r1", "r0"]);
  });
});
