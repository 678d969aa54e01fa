import type { ForeignKeyConstraint, Table } from "../schema/index.ts";

/**
 * Tables, each after those that it inherits from or that its foreign keys refer to; otherwise by name. Keys that are
 * added by an ALTER of their own, and those of a table to itself, do not count; neither do those among the tables of a
 * circle, which are told. Takes time in proportion to tables and keys.
 */
export function sortByDependency(
  tables: readonly Table[],
  onCircle: (names: readonly string[]) => void = () => undefined,
): readonly Table[] {
  const byName = new Map(tables.map((table) => [table.fullName, table]));
  const waitsFor = new Map(tables.map((table) => [table, referredTables(table, byName)]));
  const neededBy = new Map<Table, Table[]>();
  for (const [table, needed] of waitsFor) {
    for (const other of needed) {
      const list = neededBy.get(other);
      if (list === undefined) neededBy.set(other, [table]);
      else list.push(table);
    }
  }
  const sorted = new Set<Table>();
  const place = (table: Table, ready: Table[]): void => {
    sorted.add(table);
    for (const waiting of neededBy.get(table) ?? []) {
      const open = waitsFor.get(waiting);
      open?.delete(table);
      if (open?.size === 0) ready.push(waiting);
    }
  };
  let level = tables.filter((table) => waitsFor.get(table)?.size === 0);
  while (level.length > 0) {
    const next: Table[] = [];
    for (const table of level.toSorted(byFullName)) place(table, next);
    level = next;
  }
  return [...sorted, ...inCircles(tables, sorted, waitsFor, onCircle)];
}

/** What is left hangs on a circle: its tables in order of name, and what waits for them after them. */
function inCircles(
  tables: readonly Table[],
  sorted: ReadonlySet<Table>,
  waitsFor: ReadonlyMap<Table, ReadonlySet<Table>>,
  onCircle: (names: readonly string[]) => void,
): readonly Table[] {
  const left = tables.filter((table) => !sorted.has(table)).toSorted(byFullName);
  if (left.length === 0) return [];
  onCircle(left.map((table) => table.fullName));
  const done = new Set<Table>();
  const entered = new Set<Table>();
  for (const root of left) {
    const stack = [root];
    for (let table = stack.at(-1); table !== undefined; table = stack.at(-1)) {
      const isOpen = !entered.has(table);
      entered.add(table);
      const next = isOpen ? [...(waitsFor.get(table) ?? [])].filter((other) => !entered.has(other)) : [];
      if (next.length > 0) {
        stack.push(...next.toSorted(byFullName).toReversed());
        continue;
      }
      done.add(table);
      stack.pop();
    }
  }
  return [...done];
}

function referredTables(table: Table, byName: ReadonlyMap<string, Table>): Set<Table> {
  const found = new Set<Table>();
  const keys = table.foreignKeys.filter((key) => key.options.useAlter !== true);
  for (const name of [...table.parents, ...keys.map(referredName)]) {
    const other = byName.get(name);
    if (other !== undefined && other !== table) found.add(other);
  }
  return found;
}

/** `schema.table`, or `table`, of what a foreign key refers to. */
export function referredName(key: ForeignKeyConstraint): string {
  const [first] = key.referred;
  if (first === undefined) return "";
  return first.schema === null ? first.table : `${first.schema}.${first.table}`;
}

function byFullName(left: Table, right: Table): number {
  return left.fullName < right.fullName ? -1 : 1;
}
