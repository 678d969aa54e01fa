import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AutogenerateOptions } from "../../src/autogenerate/index.ts";
import { connect } from "../../src/dialects/registry.ts";
import type { Connection } from "../../src/engine/connection.ts";
import { sa, sql } from "../../src/index.ts";
import type { MetaData, TableItem } from "../../src/schema/index.ts";
import type { SqlFragment } from "../../src/sql/index.ts";
import { type TestEngine, testEngines } from "../../src/testing/engines.ts";
import type { SqlType } from "../../src/types/index.ts";
import { found, run } from "./harness.ts";

/** A type, with defaults that it takes, and what may be done with columns of it. */
interface Kind {
  /** @param moods the values of enums: one type has the same in all tables */
  readonly type: (moods: readonly string[]) => SqlType;
  readonly defaults: readonly (string | number | boolean | SqlFragment)[];
  /** MySQL needs a length to index a text, PostgreSQL has no order of JSON. */
  readonly isIndexable: boolean;
}

const kind = (type: Kind["type"], defaults: Kind["defaults"] = [], isIndexable = true): Kind => ({
  type,
  defaults,
  isIndexable,
});

const everywhere: readonly Kind[] = [
  kind(() => sa.integer(), [0, 7, sql`1 + 1`]),
  kind(() => sa.bigInteger(), [-5]),
  kind(() => sa.smallInteger()),
  kind(() => sa.string(20), ["", "it's", "a\\b"]),
  kind(() => sa.string(40), ["x"]),
  kind(() => sa.text(), [], false),
  kind(() => sa.numeric(10, 2), [0, sql`1.5`]),
  kind(() => sa.numeric(12, 4)),
  kind(() => sa.double(), [1]),
  kind(() => sa.boolean(), [true, false]),
  kind(() => sa.date()),
  kind(() => sa.dateTime(), [sql`CURRENT_TIMESTAMP`]),
  kind(() => sa.largeBinary(), [], false),
];

const json = kind(() => sa.json(), [], false);

const kindsOf: Readonly<Record<string, readonly Kind[]>> = {
  sqlite: [...everywhere, json],
  postgresql: [
    ...everywhere,
    json,
    kind(() => sa.postgresql.array(sa.integer())),
    kind(() => sa.postgresql.jsonb(), [], false),
    kind(() => sa.timestamp({ timezone: true })),
    kind((moods) => sa.enum(moods, { name: "mood" }), ["sad", "it's ok"]),
    kind(() => sa.uuid()),
  ],
  mariadb: [
    ...everywhere,
    json,
    kind(() => sa.mysql.integer(null, { unsigned: true }), [3]),
    kind(() => sa.mysql.datetime({ fsp: 3 })),
    kind((moods) => sa.enum(moods, { name: "mood" }), ["sad"]),
    kind(() => sa.mysql.mediumtext(), [], false),
  ],
};

interface ColumnPlan {
  readonly kind: Kind;
  readonly nullable: boolean;
  /** Which of the kind's defaults; none where there are not that many. */
  readonly default: number;
  readonly comment: string | null;
}

interface TablePlan {
  readonly columns: Readonly<Record<string, ColumnPlan | undefined>>;
  /** Whether `id` and what refers to it are of a wider type. */
  readonly hasBigId: boolean;
  readonly hasWideKey: boolean;
  /** Whether `id` can be referred to also where the primary key has more columns. */
  readonly hasUniqueId: boolean;
  readonly index: {
    readonly unique: boolean;
    readonly columns: readonly string[];
    /** Of what not every database knows: an expression besides the columns, and a predicate. */
    readonly hasExpression: boolean;
    readonly where: SqlFragment | undefined;
  } | null;
  readonly unique: readonly string[] | null;
  /** Whether it is an index that makes them so. */
  readonly isUniqueIndex: boolean;
  readonly comment: string | null;
  readonly hasComputed: boolean;
  /** A column that numbers itself, where the database has such a thing, or has done so. */
  readonly counter: "none" | "plain" | "identity" | "always";
  readonly check: SqlFragment | null;
  /** The table that `ref` refers to, and what happens to a row whose target goes. */
  readonly refersTo: { readonly table: string; readonly onDelete: string | undefined } | null;
}

type SchemaPlan = Readonly<Record<string, TablePlan | undefined>>;

const tableNames = ["birds", "nests", "Rings"] as const;
const columnNames = ["a", "b", "Order"] as const;

