import type { Table } from "../schema/index.ts";

/**
 * Tables, each after those that its foreign keys refer to; otherwise by name. References among the tables of a cycle
 * are given up one by one. Takes time in proportion to tables and keys.
 */
export function sortByDependency(tables: readonly Table[]): readonly Table[] {
  const byName = new Map(tables.map((table) => [table.fullName, table]));
  const sorted = new Set<Table>();
  const entered = new Set<Table>();
  for (const root of tables.toSorted((left, right) => (left.fullName < right.fullName ? -1 : 1))) {
    const stack = [root];
    for (let table = stack.at(-1); table !== undefined; table = stack.at(-1)) {
      const next = entered.has(table) ? [] : referredTables(table, byName).filter((other) => !entered.has(other));
      entered.add(table);
      if (next.length > 0) {
        stack.push(...next.toReversed());
        continue;
      }
      sorted.add(table);
      stack.pop();
    }
  }
  return [...sorted];
}

function referredTables(table: Table, byName: ReadonlyMap<string, Table>): Table[] {
  const names = table.foreignKeys
    .filter((key) => key.options.useAlter !== true)
    .flatMap((key) => key.referred.slice(0, 1))
    .map(({ schema, table: name }) => (schema === null ? name : `${schema}.${name}`));
  return [...new Set(names)]
    .toSorted()
    .map((name) => byName.get(name))
    .filter((other) => other !== undefined && other !== table)
    .filter((other) => other !== undefined);
}
