import type { DialectImpl } from "../../dialects/base/impl.ts";
import { CreateTable, DropTable } from "../../ddl/index.ts";
import type { QueryResult } from "../../engine/driver.ts";
import { journalName } from "../../revision/journal-name.ts";
import { column, PrimaryKeyConstraint, Table } from "../../schema/index.ts";
import { type CompiledSql, compileSql, sql, type SqlFragment } from "../../sql/index.ts";
import { Integer, SmallInteger, String as StringType, Text } from "../../types/index.ts";
import type { VersionTableOptions } from "../version-table.ts";

/** Statements of a step, as they are remembered: one, or several that were committed together. */
export interface Mark {
  /** The number in the step of the last of them, from 1. */
  readonly ordinal: number;
  readonly revision: string;
  readonly direction: "upgrade" | "downgrade";
  /** A hash of their texts, without values. */
  readonly fingerprint: string;
  /** The text of the last of them, without values and literals. */
  readonly statement: string;
  /** Whether they were committed together with the mark; else it is one statement, which was about to run. */
  readonly isDone: boolean;
  readonly time: string;
}

/** Runs a statement on the session. */
export type Run = (statement: CompiledSql) => Promise<QueryResult>;

/** As much of a statement as is kept. */
const keptText = 500;

/** The table beside the version table in which the statements of a step are remembered while it runs. */
export class JournalTable {
  readonly #impl: DialectImpl;
  readonly #options: VersionTableOptions;
  readonly #table: Table;
  readonly #name: SqlFragment;

  constructor(impl: DialectImpl, versionTable: VersionTableOptions) {
    this.#impl = impl;
    this.#options = { ...versionTable, name: journalName(versionTable.name) };
    this.#table = new Table(this.#options.name, columns(), { schema: versionTable.schema });
    this.#name = sql.raw(impl.dialect.ddl.table(this.#table));
  }

  /** The table's name, with its schema if it has one. */
  get fullName(): string {
    return this.#table.fullName;
  }

  async exists(): Promise<boolean> {
    const { connection } = this.#impl.context;
    if (connection === null) return false;
    return this.#impl.dialect.createInspector(connection).hasTable(this.#options.name, this.#options.schema);
  }

  /** Makes the table, or leaves it where it is. */
  async create(run: Run): Promise<void> {
    const text = this.#impl.dialect.ddl.compile(new CreateTable(this.#table, true));
    await run({ sql: text, parameters: [] });
  }

  async drop(run: Run): Promise<void> {
    await run({ sql: this.#impl.dialect.ddl.compile(new DropTable(this.#table)), parameters: [] });
  }

  /** The marks of the step that was interrupted, in order. */
  async read(run: Run): Promise<readonly Mark[]> {
    const { rows } = await run(
      this.#compile(
        sql`SELECT ordinal, revision, direction, fingerprint, statement, done, started_at FROM ${this.#name} ORDER BY ordinal`,
      ),
    );
    return rows.map((row) => ({
      ordinal: Number(row["ordinal"]),
      revision: text(row["revision"]),
      direction: row["direction"] === "downgrade" ? "downgrade" : "upgrade",
      fingerprint: text(row["fingerprint"]),
      statement: text(row["statement"]),
      isDone: Number(row["done"]) === 1,
      time: text(row["started_at"]),
    }));
  }

  async write(run: Run, marks: readonly Mark[]): Promise<void> {
    const rows = marks.map(
      (mark) =>
        sql`(${mark.ordinal}, ${mark.revision}, ${mark.direction}, ${mark.fingerprint}, ${mark.statement}, ${mark.isDone ? 1 : 0}, ${mark.time})`,
    );
    await run(
      this.#compile(
        sql`INSERT INTO ${this.#name} (ordinal, revision, direction, fingerprint, statement, done, started_at) VALUES ${sql.join(rows)}`,
      ),
    );
  }

  /** Says of every mark that its statement is done. */
  async finish(run: Run): Promise<void> {
    await run(this.#compile(sql`UPDATE ${this.#name} SET done = 1`));
  }

  async remove(run: Run, ordinal: number): Promise<void> {
    await run(this.#compile(sql`DELETE FROM ${this.#name} WHERE ordinal = ${ordinal}`));
  }

  /** Takes every mark away, in the transaction that is open: with the table, where that can be undone too. */
  async forget(run: Run): Promise<void> {
    if (this.#impl.dialect.features.transactionalDdl) return this.drop(run);
    await run(this.#compile(sql`DELETE FROM ${this.#name}`));
  }

  #compile(statement: SqlFragment): CompiledSql {
    return compileSql(statement, this.#impl.dialect.target);
  }
}

/**
 * A statement as it may be kept and shown: without its literals, which can be secrets.
 *
 * @param quotesNames whether double quotes stand round names here, and not round literals
 */
export function withoutLiterals(statement: string, quotesNames: boolean): string {
  const masked = statement
    .trim()
    .replaceAll(/\$(\w*)\$.*?\$\1\$/gs, "'***'")
    .replaceAll(/'(?:[^'\\]|\\.|'')*'/gs, "'***'")
    .replaceAll(quotesNames ? /(?!)/g : /"(?:[^"\\]|\\.|"")*"/gs, "'***'")
    .replaceAll(/\s+/g, " ");
  return masked.length <= keptText ? masked : `${masked.slice(0, keptText)} ...`;
}

function columns(): ConstructorParameters<typeof Table>[1] {
  const required = { nullable: false };
  return [
    column("ordinal", new Integer(), { nullable: false, autoincrement: false }),
    column("revision", new StringType(255), required),
    column("direction", new StringType(9), required),
    column("fingerprint", new StringType(64), required),
    column("statement", new Text(), required),
    column("done", new SmallInteger(), required),
    column("started_at", new StringType(32), required),
    new PrimaryKeyConstraint(["ordinal"]),
  ];
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
