import { DatabaseError, UnsupportedOperationError } from "../../../errors/index.ts";
import type { TableDatabase } from "./database.ts";

/**
 * Runs a move with foreign keys not enforced: dropping the old table would delete its rows, and with them those that
 * refer to them.
 *
 * @throws {UnsupportedOperationError} where they are enforced and an open transaction keeps it so
 */
export async function withoutEnforcement<Value>(database: TableDatabase, work: () => Promise<Value>): Promise<Value> {
  const isEnforced = await areEnforced(database);
  if (!isEnforced || (await referringTables(database)).length === 0) return work();
  await database.rows("PRAGMA foreign_keys = OFF");
  // The pragma does nothing while a transaction is open, and says nothing of it.
  if (await areEnforced(database)) throw enforced(database);
  try {
    return await work();
  } finally {
    await database.rows("PRAGMA foreign_keys = ON");
  }
}

async function areEnforced(database: TableDatabase): Promise<boolean> {
  return Number(await database.value("PRAGMA foreign_keys")) === 1;
}

/** The tables with a foreign key to the table, itself among them. */
export async function referringTables(database: TableDatabase): Promise<readonly string[]> {
  const rows = await database.rows<{ readonly name: string }>(
    `SELECT DISTINCT m.name AS name FROM ${database.master} m, pragma_foreign_key_list(m.name, ?) k
     WHERE m.type = 'table' AND lower(k."table") = lower(?) ORDER BY m.name`,
    database.schema,
    database.name,
  );
  return rows.map(({ name }) => name);
}

/** The columns of the table that foreign keys of other tables name. */
export async function referredColumns(database: TableDatabase): Promise<readonly string[]> {
  const rows = await database.rows<{ readonly column: string | null }>(
    `SELECT DISTINCT k."to" AS "column" FROM ${database.master} m, pragma_foreign_key_list(m.name, ?) k
     WHERE m.type = 'table' AND lower(k."table") = lower(?) AND lower(m.name) <> lower(?)`,
    database.schema,
    database.name,
    database.name,
  );
  return rows.flatMap(({ column }) => (column === null ? [] : [column]));
}

/** How many rows of each table refer to nothing; null where the database cannot tell. */
type Violations = ReadonlyMap<string, number | null>;

/** Watches that a move leaves no row behind that refers to nothing, unless it did before. */
export class ForeignKeyWatch {
  private constructor(
    private readonly database: TableDatabase,
    private readonly before: Violations,
  ) {}

  static async start(database: TableDatabase): Promise<ForeignKeyWatch> {
    return new ForeignKeyWatch(database, await violations(database));
  }

  /** @throws {DatabaseError} when there are more such rows than before */
  async check(): Promise<void> {
    const after = await violations(this.database);
    for (const [table, count] of after) {
      const before = this.before.get(table);
      if (count === null && before !== null) throw mismatched(this.database, table);
      if (count !== null && count > (before ?? 0)) throw violated(this.database, table, count - (before ?? 0));
    }
  }
}

async function violations(database: TableDatabase): Promise<Violations> {
  const tables = new Set([...(await referringTables(database)), database.name]);
  const counts = new Map<string, number | null>();
  for (const table of tables) counts.set(table, await countViolations(database, table));
  return counts;
}

async function countViolations(database: TableDatabase, table: string): Promise<number | null> {
  const query = "SELECT count(*) AS count FROM pragma_foreign_key_check(?, ?)";
  // Where a foreign key refers to columns that are no key, the database refuses to look.
  return database.value(query, table, database.schema).then(Number, () => null);
}

function enforced(database: TableDatabase): UnsupportedOperationError {
  return new UnsupportedOperationError("ALB0391", {
    operation: `Moving table "${database.name}" in a transaction with foreign keys enforced`,
    dialect: "sqlite",
    reason: "other rows refer to it, and dropping the old table would delete them",
    hint: "Leave ?foreign_keys=on out of the URL for migrations, or put the batch into op.getContext().autocommitBlock().",
  });
}

function violated(database: TableDatabase, table: string, count: number): DatabaseError {
  return new DatabaseError(
    "ALB0392",
    `Moving table "${database.name}" would leave ${count} ${count === 1 ? "row" : "rows"} of "${table}" that ${count === 1 ? "refers" : "refer"} to nothing.`,
    { hint: `PRAGMA foreign_key_check("${table}") lists such rows. Mend them first, in the same migration.` },
  );
}

function mismatched(database: TableDatabase, table: string): DatabaseError {
  return new DatabaseError(
    "ALB0393",
    `After moving table "${database.name}" a foreign key of "${table}" would refer to columns that are no key.`,
    { hint: "Keep the primary key or unique constraint that it refers to, or change the foreign key as well." },
  );
}
