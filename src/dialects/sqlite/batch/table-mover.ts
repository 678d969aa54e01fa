import { RenameColumn, type TableRef } from "../../../ddl/index.ts";
import { UnsupportedOperationError } from "../../../errors/index.ts";
import { tableOf } from "../../../reflection/index.ts";
import { optionsOf, type Table } from "../../../schema/index.ts";
import { nameText } from "../../../sql/index.ts";
import type { SqlType } from "../../../types/index.ts";
import { inTransaction, type TableMove, TableMover } from "../../base/table-mover.ts";
import { renameColumns } from "../text/rename-columns.ts";
import { TableDatabase } from "./database.ts";
import { Dependents } from "./dependents.ts";
import { type DeclaredColumn, faithfulTable } from "./faithful-table.ts";
import { ForeignKeyWatch, referredColumns, withoutEnforcement } from "./foreign-keys.ts";
import { countLosses, isNumericCast } from "./lossy-casts.ts";

/** SQLite keeps dates, times and JSON as text: to cast them would make numbers of them. */
const keptAsText = new Set(["json", "date", "datetime", "time", "interval"]);

interface MasterRow {
  readonly name: string;
  readonly type: "table" | "view";
  readonly sql: string;
}

/** Moves a table of SQLite: with its counter and triggers, and no other row touched. */
export class SqliteTableMover extends TableMover {
  /** Of the tables that were moved in a transaction that is still open. */
  readonly #watches: ForeignKeyWatch[] = [];

  override async around<Value>(table: TableRef, work: () => Promise<Value>): Promise<Value> {
    const { connection } = this;
    if (connection === null) return work();
    const database = new TableDatabase(connection, table);
    const isOurs = !connection.inTransaction;
    return withoutEnforcement(database, () =>
      inTransaction(connection, async () => {
        const watch = await ForeignKeyWatch.start(database);
        const value = await work();
        if (isOurs) await watch.check();
        else this.#watches.push(watch);
        return value;
      }),
    );
  }

  /** @throws {DatabaseError} when a row refers to nothing since a table was moved */
  async checkForeignKeys(): Promise<void> {
    for (const watch of this.#watches.splice(0)) await watch.check();
  }

  protected override async find(table: TableRef): Promise<Table | null> {
    const database = this.database(table);
    const [row] = await database.rows<MasterRow>(
      `SELECT name, type, sql FROM ${database.master} WHERE type IN ('table', 'view') AND lower(name) = lower(?)`,
      database.name,
    );
    if (row === undefined || row.type === "view") throw this.missing(table, await this.#leftover(database));
    if (/^\s*CREATE\s+VIRTUAL\s/i.test(row.sql)) throw virtual(row.name);
    const selection = { schema: table.schema === null ? null : nameText(table.schema), names: [row.name] };
    const reflected = (await this.inspector().tables(selection)).get(row.name);
    if (reflected === undefined) return null;
    const columns = await database.rows<DeclaredColumn>(
      `SELECT name, type, "notnull" AS "isNotNull", pk AS "keyPosition" FROM pragma_table_xinfo(?, ?)`,
      row.name,
      database.schema,
    );
    return faithfulTable(tableOf(reflected), { name: row.name, sql: row.sql, columns }, table.identifier);
  }

  /** Where another tool was interrupted after it had dropped the table, the rows are under the other name. */
  async #leftover(database: TableDatabase): Promise<string | null> {
    const name = `_alembic_tmp_${database.name}`.slice(0, 50);
    const query = `SELECT name FROM ${database.master} WHERE type = 'table' AND lower(name) = lower(?)`;
    return (await database.value(query, name)) === null ? null : name;
  }

  override cast(from: SqlType, to: SqlType): SqlType | null {
    return keptAsText.has(to.forDialect(this.impl.dialect.name).literalKind) ? null : super.cast(from, to);
  }

  override renameColumns(expression: string, names: ReadonlyMap<string, string>): string {
    return renameColumns(expression, names, (name) => this.impl.dialect.ddl.quote(name));
  }

  /** ALTER TABLE ... RENAME COLUMN also rewrites views, triggers and the foreign keys of other tables. */
  override async renameReferred(
    table: TableRef,
    names: ReadonlyMap<string, string>,
  ): Promise<ReadonlyMap<string, string>> {
    if (this.connection === null || names.size === 0) return new Map();
    const database = this.database(table);
    const dependents = await Dependents.read(database);
    const referred = new Set((await referredColumns(database)).map((name) => name.toLowerCase()));
    const there = new Set((await this.columnNames(table))?.map((name) => name.toLowerCase()));
    const renamed = [...names].filter(
      ([before, after]) =>
        there.has(before.toLowerCase()) &&
        (!there.has(after.toLowerCase()) || before.toLowerCase() === after.toLowerCase()) &&
        (referred.has(before.toLowerCase()) || dependents.namesOf([before]).length > 0),
    );
    await this.impl.send(...renamed.map(([before, after]) => new RenameColumn(table, before, after)));
    return new Map(renamed);
  }

  override async move(move: TableMove): Promise<void> {
    if (this.connection === null) return super.move(this.#withoutLosses(move));
    const database = this.database(move.source);
    const dependents = await Dependents.read(database);
    const counter = await this.#counter(database);
    const lossless = await this.#withoutCastsThatLose(move, database);
    await this.#withLegacyRename(database, dependents, () => super.move(lossless));
    await this.#restoreCounter(database, counter, move.target);
    await this.impl.send(...dependents.creations);
    if (dependents.triggers.length > 0) {
      this.impl.context.log?.(
        `Created again after the move of table "${database.name}": trigger ${dependents.triggers.join(", ")}`,
      );
    }
    await dependents.check();
  }

  /** A script cannot look at the values. */
  #withoutLosses(move: TableMove): TableMove {
    const columns = move.columns.map((column) =>
      this.#makesNumbers(column.cast) ? { ...column, cast: null } : column,
    );
    return { ...move, columns };
  }

  /** Values that a cast would change stay as they are, which SQLite allows in a column of any type. */
  async #withoutCastsThatLose(move: TableMove, database: TableDatabase): Promise<TableMove> {
    const { types } = this.impl.dialect;
    const casted = move.columns.filter(({ cast }) => this.#makesNumbers(cast));
    const losses = await countLosses(database, casted, (type) => types.renderForCast(type));
    const lossy = new Map(casted.map((column, index) => [column, losses[index] ?? 0] as const));
    for (const [{ source, cast }, count] of lossy) {
      if (count === 0 || cast === null) continue;
      this.impl.context.warn(
        `${count} ${count === 1 ? "value" : "values"} of "${nameText(source)}" in table "${database.name}" cannot be read as ${types.render(cast)}: the column's values are kept as they are.`,
      );
    }
    const columns = move.columns.map((column) => ((lossy.get(column) ?? 0) > 0 ? { ...column, cast: null } : column));
    return { ...move, columns };
  }

  #makesNumbers(cast: SqlType | null): boolean {
    return cast !== null && isNumericCast(this.impl.dialect.types.renderForCast(cast));
  }

