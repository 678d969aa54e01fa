import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sa, type Operations } from "../../src/index.ts";
import type { BatchOperations } from "../../src/operations/batch/batch-operations.ts";
import { type Moving, moving, sqliteDrivers } from "./moving.ts";

/** One column of a random table, and what its values are. */
interface RandomColumn {
  readonly type: "INTEGER" | "TEXT" | "REAL" | "VARCHAR(20)" | "BLOB" | "DATE" | "";
  readonly isNotNull: boolean;
  readonly isUnique: boolean;
  readonly check: boolean;
  readonly isIndexed: boolean;
  readonly hasDefault: boolean;
}

interface RandomTable {
  readonly key:
    | "INTEGER PRIMARY KEY"
    | "INTEGER PRIMARY KEY AUTOINCREMENT"
    | "TEXT PRIMARY KEY"
    | "INT PRIMARY KEY"
    | "INTEGER";
  readonly isWithoutRowid: boolean;
  readonly hasTrigger: boolean;
  readonly hasView: boolean;
  readonly hasChild: boolean;
  readonly columns: readonly RandomColumn[];
  readonly rows: readonly number[];
}

type Change =
  | { readonly kind: "rename" | "drop" | "retype" | "nullable" | "default"; readonly column: number }
  | { readonly kind: "add" | "unique" | "check" | "index" | "reorder"; readonly column: number };

const column: fc.Arbitrary<RandomColumn> = fc.record({
  type: fc.constantFrom("INTEGER", "TEXT", "REAL", "VARCHAR(20)", "BLOB", "DATE", ""),
  isNotNull: fc.boolean(),
  isUnique: fc.boolean(),
  check: fc.boolean(),
  isIndexed: fc.boolean(),
  hasDefault: fc.boolean(),
});

const table: fc.Arbitrary<RandomTable> = fc.record({
  key: fc.constantFrom(
    "INTEGER PRIMARY KEY",
    "INTEGER PRIMARY KEY AUTOINCREMENT",
    "TEXT PRIMARY KEY",
    "INT PRIMARY KEY",
    "INTEGER",
  ),
  isWithoutRowid: fc.boolean(),
  hasTrigger: fc.boolean(),
  hasView: fc.boolean(),
  hasChild: fc.boolean(),
  columns: fc.array(column, { minLength: 1, maxLength: 5 }),
  rows: fc.uniqueArray(fc.integer({ min: 1, max: 1_000_000 }), { maxLength: 8 }),
});

const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom(
    "rename",
    "drop",
    "retype",
    "nullable",
    "default",
    "add",
    "unique",
    "check",
    "index",
    "reorder",
  ),
  column: fc.nat(4),
});

/** A type that stores every value as the old one does. */
const sameAffinity = {
  INTEGER: sa.bigInteger(),
  TEXT: sa.string(40),
  "VARCHAR(20)": sa.text(),
  REAL: sa.double(),
  BLOB: sa.largeBinary(),
  DATE: sa.dateTime(),
  "": undefined,
} as const;

function canBeWithoutRowid({ key }: RandomTable): boolean {
  return key === "TEXT PRIMARY KEY" || key === "INT PRIMARY KEY" || key === "INTEGER PRIMARY KEY";
}

/** The statements that make a table and its surroundings. */
function statementsOf(random: RandomTable): readonly string[] {
  const definitions = random.columns.map(
    ({ type, isNotNull, isUnique, check, hasDefault }, index) =>
      `c${index} ${type}${hasDefault ? ` DEFAULT '${index}'` : ""}${isNotNull ? " NOT NULL" : ""}${isUnique ? " UNIQUE" : ""}${
        check ? ` CHECK (c${index} IS NULL OR length(c${index}) < 99)` : ""
      }`,
  );
  const suffix = random.isWithoutRowid && canBeWithoutRowid(random) ? " WITHOUT ROWID" : "";
  const indexes = random.columns.flatMap(({ isIndexed }, index) =>
    isIndexed ? [`CREATE INDEX ix_c${index} ON t (c${index} DESC) WHERE c${index} IS NOT NULL`] : [],
  );
  return [
    `CREATE TABLE t (id ${random.key}, ${definitions.join(", ")})${suffix}`,
    ...indexes,
    ...random.rows.map((value) => rowOf(random, value)),
    ...(random.hasChild && random.key !== "INTEGER"
      ? ["CREATE TABLE child (t_id REFERENCES t (id) ON DELETE CASCADE)", "INSERT INTO child SELECT id FROM t"]
      : []),
    ...(random.hasTrigger
      ? ["CREATE TABLE log (id)", "CREATE TRIGGER tr AFTER DELETE ON t BEGIN INSERT INTO log VALUES (OLD.id); END"]
      : []),
    ...(random.hasView ? ["CREATE VIEW v AS SELECT id FROM t"] : []),
  ];
}

function rowOf({ columns }: RandomTable, value: number): string {
  const values = columns.map(({ type, isNotNull }, index) => {
    if (!isNotNull && (value + index) % 4 === 0) return "NULL";
    if (type === "BLOB") return `x'${String(value + index).padStart(8, "0")}'`;
    return type === "DATE" ? `'2020-02-03 ${value}'` : `${(value * 7 + index) / (type === "REAL" ? 4 : 1)}`;
  });
  return `INSERT INTO t VALUES (${value}, ${values.join(", ")})`;
}

/** What the changes come to: the columns that are left, by their old and their new names. */
interface Plan {
  readonly kept: readonly (readonly [before: string, after: string])[];
  run(op: Operations): Promise<void>;
}

