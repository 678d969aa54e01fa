import {
  CheckConstraint,
  Column,
  Computed,
  type Constraint,
  ExcludeConstraint,
  ForeignKeyConstraint,
  Identity,
  Index,
  type MetaData,
  PrimaryKeyConstraint,
  Table,
  type TableItem,
  UniqueConstraint,
} from "../schema/index.ts";
import { FinalName, sql } from "../sql/index.ts";
import { IntegerType } from "../types/index.ts";
import type { Inspector, TableSelection } from "./inspector.ts";
import type { ReflectedColumn, ReflectedForeignKey, ReflectedTable } from "./reflected.ts";

/**
 * Reads tables of a database into a metadata.
 *
 * @param metadata takes the tables
 * @param inspector reads the catalogue
 * @param selection which tables; those of the default schema unless given
 * @returns the tables, by `schema.table` or `table`
 * @example
 * const metadata = sa.metaData();
 * await reflect(metadata, inspector, { names: ["posts"] });
 */
export async function reflect(
  metadata: MetaData,
  inspector: Inspector,
  selection?: TableSelection,
): Promise<ReadonlyMap<string, Table>> {
  const reflected = await inspector.tables(selection);
  for (const table of reflected.values()) metadata.table(table.name, itemsOf(table), optionsOf(table));
  return metadata.tables;
}

/** A reflected table in the schema language. Its names are final, and its defaults are SQL as the database writes it. */
export function tableOf(reflected: ReflectedTable): Table {
  return new Table(reflected.name, itemsOf(reflected), optionsOf(reflected));
}

function optionsOf(reflected: ReflectedTable): ConstructorParameters<typeof Table>[2] {
  return {
    ...reflected.options,
    schema: reflected.schema,
    ...(reflected.comment === null ? {} : { comment: reflected.comment }),
  };
}

function itemsOf(reflected: ReflectedTable): TableItem[] {
  const [lone, ...others] = reflected.primaryKey?.columns ?? [];
  const numbered = others.length === 0 ? (lone ?? null) : null;
  return [
    ...reflected.columns.map((column) => columnOf(column, column.name === numbered)),
    ...constraintsOf(reflected),
    ...indexesOf(reflected),
  ];
}

/**
 * A reflected column in the schema language, bound to no table.
 *
 * @param isLoneKey whether it would be numbered by itself where nothing is said, being an integer
 */
export function columnOf(column: ReflectedColumn, isLoneKey = false): Column {
  const isPlainKey = isLoneKey && column.isAutoincrement === false && column.type instanceof IntegerType;
  return new Column(column.name, column.type, {
    nullable: column.nullable,
    ...(column.isAutoincrement === true ? { autoincrement: true } : {}),
    ...(isPlainKey && column.identity === null && column.defaultSql === null ? { autoincrement: false } : {}),
    ...(column.comment === null ? {} : { comment: column.comment }),
    ...fillOf(column),
  });
}

function fillOf({ identity, computed, defaultSql }: ReflectedColumn): ConstructorParameters<typeof Column>[2] {
  if (identity !== null) return { identity: new Identity(identity) };
  if (computed !== null) return { computed: new Computed(computed.sql, { persisted: computed.persisted }) };
  return defaultSql === null ? {} : { serverDefault: sql.raw(defaultSql) };
}

function constraintsOf(reflected: ReflectedTable): Constraint[] {
  const key = reflected.primaryKey;
  return [
    ...(key === null ? [] : [new PrimaryKeyConstraint(key.columns, { ...key.options, ...named(key.name) })]),
    ...reflected.uniques.map(
      (unique) => new UniqueConstraint(unique.columns, { ...unique.options, ...named(unique.name) }),
    ),
    ...reflected.foreignKeys.map(foreignKeyOf),
    ...reflected.checks.map((check) => new CheckConstraint(check.sql, named(check.name))),
    ...reflected.excludes.map(
      ({ elements, options, name }) => new ExcludeConstraint(elements, { ...options, ...named(name) }),
    ),
  ];
}

function foreignKeyOf(key: ReflectedForeignKey): ForeignKeyConstraint {
  const targets = key.referredColumns.map((column) => ({
    schema: key.referredSchema,
    table: key.referredTable,
    column,
  }));
  return new ForeignKeyConstraint(key.columns, targets, { ...key.options, ...named(key.name) });
}

function indexesOf(reflected: ReflectedTable): Index[] {
  return reflected.indexes
    .filter((index) => index.duplicatesConstraint === null)
    .map((index) => new Index(new FinalName(index.name), index.expressions, index.options));
}

function named(name: string | null): { readonly name?: FinalName } {
  return name === null ? {} : { name: new FinalName(name) };
}
