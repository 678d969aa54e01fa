import { AlterColumnOp } from "../../operations/alter-column.ts";
import { RenameTableOp } from "../../operations/rename-table.ts";
import type { Column, Table } from "../../schema/index.ts";
import type { AutogenContext } from "../autogen-context.ts";
import { withColumnNames, withReferences, withTableName } from "../renamed-table.ts";
import { areAlike, type RenameCandidate } from "../renames.ts";

/** A table that the models have and the database has not. */
export interface AddedTable {
  readonly table: Table;
  /** null for the default schema, even where the model names it. */
  readonly schema: string | null;
}

/** What has been renamed among tables. */
export interface RenamedTables {
  readonly ops: readonly RenameTableOp[];
  readonly notes: readonly string[];
  /** The database's tables by their names before, under their new names. */
  readonly renamed: ReadonlyMap<Table, Table>;
}

/** Finds which of the removed tables are added ones under another name. */
export async function renamedTables(
  context: AutogenContext,
  removed: readonly Table[],
  added: readonly AddedTable[],
): Promise<RenamedTables> {
  const found = await pairs(
    context,
    removed,
    added.filter(({ table }) => isCompared(context, table, false)),
    {
      candidate: (before, { table }) => ({ kind: "table", table: null, from: before.fullName, to: table.fullName }),
      isPossible: (before, { schema }) => before.schemaName === schema && isCompared(context, before, true),
      isLike: (before, { table }) => areTablesAlike(before, table),
    },
  );
  const renamed = found.pairs.map(([before, { table }]) => [before, withTableName(before, table.identifier)] as const);
  const ops = renamed.map(([before, after]) => {
    context.log(`Detected renamed table '${before.fullName}' to '${after.fullName}'`);
    return new RenameTableOp(
      before.identifier,
      after.identifier,
      before.schema === null ? {} : { schema: before.schema },
    );
  });
  return { ops, notes: found.notes, renamed: new Map(renamed) };
}

/** A table of the database whose foreign keys follow tables that have been renamed. */
export function followingReferences(table: Table, { renamed }: RenamedTables): Table {
  if (renamed.size === 0) return table;
  const names = new Map([...renamed].map(([before, after]) => [before.fullName, after.name]));
  return withReferences(table, (referred) => {
    const schema = referred.schema ?? table.schemaName;
    const name = names.get(schema === null ? referred.table : `${schema}.${referred.table}`);
    return name === undefined ? referred : { ...referred, table: name };
  });
}

/** What has been renamed within one table. */
export interface RenamedColumns {
  readonly ops: readonly AlterColumnOp[];
  readonly notes: readonly string[];
  /** The database's table with the new names. */
  readonly reflected: Table;
}

/** Finds which of a table's dropped columns are added ones under another name. */
export async function renamedColumns(
  context: AutogenContext,
  { reflected, model }: { readonly reflected: Table; readonly model: Table },
): Promise<RenamedColumns> {
  const dropped = [...reflected.columns.values()].filter((column) => !model.columns.has(column.requireName()));
  const added = [...model.columns.values()].filter(
    (column) => column.options.system !== true && !reflected.columns.has(column.requireName()),
  );
  if (dropped.length === 0 || added.length === 0) return { ops: [], notes: [], reflected };
  const found = await pairs(context, dropped, added, {
    candidate: (before, after) => ({
      kind: "column",
      table: model.fullName,
      from: before.requireName(),
      to: after.requireName(),
    }),
    isPossible: (before, after) =>
      context.includesObject(before, before.requireName(), "column", true, null) &&
      context.includesObject(after, after.requireName(), "column", false, null),
    isLike: (before, after) =>
      areAlike(before.requireName(), after.requireName()) && !context.comparison.compareType(before.type, after.type),
  });
  const names = new Map(found.pairs.map(([before, after]) => [before.requireName(), after.requireName()]));
  const ops = found.pairs.map(([before, after]) => {
    context.log(`Detected renamed column '${model.fullName}.${before.name}' to '${after.name}'`);
    return renameOp(before, after, model);
  });
  return { ops, notes: found.notes, reflected: names.size === 0 ? reflected : withColumnNames(reflected, names) };
}

/** Says everything of the column that is there: some databases write it anew to rename it. */
function renameOp(before: Column, after: Column, model: Table): AlterColumnOp {
  return new AlterColumnOp(model.identifier, before.identifier, {
    newColumnName: after.identifier,
    existingType: before.type,
    existingNullable: before.nullable,
    ...(before.serverDefault === null ? {} : { existingServerDefault: before.serverDefault }),
    ...(before.comment === null ? {} : { existingComment: before.comment }),
    ...(before.autoincrement === true ? { existingAutoincrement: true } : {}),
    ...(model.schema === null ? {} : { schema: model.schema }),
  });
}

interface Matching<Item, Other> {
  candidate(before: Item, after: Other): RenameCandidate;
  isPossible(before: Item, after: Other): boolean;
  /** Whether they are alike enough to be asked about. */
  isLike(before: Item, after: Other): boolean;
}

/** What was said goes first; what is alike is asked about, or noted where nobody can be asked. */
async function pairs<Item, Other>(
  { renames }: AutogenContext,
  removed: readonly Item[],
  added: readonly Other[],
  matching: Matching<Item, Other>,
): Promise<{ readonly pairs: readonly (readonly [Item, Other])[]; readonly notes: readonly string[] }> {
  const found: (readonly [Item, Other])[] = [];
  const notes: string[] = [];
  const isOpen = (before: Item, after: Other): boolean =>
    found.every(([one, other]) => one !== before && other !== after);
  const possible = added
    .flatMap((after) => removed.map((before) => ({ before, after, candidate: matching.candidate(before, after) })))
    .filter(({ before, after }) => matching.isPossible(before, after));
  for (const { before, after, candidate } of possible) {
    if (isOpen(before, after) && renames.isSaid(candidate)) found.push([before, after]);
  }
  for (const { before, after, candidate } of possible) {
    if (!isOpen(before, after) || renames.isSpokenFor(candidate) || !matching.isLike(before, after)) continue;
    const answer = await renames.ask(candidate);
    if (answer === true) found.push([before, after]);
    if (answer === null) notes.push(noteOf(candidate));
  }
  return { pairs: found, notes };
}

function noteOf({ kind, table, from, to }: RenameCandidate): string {
  const before = table === null ? from : `${table}.${from}`;
  return `If the ${kind} ${before} has been renamed to ${to}, its data is lost here: write this file with --rename ${before}:${to}.`;
}

/** Most of their columns have the same names, or many have and the tables' names are alike. */
function areTablesAlike(before: Table, after: Table): boolean {
  const shared = [...before.columns.keys()].filter((name) => after.columns.has(name)).length;
  const all = new Set([...before.columns.keys(), ...after.columns.keys()]).size;
  const likeness = all === 0 ? 0 : shared / all;
  return likeness >= (areAlike(before.name, after.name) ? 0.5 : 0.8);
}

function isCompared(context: AutogenContext, table: Table, isReflected: boolean): boolean {
  return context.includesObject(table, table.name, "table", isReflected, null);
}
