import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawGraph, type GraphNode } from "../../src/cli/graph.ts";
import { type CliProject, createCliProject } from "./project.ts";

/** The drawing of revisions that are given newest first: `d: b c`. */
function drawing(...lines: readonly string[]): string {
  return `\n${draw(lines.map((line) => nodeOf(line)))}\n`;
}

function nodeOf(line: string): GraphNode {
  const [revision = "", parents = ""] = line.split(":");
  return { revision, downRevisions: parents.split(" ").filter((parent) => parent !== "") };
}

/** Each revision's name stands beside its mark. */
function draw(nodes: readonly GraphNode[]): string {
  return drawGraph(nodes)
    .flatMap(({ above, line, below }, index) => [...above, `${line} ${nodes[index]?.revision}`, ...below])
    .join("\n");
}

describe("the drawing of a graph", () => {
  it("of one line", () => {
    expect(drawing("c:b", "b:a", "a:")).toBe(`
* c
* b
* a
`);
  });

  it("of a branch and its merge", () => {
    expect(drawing("m:l r", "r:o", "l:o", "o:")).toBe(`
* m
|\\
| * r
* | l
|/
* o
`);
  });

  it("of heads that have not come together", () => {
    expect(drawing("x:o", "y:o", "z:o", "o:")).toBe(`
* x
| * y
| | * z
| |/
|/
* o
`);
  });

  it("of a merge of three", () => {
    expect(drawing("m:x y z", "z:o", "y:o", "x:o", "o:")).toBe(`
* m
|\\
|\\ \\
| | * z
| * | y
* | | x
| |/
|/
* o
`);
  });

  it("of merges that cross", () => {
    expect(drawing("h:m n", "m:x y", "n:y x", "x:o", "y:o", "o:")).toBe(`
* h
|\\
* | m
|\\ \\
| | * n
| | |\\
|_|_|/
* | | x
| |/
| * y
|/
* o
`);
  });

  it("of histories that have nothing to do with each other, which are kept apart", () => {
    expect(drawing("b:a", "a:", "d:c", "c:")).toBe(`
* b
* a

* d
* c
`);
    expect(drawing("b:a", "y:x", "a:", "x:")).toBe(`
* b
| * y
* | a
 /
* x
`);
    expect(drawing("c:b", "y:", "z:", "b:")).toBe(`
* c
| * y
|
| * z
* b
`);
  });

  it("of a range ends where its parents are not shown", () => {
    expect(drawing("c:b x", "b:a")).toBe(`
* c
* b
`);
  });

  it("has one mark in each revision's line, whatever the graph", () => {
    const graphs = fc.array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(graphs, (shape) => {
        const nodes = shape
          .map((parents, index) => ({
            revision: `r${index}`,
            downRevisions: index === 0 ? [] : [...new Set(parents.map((parent) => `r${parent % index}`))],
          }))
          .toReversed();
        const rows = drawGraph(nodes);
        expect(rows).toHaveLength(nodes.length);
        for (const { line, above, below } of rows) {
          expect(line).toMatch(/^[| ]*\*[| ]*$/);
          for (const way of [...above, ...below]) expect(way).toMatch(/^[|/\\_ ]*$/);
        }
      }),
    );
  });
});

describe("alembic history --graph", () => {
  async function createGraph(): Promise<CliProject> {
    const project = await createCliProject();
    await project.revision("root1", { message: "begin" });
    await project.revision("left2", { down: "root1", labels: "lft", message: "go left" });
    await project.revision("right3", { down: "root1", message: "go right" });
    await project.revision("merge4", { down: ["left2", "right3"], message: "together" });
    await project.revision("next5", { down: "merge4", dependsOn: "lib1", message: "on" });
    await project.revision("lib1", { labels: "lib", message: "apart" });
    return project;
  }

  it("draws lanes, with heads, labels, dependencies and messages; and marks with -i where the database stands", async () => {
    const project = await createGraph();
    await project.stdoutOf("upgrade", "merge4");
    expect(`\n${await project.stdoutOf("history", "--graph", "-i")}`).toBe(`
* next5 (lft) (head) (depends on lib1), on
@ merge4 (lft) (current) (mergepoint), together
|\\
* | left2 (lft), go left
| * right3, go right
| | * lib1 (lib) (effective head), apart
|/
* root1 (branchpoint), begin
`);
  });

  it("draws a range", async () => {
    const project = await createGraph();
    expect(`\n${await project.stdoutOf("history", "--graph", "-r", "left2:merge4")}`).toBe(`
* merge4 (lft) (mergepoint), together
* left2 (lft), go left
`);
  });
});
