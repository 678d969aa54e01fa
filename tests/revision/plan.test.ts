import { describe, expect, it } from "vitest";
import { MultipleHeadsError, RangeNotAncestorError, ResolutionError, RevisionError } from "../../src/errors/index.ts";
import {
  HeadMaintainer,
  type MigrationStep,
  planDowngrade,
  planStamp,
  planUpgrade,
  type RevisionMap,
  type RevisionNames,
} from "../../src/revision/index.ts";
import { branched, ids, lineOf, mapOf } from "./graphs.ts";

const map = mapOf(branched);
const linear = mapOf(lineOf(5));

function upgrade(target: RevisionNames, rows: readonly string[] = [], on: RevisionMap = map): string[] {
  return ids(planUpgrade(on, rows, target));
}

function downgrade(target: RevisionNames, rows: readonly string[], on: RevisionMap = map): string[] {
  return ids(planDowngrade(on, rows, target));
}

function stamp(target: RevisionNames, rows: readonly string[] = []): string[] {
  return planStamp(map, rows, target).map((step) => step.log.replace("stamp_revision ", ""));
}

function rowsAfter(on: RevisionMap, rows: readonly string[], steps: readonly MigrationStep[]): string[] {
  const maintainer = new HeadMaintainer(on, rows);
  for (const step of steps) maintainer.apply(step);
  return [...maintainer.heads].toSorted();
}

describe("an upgrade", () => {
  it.each<readonly [string, readonly string[], readonly string[]]>([
    ["lft@left2", [], ["root1", "left1", "left2"]],
    ["lft@+1", [], ["root1"]],
    ["lft@+1", ["root1"], ["left1"]],
    ["lft@+1", ["right1"], ["left1"]],
    ["ind@+1", ["right2"], ["indep1"]],
    ["rgt@root1+1", [], ["root1", "right1"]],
  ])("REV-05 to %s from %j", (target, rows, steps) => {
    expect(upgrade(target, rows)).toEqual(steps);
  });

  it("REV-05 by steps on one line", () => {
    expect(upgrade("+2", [], linear)).toEqual(["r0", "r1"]);
    expect(upgrade("head-1", ["r1"], linear)).toEqual(["r2", "r3"]);
    expect(upgrade("base+2", [], linear)).toEqual(["r0", "r1"]);
    expect(upgrade("r1+1", ["r0"], linear)).toEqual(["r1", "r2"]);
  });

  it.each(["+9", "r3+5", "r1-4", "base+6", "+0"])("REV-06 to %s leads past the ends", (target) => {
    expect(() => upgrade(target, [], linear)).toThrow(expect.objectContaining({ code: "ALB0421" }));
  });

  it("REV-06 cannot go down from the current revision", () => {
    expect(() => upgrade("-1", ["r2"], linear)).toThrow(expect.objectContaining({ code: "ALB0422" }));
  });

  it("REV-07 is refused where steps could lead to several revisions, or count from several", () => {
    expect(() => upgrade("+1", ["root1"])).toThrow(expect.objectContaining({ code: "ALB0415" }));
    expect(() => upgrade("merge1-1")).toThrow(expect.objectContaining({ code: "ALB0415" }));
    expect(() => upgrade("+1", ["left1", "right1"])).toThrow(expect.objectContaining({ code: "ALB0420" }));
  });

  it("REV-15 includes what other lines have to give", () => {
    expect(upgrade("ind@head")).toEqual(["root1", "right1", "indep1", "indep2"]);
    expect(upgrade("indep2", ["left1"])).toEqual(["right1", "indep1", "indep2"]);
  });

  it("REV-16 follows one line as long as possible, the same way each time", () => {
    const order = ["root1", "right1", "right2", "left1", "left2", "merge1", "after1", "indep1", "indep2"];
    expect(upgrade("heads")).toEqual(order);
    expect(upgrade("heads")).toEqual(order);
    expect(upgrade("merge1", ["left2"])).toEqual(["right1", "right2", "merge1"]);
  });

  it("REV-17 does nothing where the database is ahead", () => {
    expect(upgrade("r1", ["r3"], linear)).toEqual([]);
    expect(upgrade("heads", ["after1", "indep2"])).toEqual([]);
  });

  it("REV-18 to a revision and one below it is refused", () => {
    expect(() => upgrade(["left2", "left1"])).toThrow(expect.objectContaining({ code: "ALB0419" }));
    expect(() => upgrade("heads", ["left1", "root1"])).toThrow(/left1 includes revision root1/u);
  });

  it("REV-02 to head is refused where there are several", () => {
    expect(() => upgrade("head")).toThrow(MultipleHeadsError);
  });

  it("says what it does", () => {
    const [step] = planUpgrade(mapOf([["a1", null, { doc: "create users\n\nand more" }]]), [], "head");
    expect(step?.log).toBe("upgrade  -> a1, create users");
    expect(step).toMatchObject({
      isUpgrade: true,
      isStamp: false,
      isMigration: true,
      upRevisionIds: ["a1"],
      downRevisionIds: [],
    });
  });

  it("counts dependencies among what it comes from, and does not name them in the log", () => {
    const steps = planUpgrade(map, ["right1", "indep1"], "indep2");
    expect(steps[0]?.log).toBe("upgrade indep1 -> indep2");
    expect(steps[0]?.sourceRevisionIds).toEqual(["indep1", "right1"]);
    expect(steps[0]?.destinationRevisionIds).toEqual(["indep2"]);
  });

  it("refuses rows that name no revision", () => {
    expect(() => upgrade("heads", ["feed"])).toThrow(ResolutionError);
  });
});

