import { AddConstraint, CreateIndex, type DDLElement, DropConstraint, DropIndex } from "../../../ddl/index.ts";
import {
  CheckConstraint,
  type Column,
  ExcludeConstraint,
  type ForeignKeyConstraint,
  type Index,
  OrderedExpression,
  optionsOf,
  resolveName,
  type Table,
} from "../../../schema/index.ts";
import { FinalName, nameText, sql, SqlFragment } from "../../../sql/index.ts";
import { ARRAY, Enum, type SqlType } from "../../../types/index.ts";
import type { Comparison, TypeUses } from "../../base/comparison.ts";
import type { Dialect } from "../../base/dialect.ts";

/** What reads the columns of an enum type: it has no operators for a type that is made anew before all of them hold it. */
interface Reader {
  readonly drop: SqlFragment;
  readonly add: SqlFragment;
}

/** A column that holds values of an enum type. */
export interface HoldingColumn {
  readonly readers: readonly (readonly [CheckConstraint | ExcludeConstraint | Index | ForeignKeyConstraint, Reader])[];
  /** Gives it another type, which has its values too. */
  turnedOver(path: SqlFragment): readonly SqlFragment[];
}

/** A column, and the table that it is in once some columns hold the type. */
interface Place {
  readonly table: Table;
  readonly column: Column;
  /** The column whose default it has by then. */
  readonly defaulting: Column;
}

/** Finds the columns that hold one enum type, before and after tables are changed. */
export class EnumHolders {
  constructor(
    private readonly comparison: Comparison,
    private readonly type: { readonly name: string; readonly schema: string | null },
    private readonly standard: string | null,
  ) {}

  /** Those of the database as it is now, those too that the models drop or give another type. */
  columnsBefore(uses: TypeUses): readonly HoldingColumn[] {
    return this.#holding(uses.reflected().flatMap((table) => columnsOf(table, table)));
  }

  /** Those of the database once it is as the models say. */
  columnsAfter(uses: TypeUses): readonly HoldingColumn[] {
    const { tables, changesDefaults } = uses;
    const kept = uses.untouched().flatMap((table) => columnsOf(table, table));
    const changed = tables.flatMap(({ model, reflected }) => columnsOf(model, changesDefaults ? model : reflected));
    return this.#holding([...kept, ...changed]);
  }

  #holding(places: readonly Place[]): readonly HoldingColumn[] {
    return places
      .filter(({ column }) => this.#holds(column))
      .map((place) => ({
        readers: this.#readersOf(place, places),
        turnedOver: (path) => this.#turnedOver(place, path),
      }));
  }

  #holds(column: Column): boolean {
    const type = enumOf(this.#dialect, column.type);
    const schema = type?.schema === undefined || type.schema === this.standard ? null : type.schema;
    return type?.name === this.type.name && schema === this.type.schema;
  }

  get #dialect(): Dialect {
    return this.comparison.dialect;
  }

  #turnedOver({ table, column, defaulting }: Place, path: SqlFragment): readonly SqlFragment[] {
    const target = sql.identifier(...pathOf(table.schemaName, table.name));
    const own = sql.identifier(column.requireName());
    const brackets = column.type.forDialect(this.#dialect.name) instanceof ARRAY ? sql`[]` : sql``;
    const text = this.#dialect.ddl.serverDefault(defaulting.serverDefault, column.type);
    const alter = sql`ALTER TABLE ${target} ALTER COLUMN ${own}`;
    return [
      ...(text === null ? [] : [sql`${alter} DROP DEFAULT`]),
      sql`${alter} TYPE ${path}${brackets} USING ${own}::text${brackets}::${path}${brackets}`,
      ...(text === null ? [] : [sql`${alter} SET DEFAULT ${sql.raw(text)}`]),
    ];
  }

  /** CHECKs, EXCLUDE constraints, indexes and foreign keys that compare a column with values of the type. */
  #readersOf({ table, column }: Place, places: readonly Place[]): HoldingColumn["readers"] {
    const name = column.requireName();
    const checks = table.constraints.filter((constraint) => constraint instanceof CheckConstraint);
    const ofColumns = [...table.columns.values()].flatMap((each) => each.checks);
    const reads = (text: string): boolean => text.includes(name);
    const keys = [...new Set(places.map((place) => place.table))].flatMap((each) =>
      each.foreignKeys.flatMap((key) => {
        const isOwn = each === table && key.columns.includes(name);
        return isOwn || refersTo(key, table, name) ? [[key, this.#constraint(key, each)] as const] : [];
      }),
    );
    return [
      // Keys need what the others make: they go first, and come back last.
      ...keys,
      ...[...checks, ...ofColumns]
        .filter(({ condition }) => reads(this.#dialect.ddl.text(condition)))
        .map((check) => [check, this.#constraint(check, table)] as const),
      ...table.constraints
        .filter((constraint) => constraint instanceof ExcludeConstraint)
        .filter((exclude) => reads(this.#dialect.ddl.constraint(exclude, table)))
        .map((exclude) => [exclude, this.#constraint(exclude, table)] as const),
      ...table.indexes
        .filter((index) => reads(expressionsOf(this.#dialect, index)))
        .map((index) => [index, this.#index(index, table)] as const),
    ];
  }

  #constraint(constraint: CheckConstraint | ExcludeConstraint | ForeignKeyConstraint, table: Table): Reader {
    const resolved = resolveName(constraint, table)?.name;
    const name =
      resolved === undefined ? this.comparison.generatedName(constraint, table, new Set()) : nameText(resolved);
    return {
      drop: this.#statement(new DropConstraint(table, new FinalName(name ?? ""), constraint.kind)),
      add: this.#statement(new AddConstraint(constraint, table)),
    };
  }

  #index(index: Index, table: Table): Reader {
    return {
      drop: this.#statement(new DropIndex(index, table, table.schema)),
      add: this.#statement(new CreateIndex(index, table)),
    };
  }

  #statement(element: DDLElement): SqlFragment {
    return sql.raw(this.#dialect.ddl.compile(element));
  }
}

/** @param defaulting the table whose defaults its columns have; null where they have their own */
function columnsOf(table: Table, defaulting: Table | null): readonly Place[] {
  return [...table.columns.values()].map((column) => ({
    table,
    column,
    defaulting: defaulting?.columns.get(column.requireName()) ?? column,
  }));
}

function refersTo({ referred }: ForeignKeyConstraint, { name, schemaName }: Table, column: string): boolean {
  return referred.some((each) => each.table === name && each.schema === schemaName && each.column === column);
}

/** An enum type that the database has under a name, also as what an array holds. */
export function enumOf(dialect: Dialect, type: SqlType): Enum | null {
  const own = type.forDialect(dialect.name);
  if (own instanceof ARRAY) return enumOf(dialect, own.item);
  return own instanceof Enum && own.nativeEnum && !own.inheritSchema ? own : null;
}

/** What an index says besides the names of columns. */
function expressionsOf(dialect: Dialect, index: Index): string {
  const items = index.expressions.map((item) => (item instanceof OrderedExpression ? item.expression : item));
  const { where } = optionsOf(index.options, "postgresql");
  const expressions = [...items, where].filter((item) => item instanceof SqlFragment);
  return expressions.map((expression) => dialect.ddl.text(expression)).join(" ");
}

export function pathOf(schema: string | null, name: string): readonly [string, ...string[]] {
  return schema === null ? [name] : [schema, name];
}
