import {
  type CopiedColumn,
  CopyRows,
  CreateIndex,
  CreateTable,
  type DDLElement,
  DropTable,
  RenameTable,
  type TableRef,
} from "../../ddl/index.ts";
import type { Connection } from "../../engine/connection.ts";
import { InvalidArgumentError } from "../../errors/index.ts";
import { type Inspector, tableOf } from "../../reflection/index.ts";
import { Index, Table } from "../../schema/index.ts";
import { nameText } from "../../sql/index.ts";
import { isSameFamily, type SqlType } from "../../types/index.ts";
import type { DialectImpl } from "./impl.ts";

/** A table, the one that takes its place, and the values that are carried over. */
export interface TableMove {
  readonly source: Table;
  /** The new table under the old one's name, with its indexes. */
  readonly target: Table;
  readonly columns: readonly CopiedColumn[];
}

/** The longest name of a temporary table. */
const temporaryLength = 50;

/** Moves a table into a new one, as most databases do it; a dialect overrides what it takes besides. */
export class TableMover {
  constructor(protected readonly impl: DialectImpl) {}

  protected get connection(): Connection | null {
    return this.impl.context.connection;
  }

  /** Runs all that a move takes, so that a failure leaves the old table as it was where DDL can be undone. */
  async around<Value>(_table: TableRef, work: () => Promise<Value>): Promise<Value> {
    const { connection } = this;
    if (connection === null || !this.impl.dialect.features.transactionalDdl) return work();
    return inTransaction(connection, work);
  }

  /**
   * Reads the table as it is.
   *
   * @throws {InvalidArgumentError} when there is no such table
   */
  async reflect(table: TableRef): Promise<Table> {
    const found = await this.find(table);
    if (found === null) throw this.missing(table, null);
    return found;
  }

  protected async find({ identifier, schema }: TableRef): Promise<Table | null> {
    const name = nameText(identifier);
    const selection = { schema: schema === null ? null : nameText(schema), names: [name] };
    const reflected = (await this.inspector().tables(selection)).get(name);
    return reflected === undefined ? null : tableOf(reflected);
  }

  /** The names of the table's columns in the database; null where there is no database to ask. */
  async columnNames(table: TableRef): Promise<readonly string[] | null> {
    if (this.connection === null) return null;
    return [...(await this.reflect(table)).columns.keys()];
  }

  /** The type that values are cast to when a column gets another one; null to take them as they are. */
  cast(from: SqlType, to: SqlType): SqlType | null {
    return isSameFamily(from, to) ? null : to;
  }

  /** An expression of the table in which columns have got other names: most databases are not asked to do so. */
  renameColumns(expression: string, _names: ReadonlyMap<string, string>): string {
    return expression;
  }

  /**
   * Renames those columns in place that something outside of the table refers to.
   *
   * @param names new names by the old ones
   * @returns what was renamed
   */
  async renameReferred(_table: TableRef, _names: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, string>> {
    return new Map();
  }

  /** Makes the new table, copies the rows, and puts it in the old one's place. */
  async move(move: TableMove): Promise<void> {
    const { source, target, columns } = move;
    const temporary = await this.temporaryTable(target);
    const creation = [...this.prepare(move), new CreateTable(temporary)];
    const copy = [new CopyRows(source, temporary, columns), new DropTable(source)];
    const rest = [
      new RenameTable(temporary, source.identifier),
      ...target.indexes.map((index) => new CreateIndex(index, target)),
      ...this.impl.commentStatements(target),
    ];
    // What cannot be written is refused before anything ran.
    for (const element of [...creation, ...copy, ...rest]) this.impl.dialect.ddl.compile(element);
    await this.impl.send(...creation);
    try {
      await this.impl.send(...copy);
    } catch (error) {
      await this.undo(temporary);
      throw error;
    }
    await this.impl.send(...rest);
  }

  /** What has to be done to the old table before the new one is made. */
  protected prepare(_move: TableMove): readonly DDLElement[] {
    return [];
  }

  /** Where nothing is rolled back, the half-filled table goes. The error that is being thrown says why. */
  protected async undo(temporary: Table): Promise<void> {
    if (this.connection === null || this.impl.dialect.features.transactionalDdl) return;
    await this.impl.send(new DropTable(temporary)).catch(() => undefined);
  }

  /** The new table under a name that nothing has. */
  protected async temporaryTable(target: Table): Promise<Table> {
    const items = target.items.filter((item) => !(item instanceof Index));
    return new Table(await this.temporaryName(target), items, target.options);
  }

  protected async temporaryName(table: TableRef): Promise<string> {
    const wanted = `_alembic_tmp_${nameText(table.identifier)}`.slice(0, temporaryLength);
    if (this.connection === null) return wanted;
    let name = wanted;
    for (let count = 2; await this.isTaken(name, table.schema); count++) {
      if (count === 2) this.warnOfLeftover(wanted, table);
      const suffix = `_${count}`;
      name = wanted.slice(0, temporaryLength - suffix.length) + suffix;
    }
    return name;
  }

  protected async isTaken(name: string, schema: TableRef["schema"]): Promise<boolean> {
    return this.inspector().hasTable(name, schema === null ? null : nameText(schema));
  }

  private warnOfLeftover(name: string, table: TableRef): void {
    this.impl.context.warn(
      `A table "${name}" is there, as a move of "${nameText(table.identifier)}" that was interrupted leaves it. It is not touched: look at its rows, then drop it.`,
    );
  }

  protected inspector(): Inspector {
    const { connection } = this;
    // Callers ask only where there is one.
    if (connection === null) throw new TypeError("there is no database to reflect");
    return this.impl.dialect.createInspector(connection);
  }

  /** @param leftover a table that seems to hold the rows */
  protected missing(table: TableRef, leftover: string | null): InvalidArgumentError {
    const name = nameText(table.identifier);
    const hint =
      leftover === null
        ? "Look at the spelling and at the option schema."
        : `A move that was interrupted has left its rows in "${leftover}": rename that table to "${name}", then run the migration again.`;
    return new InvalidArgumentError("ALB0877", `There is no table "${name}" that a batch could move.`, { hint });
  }
}

/** In a savepoint of the open transaction, or in a transaction of its own. */
export async function inTransaction<Value>(connection: Connection, work: () => Promise<Value>): Promise<Value> {
  const transaction = await connection.beginNested();
  try {
    const value = await work();
    await transaction.commit();
    return value;
  } catch (error) {
    // The error that is thrown is the one that counts: where the rollback fails too, the session is gone.
    await transaction.rollback().catch(() => undefined);
    throw error;
  }
}