describe("a downgrade", () => {
  it.each<readonly [string, readonly string[], readonly string[]]>([
    ["root1", ["after1"], ["after1", "merge1", "left2", "left1", "right2", "right1"]],
    ["left2", ["after1"], ["after1", "merge1"]],
    ["-1", ["after1"], ["after1"]],
    [
      "base",
      ["after1", "indep2"],
      ["indep2", "indep1", "after1", "merge1", "left2", "left1", "right2", "right1", "root1"],
    ],
  ])("REV-19 to %s from %j removes all that builds on what goes", (target, rows, steps) => {
    expect(downgrade(target, rows)).toEqual(steps);
  });

  it.each<readonly [string, readonly string[], readonly string[]]>([
    ["lft@-1", ["left2", "right2"], ["left2"]],
    ["lft@base", ["left2", "right2"], ["left2", "left1", "right2", "right1", "root1"]],
    ["lft@root1", ["left2", "right2"], ["left2", "left1"]],
    ["ind@base", ["after1", "indep2"], ["indep2", "indep1"]],
    ["rgt@-1", ["indep2"], ["indep2", "right1"]],
    ["rgt@base", ["indep2", "left2"], ["left2", "left1", "indep2", "right1", "root1"]],
  ])("REV-20 to %s from %j keeps to the branch", (target, rows, steps) => {
    expect(downgrade(target, rows)).toEqual(steps);
  });

  it("REV-21 by -1 from several heads warns, and takes the first row", () => {
    const warnings: string[] = [];
    const warned = mapOf(branched, { onWarning: (warning) => warnings.push(warning) });
    expect(downgrade("-1", ["left2", "right2"], warned)).toEqual(["left2"]);
    expect(warnings).toEqual([expect.stringContaining('"-1" is ambiguous')]);
    expect(downgrade("-1", ["right2", "left2"], warned)).toEqual(["right2"]);
  });

  it("REV-21 by -1 from a first revision leaves other lines alone", () => {
    expect(downgrade("-1", ["r0", "indep1"], mapOf([...lineOf(1), ["indep1", null]]))).toEqual(["r0"]);
  });

  it("REV-22 to a revision that is not below is refused", () => {
    expect(() => downgrade("right1", ["left2"])).toThrow(RangeNotAncestorError);
    expect(() => downgrade("r3", ["r1"], linear)).toThrow(RangeNotAncestorError);
    expect(downgrade("r1", ["r1"], linear)).toEqual([]);
  });

  it("REV-04 to a revision of another branch, or an unknown one, is refused", () => {
    expect(() => downgrade("rgt@left1", ["left2"])).toThrow(expect.objectContaining({ code: "ALB0412" }));
    expect(() => downgrade("nope@base", ["left2"])).toThrow(ResolutionError);
  });

  it("REV-05 relative to a revision", () => {
    expect(downgrade("r2-1", ["r3"], linear)).toEqual(["r3", "r2"]);
    expect(downgrade("r1+1", ["r3"], linear)).toEqual(["r3"]);
    expect(downgrade("head-2", ["r4"], linear)).toEqual(["r4", "r3"]);
  });

  it("REV-06 past the beginning, or upwards, is refused", () => {
    expect(() => downgrade("-9", ["r4"], linear)).toThrow(expect.objectContaining({ code: "ALB0421" }));
    expect(() => downgrade("+1", ["r2"], linear)).toThrow(expect.objectContaining({ code: "ALB0422" }));
    expect(() => downgrade("-1", [], linear)).toThrow(expect.objectContaining({ code: "ALB0424" }));
  });

  it("REV-07 across a merge point is refused, as is a branch without a current revision", () => {
    expect(() => downgrade("-2", ["after1"])).toThrow(expect.objectContaining({ code: "ALB0415" }));
    expect(() => downgrade("lft@-1", ["indep1"])).toThrow(expect.objectContaining({ code: "ALB0425" }));
  });

  it("to several revisions is refused", () => {
    expect(() => downgrade(["left1", "right1"], ["merge1"])).toThrow(expect.objectContaining({ code: "ALB0423" }));
  });
});