function schemas(dialect: string): fc.Arbitrary<SchemaPlan> {
  const comment = fc.constantFrom(null, null, "x", "it's a \\ note");
  const column = fc.record<ColumnPlan>({
    kind: fc.constantFrom(...(kindsOf[dialect] ?? [])),
    nullable: fc.boolean(),
    default: fc.nat(4),
    comment,
  });
  const table = fc.record<TablePlan>({
    columns: fc.record(
      Object.fromEntries(columnNames.map((name) => [name, fc.option(column, { nil: undefined, freq: 4 })])),
    ),
    hasBigId: fc.boolean(),
    hasWideKey: fc.boolean(),
    hasUniqueId: fc.boolean(),
    index: fc.option(
      fc.record({
        unique: fc.boolean(),
        columns: fc.shuffledSubarray(["ref", ...columnNames]),
        hasExpression: fc.boolean(),
        where: fc.constantFrom(undefined, sql`id > 3`, sql`ref IS NOT NULL`),
      }),
    ),
    unique: fc.option(fc.shuffledSubarray(["ref", ...columnNames])),
    isUniqueIndex: fc.boolean(),
    comment,
    hasComputed: fc.boolean(),
    counter: fc.constantFrom("none", "plain", "identity", "always"),
    check: fc.option(fc.constantFrom(sql`id > 0`, sql`id <> 7 AND id < 100`, sql`id in (1, 2)`)),
    refersTo: fc.option(
      fc.record({
        table: fc.constantFrom(...tableNames),
        onDelete: fc.constantFrom(undefined, "CASCADE", "SET NULL"),
      }),
    ),
  });
  return fc.record(Object.fromEntries(tableNames.map((name) => [name, fc.option(table, { nil: undefined, freq: 4 })])));
}

function metadataOf(plan: SchemaPlan, dialect: string): MetaData {
  const metadata = sa.metaData();
  for (const [name, table] of Object.entries(plan))
    if (table !== undefined)
      metadata.table(name, itemsOf(name, plan, dialect), {
        ...(table.comment === null ? {} : { comment: table.comment }),
        ...(schemaOf(name, dialect) === null ? {} : { schema: schemaOf(name, dialect) }),
      });
  return metadata;
}

/** One table is in a schema of its own, where there is such a thing within a database. */
function schemaOf(name: string, dialect: string): string | null {
  return dialect === "postgresql" && name === "nests" ? "other" : null;
}

/** The values of enums in all tables. */
function moodsOf({ birds }: SchemaPlan): readonly string[] {
  return birds?.hasBigId === true ? ["glad", "sad", "so so", "it's ok"] : ["sad", "it's ok"];
}

function itemsOf(name: string, plan: SchemaPlan, dialect: string): readonly TableItem[] {
  const table = plan[name];
  if (table === undefined) return [];
  const columns = Object.entries(table.columns).flatMap(([column, own]) =>
    own === undefined ? [] : [[column, own] as const],
  );
  const indexable = new Set(["ref", ...columns.flatMap(([column, own]) => (own.kind.isIndexable ? [column] : []))]);
  const target = table.refersTo === null ? undefined : plan[table.refersTo.table];
  const idType = ({ hasBigId }: TablePlan): SqlType => (hasBigId ? sa.bigInteger() : sa.integer());
  const those = (names: readonly string[]): readonly string[] => names.filter((column) => indexable.has(column));
  const wide = hasWideKey(table);
  const items: TableItem[] = [
    sa.column("id", idType(table), { primaryKey: true, autoincrement: false }),
    sa.column("ref", idType(target ?? table)),
    sa.column("fixed", sa.integer()),
    ...(table.hasComputed
      ? [sa.column("worked out", sa.integer(), { computed: sa.computed("fixed + 1", { persisted: true }) })]
      : []),
    ...(table.counter === "none" ? [] : [counterOf(table.counter, dialect)]),
    ...columns.map(([column, own]) =>
      sa.column(column, own.kind.type(moodsOf(plan)), {
        nullable: own.nullable,
        ...(own.comment === null ? {} : { comment: own.comment }),
        ...(wide && column === "a" ? { primaryKey: true, nullable: false } : {}),
        ...(own.kind.defaults[own.default] === undefined ? {} : { serverDefault: own.kind.defaults[own.default] }),
      }),
    ),
  ];
  // A key without a name cannot be dropped on SQLite: autogenerate says so, and leaves it.
  const key = wide ? ["id", "a"] : ["id"];
  if (dialect === "sqlite") items.push(sa.primaryKeyConstraint(key, { name: `pk_${name}` }));
  const index = those(table.index?.columns ?? []);
  if (index.length > 0 && table.index !== null) items.push(indexOf(name, index, table.index, dialect));
  const unique = those(table.unique ?? []);
  if (unique.length > 0)
    items.push(
      table.isUniqueIndex
        ? sa.index(`uq_${name}`, unique, { unique: true })
        : sa.uniqueConstraint(unique, { name: `uq_${name}` }),
    );
  if (table.check !== null) items.push(sa.checkConstraint(table.check, { name: `ck_${name}` }));
  if (wide && table.hasUniqueId) items.push(sa.uniqueConstraint(["id"], { name: `uq_${name}_id` }));
  if (table.refersTo !== null && target !== undefined && (target.hasUniqueId || !hasWideKey(target))) {
    const { table: referred, onDelete } = table.refersTo;
    const path = [schemaOf(referred, dialect), referred, "id"].filter((part) => part !== null).join(".");
    items.push(sa.foreignKeyConstraint(["ref"], [path], { name: `fk_${name}`, onDelete }));
  }
  return items;
}

