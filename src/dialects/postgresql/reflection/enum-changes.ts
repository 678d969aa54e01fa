import type { Inspector } from "../../../reflection/inspector.ts";
import { sql, type SqlFragment } from "../../../sql/index.ts";
import { EnumHolders, enumOf, type HoldingColumn, pathOf } from "./enum-holders.ts";
import type {
  Comparison,
  NamedTypeChanges,
  StatementChange,
  TableOnBothSides,
  TypeUses,
} from "../../base/comparison.ts";
import type { Dialect } from "../../base/dialect.ts";

/** An enum type of the models, with the tables that use it. */
export interface UsedEnum {
  readonly name: string;
  /** null for the default one. */
  readonly schema: string | null;
  readonly values: readonly string[];
  readonly uses: TableOnBothSides[];
  /** Nobody has said that the type is made elsewhere. */
  isOurs: boolean;
}

/**
 * What enum types need around the changes of tables: new types and values before all of them, so that everything can use
 * them; values that go after all of them, when nothing says them any more.
 */
export async function enumChanges(
  comparison: Comparison,
  uses: TypeUses,
  inspector: Inspector,
): Promise<NamedTypeChanges> {
  const { dialect } = comparison;
  const standard = await inspector.defaultSchema();
  const used = usedEnums(dialect, uses.tables, standard);
  const [before, after]: StatementChange[][] = [[], []];
  const known = new Map<string, readonly string[]>();
  for (const schema of new Set([...used.values()].map((each) => each.schema))) {
    for (const { name, values } of await inspector.enums(schema)) known.set(JSON.stringify([schema, name]), values);
  }
  for (const [key, own] of used) {
    const values = known.get(key);
    if (values === undefined) before?.push(...(own.isOurs ? [createdType(own)] : []));
    else if (values.join("\0") !== own.values.join("\0")) {
      const holders = new EnumHolders(comparison, own, standard);
      before?.push(...valuesThatCome(own, values, holders.columnsBefore(uses)));
      after?.push(...valuesThatGo(own, values, holders.columnsAfter(uses)));
    }
  }
  return { before: before ?? [], after: after ?? [] };
}

function usedEnums(
  dialect: Dialect,
  tables: readonly TableOnBothSides[],
  standard: string | null,
): ReadonlyMap<string, UsedEnum> {
  const used = new Map<string, UsedEnum>();
  for (const sides of tables) {
    for (const column of sides.model.columns.values()) {
      const type = enumOf(dialect, column.type);
      if (type?.name === undefined) continue;
      const schema = type.schema === undefined || type.schema === standard ? null : type.schema;
      const key = JSON.stringify([schema, type.name]);
      const known = used.get(key) ?? { name: type.name, schema, values: type.values, uses: [], isOurs: false };
      used.set(key, known);
      known.isOurs ||= type.createType && !type.isMetadataBound;
      if (!known.uses.includes(sides)) known.uses.push(sides);
    }
  }
  return used;
}

/** A table that is made makes its types itself; dropping it again leaves them, so that the way back has to drop them. */
function createdType({ name, schema, values, uses }: UsedEnum): StatementChange {
  const path = sql.identifier(...pathOf(schema, name));
  const isMadeWithTable = uses.some(({ reflected }) => reflected === null);
  return {
    what: `added enum type '${name}'`,
    upgrade: isMadeWithTable ? [] : [create(path, values)],
    downgrade: [sql`DROP TYPE ${path}`],
  };
}

function create(path: SqlFragment, values: readonly string[]): SqlFragment {
  return sql`CREATE TYPE ${path} AS ENUM (${sql.join(values.map((value) => sql.literal(value)))})`;
}

// Here a default may need it, or a later revision of the same run.
const reasonToCommit = "PostgreSQL lets nothing use a value of an enum type before it is committed.";

function valuesThatCome(
  own: UsedEnum,
  before: readonly string[],
  columns: readonly HoldingColumn[],
): readonly StatementChange[] {
  const added = own.values.filter((value) => !before.includes(value));
  if (added.length === 0 && !isReordered(own.values, before)) return [];
  const what = `changed values of enum type '${own.name}'`;
  return [
    { what, upgrade: addedValues(own, own.values, before), downgrade: recreated(own, before, columns), reasonToCommit },
  ];
}

function valuesThatGo(
  own: UsedEnum,
  before: readonly string[],
  columns: readonly HoldingColumn[],
): readonly StatementChange[] {
  const isGoing = before.some((value) => !own.values.includes(value));
  if (!isGoing && !isReordered(own.values, before)) return [];
  const what = `changed values of enum type '${own.name}'`;
  const downgrade = addedValues(own, before, own.values);
  return [{ what, upgrade: recreated(own, own.values, columns), downgrade, reasonToCommitDowngrade: reasonToCommit }];
}

/** Whether values that stay change their order, for which the type has to be made anew. */
function isReordered(values: readonly string[], before: readonly string[]): boolean {
  const [left, right] = [
    values.filter((value) => before.includes(value)),
    before.filter((value) => values.includes(value)),
  ];
  return left.join("\0") !== right.join("\0");
}

/** Adds the values of a list that the type does not have, each where it stands in the list. */
function addedValues(
  { name, schema }: UsedEnum,
  values: readonly string[],
  present: readonly string[],
): readonly SqlFragment[] {
  const path = sql.identifier(...pathOf(schema, name));
  const added = values.filter((value) => !present.includes(value));
  return added.map((value) => {
    const previous = values[values.indexOf(value) - 1];
    const first = values.find((each) => !added.includes(each));
    const place =
      previous !== undefined
        ? sql` AFTER ${sql.literal(previous)}`
        : first === undefined
          ? sql``
          : sql` BEFORE ${sql.literal(first)}`;
    return sql`ALTER TYPE ${path} ADD VALUE ${sql.literal(value)}${place}`;
  });
}

/** The type made anew, with the columns that hold it turned over: nothing else takes a value out of a type. */
function recreated(
  { name, schema }: UsedEnum,
  after: readonly string[],
  columns: readonly HoldingColumn[],
): readonly SqlFragment[] {
  const path = sql.identifier(...pathOf(schema, name));
  const aside = `${name}_before`;
  const readers = [...new Map(columns.flatMap((column) => column.readers)).values()];
  return [
    ...readers.map(({ drop }) => drop),
    sql`ALTER TYPE ${path} RENAME TO ${sql.identifier(aside)}`,
    create(path, after),
    ...columns.flatMap((column) => column.turnedOver(path)),
    sql`DROP TYPE ${sql.identifier(...pathOf(schema, aside))}`,
    ...readers.toReversed().map(({ add }) => add),
  ];
}