describe("a stamp", () => {
  it.each<readonly [RevisionNames, readonly string[], readonly string[]]>([
    ["heads", [], [" -> indep2", " -> after1"]],
    ["merge1", ["left2", "right2"], ["left2, right2 -> merge1"]],
    ["left1", ["after1"], ["after1 -> left1"]],
    ["root1", ["left2", "right2"], ["left2, right2 -> root1"]],
    ["base", ["left2", "indep2"], ["left2 -> ", "indep2 -> "]],
    [null, ["left2"], ["left2 -> "]],
    ["lft@base", ["left2", "indep2"], ["left2 -> "]],
    ["left2", ["right2"], [" -> left2"]],
    ["rgt@head", ["left2"], ["left2 -> after1"]],
    ["root1", ["indep2"], ["indep2 -> root1"]],
    [["left2", "right2"], [], [" -> left2", " -> right2"]],
    ["left2", ["left2"], []],
  ])("REV-23 to %j from %j", (target, rows, steps) => {
    expect(stamp(target, rows)).toEqual(steps);
  });

  it("REV-23 down to two revisions from one head leaves both", () => {
    const steps = planStamp(map, ["merge1"], ["left2", "right2"]);
    expect(rowsAfter(map, ["merge1"], steps)).toEqual(["left2", "right2"]);
  });

  it("REV-23 keeps a row that is one of several destinations", () => {
    const steps = planStamp(map, ["left1", "indep2"], ["left2", "indep2"]);
    expect(steps.map((step) => step.log)).toEqual(["stamp_revision left1 -> left2"]);
    expect(rowsAfter(map, ["left1", "indep2"], steps)).toEqual(["indep2", "left2"]);
  });

  it("REV-23 between a row and one that includes it is refused", () => {
    expect(() => stamp("left1", ["left2", "root1"])).toThrow(expect.objectContaining({ code: "ALB0428" }));
  });

  it("says which way it goes", () => {
    const [up] = planStamp(map, ["left1"], "left2");
    expect(up).toMatchObject({
      isStamp: true,
      isMigration: false,
      isUpgrade: true,
      upRevisionIds: ["left2"],
      downRevisionIds: ["left1"],
    });
    const [down] = planStamp(map, ["left2"], "left1");
    expect(down).toMatchObject({ isUpgrade: false, upRevisionIds: ["left2"], downRevisionIds: ["left1"] });
  });
});

describe("the rows of the version table", () => {
  function changes(rows: readonly string[], steps: readonly MigrationStep[]): unknown[] {
    const maintainer = new HeadMaintainer(map, rows);
    return steps.flatMap((step) => maintainer.apply(step));
  }

  it("follow an upgrade through a branch and a merge", () => {
    expect(changes([], planUpgrade(map, [], "merge1"))).toEqual([
      { kind: "insert", id: "root1" },
      { kind: "update", from: "root1", to: "right1" },
      { kind: "update", from: "right1", to: "right2" },
      { kind: "insert", id: "left1" },
      { kind: "update", from: "left1", to: "left2" },
      { kind: "delete", id: "left2" },
      { kind: "update", from: "right2", to: "merge1" },
    ]);
  });

  it("follow a downgrade back through them", () => {
    expect(changes(["merge1"], planDowngrade(map, ["merge1"], "base"))).toEqual([
      { kind: "insert", id: "left2" },
      { kind: "update", from: "merge1", to: "right2" },
      { kind: "update", from: "left2", to: "left1" },
      { kind: "delete", id: "left1" },
      { kind: "update", from: "right2", to: "right1" },
      { kind: "update", from: "right1", to: "root1" },
      { kind: "delete", id: "root1" },
    ]);
  });

  it("have none for what is only a dependency of a current head", () => {
    expect(rowsAfter(map, [], planUpgrade(map, [], "indep2"))).toEqual(["indep2"]);
    expect(changes(["indep2"], planDowngrade(map, ["indep2"], "indep1"))).toEqual([
      { kind: "insert", id: "indep1" },
      { kind: "update", from: "indep2", to: "right1" },
    ]);
  });

  it("refuse a step that they do not allow, and an id that is there twice", () => {
    const [step] = planUpgrade(map, [], "root1");
    const [back] = planDowngrade(map, ["root1"], "base");
    if (step === undefined || back === undefined) throw new Error("one step each way");
    expect(() => new HeadMaintainer(map, ["root1"]).apply(step)).toThrow(RevisionError);
    expect(() => new HeadMaintainer(map, ["indep1"]).apply(back)).toThrow(expect.objectContaining({ code: "ALB0430" }));
    expect(() => new HeadMaintainer(map, ["root1", "root1"])).toThrow(expect.objectContaining({ code: "ALB0429" }));
  });
});

describe("a plan over an unsound map", () => {
  it("REV-13 is refused before anything is written", () => {
    const doubled = mapOf([
      ["a1", null],
      ["a1", null],
    ]);
    expect(() => planUpgrade(doubled, [], "head")).toThrow(RevisionError);
    expect(() => planDowngrade(doubled, ["a1"], "base")).toThrow(RevisionError);
    expect(() => planStamp(doubled, [], "head")).toThrow(RevisionError);
  });

  it("REV-12 is refused in a tolerant map", () => {
    const tolerant = mapOf([["a1", "gone"]], { tolerant: true });
    expect(() => planUpgrade(tolerant, [], "head")).toThrow(expect.objectContaining({ code: "ALB0407" }));
  });
});