function counterOf(counter: TablePlan["counter"], dialect: string): TableItem {
  if (dialect !== "postgresql" || counter === "plain") return sa.column("counter", sa.integer());
  return sa.column("counter", sa.integer(), { identity: sa.identity({ always: counter === "always" }) });
}

function indexOf(
  name: string,
  columns: readonly string[],
  { unique, hasExpression, where }: NonNullable<TablePlan["index"]>,
  dialect: string,
): TableItem {
  const isExpression = hasExpression && dialect === "postgresql";
  return sa.index(`ix_${name}`, isExpression ? [...columns, sql`(fixed + 1)`] : columns, {
    unique,
    ...(where !== undefined && dialect === "postgresql" ? { postgresql: { where } } : {}),
    ...(where !== undefined && dialect === "sqlite" ? { sqlite: { where } } : {}),
  });
}

/** Whether the primary key has `a` besides `id`: nothing can refer to `id` alone then. */
function hasWideKey({ hasWideKey: isWanted, columns: { a } }: TablePlan): boolean {
  return isWanted && a?.kind.isIndexable === true;
}

async function inDatabase(engine: TestEngine, check: (connection: Connection) => Promise<void>): Promise<void> {
  // A file would be written to the disk at each commit, thousands of times.
  if (engine.name === "sqlite") return connect("sqlite://", check);
  const database = await engine.createDatabase();
  try {
    await connect(database.url, async (connection) => {
      if (engine.dialect === "postgresql") await connection.execute("CREATE SCHEMA other");
      await check(connection);
    });
  } finally {
    await database.drop();
  }
}

// Nothing else is in the schemas of a database of PostgreSQL; MySQL takes every database of the server for one.
const optionsOf = (dialect: string): AutogenerateOptions => ({
  compareServerDefault: true,
  includeSchemas: dialect === "postgresql",
});

/** Runs what was written; what is left to do for the models is told together with it. */
async function leftBy(
  connection: Connection,
  source: string,
  models: MetaData,
  options: AutogenerateOptions,
): Promise<string> {
  try {
    await run(connection, source);
  } catch (cause) {
    throw new Error(`It does not run:\n${source}`, { cause });
  }
  const { upgrade } = await found(connection, models, options);
  return upgrade === "" ? "" : `${source}\n// leaves:\n${upgrade}`;
}

const engines = [testEngines.sqlite, testEngines.postgresql, testEngines.mariadb];

describe.each(engines.filter(({ isAvailable }) => isAvailable))("Autogenerate on $name", (engine) => {
  const schema = schemas(engine.dialect);
  const options = optionsOf(engine.dialect);

  it("AUT-34 AUT-56 goes from any schema to any other and back, by what it writes", async () => {
    // The same schemas at every run; other seeds are for looking further.
    const runs = Number(process.env["ROUND_TRIP_RUNS"] ?? 6);
    const seed = Number(process.env["ROUND_TRIP_SEED"] ?? 1);
    await fc.assert(
      fc.asyncProperty(schema, schema, (first, second) =>
        inDatabase(engine, async (connection) => {
          const [before, after] = [first, second].map((plan) => metadataOf(plan, engine.dialect)) as [
            MetaData,
            MetaData,
          ];
          const begun = await found(connection, before, options);
          expect(await leftBy(connection, begun.upgrade, before, options)).toBe("");
          const changed = await found(connection, after, options);
          expect(await leftBy(connection, changed.upgrade, after, options)).toBe("");
          expect(await leftBy(connection, changed.downgrade, before, options)).toBe("");
          expect(await leftBy(connection, begun.downgrade, sa.metaData(), options)).toBe("");
        }),
      ),
      { numRuns: runs, endOnFailure: true, seed },
    );
  });
});