  /**
   * Since 3.26 a rename looks at every view and trigger, and fails on those that speak of the table which is not there
   * at that moment. Nothing speaks of the temporary table, so there is nothing for it to rewrite.
   */
  async #withLegacyRename(database: TableDatabase, dependents: Dependents, work: () => Promise<void>): Promise<void> {
    if (dependents.isEmpty || Number(await database.value("PRAGMA legacy_alter_table")) === 1) return work();
    await database.rows("PRAGMA legacy_alter_table = ON");
    try {
      await work();
    } finally {
      await database.rows("PRAGMA legacy_alter_table = OFF");
    }
  }

  /** The last number that AUTOINCREMENT gave; null where it never did. */
  async #counter(database: TableDatabase): Promise<bigint | null> {
    const query = `SELECT count(*) FROM ${database.master} WHERE name = 'sqlite_sequence'`;
    if (Number(await database.value(query)) === 0) return null;
    const sequence = `${database.quote(database.schema)}.sqlite_sequence`;
    const [row] = await database.rows<{ readonly last: number | bigint }>(
      `SELECT seq AS last FROM ${sequence} WHERE lower(name) = lower(?)`,
      database.name,
    );
    return row === undefined ? null : BigInt(row.last);
  }

  /** Numbers of rows that are gone are not given again. */
  async #restoreCounter(database: TableDatabase, counter: bigint | null, { options }: Table): Promise<void> {
    if (counter === null || optionsOf(options, "sqlite").autoincrement !== true) return;
    const now = await this.#counter(database);
    if (now === counter) return;
    const sequence =
      database.schema === "main" ? "sqlite_sequence" : `${database.quote(database.schema)}.sqlite_sequence`;
    const name = this.impl.dialect.ddl.literal(database.name);
    await this.impl.send(
      now === null
        ? `INSERT INTO ${sequence} (name, seq) VALUES (${name}, ${counter})`
        : `UPDATE ${sequence} SET seq = ${counter} WHERE name = ${name}`,
    );
  }

  protected override async isTaken(name: string, schema: TableRef["schema"]): Promise<boolean> {
    const database = this.database({ identifier: name, schema });
    const query = `SELECT count(*) FROM ${database.master} WHERE lower(name) = lower(?)`;
    return Number(await database.value(query, name)) > 0;
  }

  protected database(table: TableRef): TableDatabase {
    const { connection } = this;
    // Callers ask only where there is one.
    if (connection === null) throw new TypeError("there is no database to ask");
    return new TableDatabase(connection, table);
  }
}

function virtual(name: string): UnsupportedOperationError {
  return new UnsupportedOperationError("ALB0309", {
    operation: `Moving the virtual table "${name}"`,
    dialect: "sqlite",
    reason: "it would become an ordinary one",
    hint: "Create a new virtual table with op.execute(), copy the rows, and drop the old one.",
  });
}