function planOf(random: RandomTable, changes: readonly Change[]): Plan {
  const names = random.columns.map((_, index) => `c${index}`);
  const dropped = new Set<string>();
  const renamed = new Map<string, string>();
  const done = new Set<string>();
  const steps: ((batch: BatchOperations) => Promise<void>)[] = [];
  let reordering: readonly (readonly string[])[] = [];
  for (const { kind, column: at } of changes) {
    const index = at % names.length;
    const name = names[index] ?? "c0";
    const key = `${kind} ${name}`;
    const { check, isIndexed, isNotNull } = random.columns[index] ?? { check: true, isIndexed: true, isNotNull: true };
    if (dropped.has(name) || done.has(key)) continue;
    done.add(key);
    if (kind === "rename") {
      renamed.set(name, `r_${name}`);
      steps.push((batch) => batch.alterColumn(name, { newColumnName: `r_${name}` }));
    } else if (
      kind === "drop" &&
      !check &&
      dropped.size + 1 < names.length &&
      ![...done].some((other) => other !== key && other.endsWith(name))
    ) {
      dropped.add(name);
      if (isIndexed) steps.push((batch) => batch.dropIndex(`ix_${name}`));
      steps.push((batch) => batch.dropColumn(name));
    } else if (kind === "retype")
      steps.push((batch) => batch.alterColumn(name, { type: sameAffinity[random.columns[index]?.type ?? ""] }));
    else if (kind === "nullable" && isNotNull) steps.push((batch) => batch.alterColumn(name, { nullable: true }));
    else if (kind === "default") steps.push((batch) => batch.alterColumn(name, { serverDefault: "7" }));
    else if (kind === "add")
      steps.push((batch) => batch.addColumn(sa.column(`n_${name}`, sa.integer(), { serverDefault: "1" })));
    else if (kind === "unique") steps.push((batch) => batch.createUniqueConstraint(`uq_${name}`, ["id", name]));
    else if (kind === "check") steps.push((batch) => batch.createCheckConstraint(`ck_${name}`, "id IS NOT NULL"));
    else if (kind === "index") steps.push((batch) => batch.createIndex(`new_${name}`, [name]));
    else if (kind === "reorder") reordering = [[name, "id"]];
  }
  return {
    kept: ["id", ...names].filter((name) => !dropped.has(name)).map((name) => [name, renamed.get(name) ?? name]),
    run: (op) =>
      op.batchAlterTable(
        "t",
        { recreate: "always", partialReordering: reordering.filter(([name]) => !dropped.has(name ?? "")) },
        async (batch) => {
          for (const step of steps) await step(batch);
        },
      ),
  };
}

/** Everything of the old table that is not to change, under the old names. */
async function picture({ rows }: Moving, random: RandomTable, columns: readonly string[]): Promise<unknown> {
  return {
    rows: await rows(`SELECT ${columns.join(", ")} FROM t ORDER BY ${columns.join(", ")}`),
    counter: random.key.endsWith("AUTOINCREMENT")
      ? await rows("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 't'")
      : [],
    children: random.hasChild && random.key !== "INTEGER" ? await rows("SELECT t_id FROM child ORDER BY t_id") : [],
    triggers: await rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"),
    withoutRowid: ((await rows("SELECT sql FROM sqlite_master WHERE name = 't'"))[0] as [string])[0].endsWith(
      "WITHOUT ROWID",
    ),
  };
}

async function schemaOf({ rows }: Moving): Promise<ReadonlyMap<string, readonly unknown[]>> {
  const columns = (await rows("SELECT name, \"notnull\", pk FROM pragma_table_info('t')")) as readonly [
    string,
    number,
    number,
  ][];
  return new Map(columns.map(([name, ...rest]) => [name, rest]));
}

describe.each(sqliteDrivers.slice(0, 1))("random batches on $name", (driver) => {
  it("change what they are told to, and keep all rows and everything else", async () => {
    await fc.assert(
      fc.asyncProperty(table, fc.array(change, { maxLength: 6 }), async (random, changes) => {
        const plan = planOf(random, changes);
        await moving(driver, statementsOf(random), async (database) => {
          const before = await picture(
            database,
            random,
            plan.kept.map(([name]) => name),
          );
          const schema = await schemaOf(database);
          await plan.run(database.op);
          expect(
            await picture(
              database,
              random,
              plan.kept.map(([, name]) => name),
            ),
          ).toEqual(before);
          const after = await schemaOf(database);
          const isLoosened = (name: string): boolean =>
            changes.some(({ kind, column: at }) => kind === "nullable" && name === `c${at % random.columns.length}`);
          const strict = plan.kept.filter(([name]) => !isLoosened(name));
          expect(strict.map(([, now]) => after.get(now))).toEqual(strict.map(([name]) => schema.get(name)));
          expect(await database.rows("PRAGMA integrity_check")).toEqual([["ok"]]);
          expect(await database.rows("PRAGMA foreign_key_check")).toEqual([]);
          expect(await database.rows("SELECT name FROM sqlite_master WHERE name LIKE '%alembic_tmp%'")).toEqual([]);
          if (random.hasView) await database.rows("SELECT * FROM v");
        });
      }),
      { numRuns: 120 },
    );
  });

  it("come to the same table when they are done twice with nothing to change", async () => {
    await fc.assert(
      fc.asyncProperty(table, async (random) => {
        await moving(driver, statementsOf(random), async ({ op, sqlOf }) => {
          await op.batchAlterTable("t", { recreate: "always" }, () => undefined);
          const once = await sqlOf("t");
          await op.batchAlterTable("t", { recreate: "always" }, () => undefined);
          expect(await sqlOf("t")).toBe(once);
        });
      }),
      { numRuns: 60 },
    );
  });
});
