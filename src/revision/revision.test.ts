import { describe, expect, it } from "vitest";
import { DependencyLoopDetectedError, LoopDetectedError, RevisionError } from "../errors/index.ts";
import { Revision, type RevisionRecord } from "./index.ts";

function revision(record: Partial<RevisionRecord>): Revision {
  return new Revision({ revision: "a1", downRevision: null, branchLabels: null, dependsOn: null, ...record });
}

describe("a revision", () => {
  it.each(["a@b", "a-b", "a+b", "a:b", ""])("refuses the id %j", (id) => {
    expect(() => revision({ revision: id })).toThrow(expect.objectContaining({ code: "ALB0401" }));
    expect(() => revision({ revision: id })).toThrow(RevisionError);
  });

  it("names every reserved character of an id", () => {
    expect(() => revision({ revision: "-a+@:" })).toThrow(/"@" and "-" and "\+" and ":"/u);
  });

  it("REV-11 refuses to be its own down revision or dependency", () => {
    expect(() => revision({ downRevision: ["b2", "a1"] })).toThrow(LoopDetectedError);
    expect(() => revision({ dependsOn: "a1" })).toThrow(DependencyLoopDetectedError);
  });

  it("takes a list of one as that one, and an empty list as none", () => {
    expect(revision({ downRevision: ["b2"] }).downRevision).toBe("b2");
    expect(revision({ downRevision: [] }).downRevision).toBeNull();
    expect(revision({ dependsOn: ["b2"] }).dependencies).toBe("b2");
    expect(revision({ downRevision: ["b2", "c3"] }).downRevisions).toEqual(["b2", "c3"]);
  });

  it("has the first paragraph of its doc comment as message", () => {
    const { doc, longDoc } = revision({ doc: "\ncreate users\n  \nRevision ID: a1\n" });
    expect(doc).toBe("create users");
    expect(longDoc).toBe("create users\n  \nRevision ID: a1");
    expect(revision({}).doc).toBe("");
  });

  it("is head and base as long as no map says otherwise", () => {
    const alone = revision({});
    expect([alone.isHead, alone.isRealHead, alone.isBase, alone.isRealBase]).toEqual([true, true, true, true]);
    expect([alone.isBranchPoint, alone.isRealBranchPoint, alone.isMergePoint]).toEqual([false, false, false]);
  });
});
