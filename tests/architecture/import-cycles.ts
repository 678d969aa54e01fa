import { importsOf, type Source, type Violation } from "./sources.ts";

type Graph = ReadonlyMap<string, readonly string[]>;

/** Modules must not need each other to start: imports of values have no cycle. An `import()` inside a function is none. */
export function checkImportCycles(sources: readonly Source[]): readonly Violation[] {
  const graph: Graph = new Map(sources.map((source) => [source.path, valueImports(source)]));
  const done = new Set<string>();
  const cycles: Violation[] = [];
  for (const path of graph.keys()) findCycles(graph, path, [], done, cycles);
  return cycles;
}

function valueImports(source: Source): readonly string[] {
  return importsOf(source).flatMap(({ target, isType, isLazy }) =>
    target === null || isType || isLazy ? [] : [target],
  );
}

function findCycles(
  graph: Graph,
  path: string,
  trail: readonly string[],
  done: Set<string>,
  cycles: Violation[],
): void {
  const start = trail.indexOf(path);
  if (start !== -1) {
    cycles.push([...trail.slice(start), path].join(" -> "));
    return;
  }
  if (done.has(path)) return;
  for (const next of graph.get(path) ?? []) findCycles(graph, next, [...trail, path], done, cycles);
  done.add(path);
}
