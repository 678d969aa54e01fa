import type { DialectImpl } from "../dialects/base/impl.ts";
import type { QueryResult } from "../engine/driver.ts";
import { CommandError, InvalidArgumentError, RevisionError } from "../errors/index.ts";
import { CreateTable } from "../ddl/index.ts";
import type { RowChange } from "../revision/index.ts";
import type { Table } from "../schema/index.ts";
import { inlineSql, sql, type SqlFragment } from "../sql/index.ts";

/** Which table holds the revisions that a database is at. */
export interface VersionTableOptions {
  readonly name: string;
  readonly schema: string | null;
  readonly hasPrimaryKey: boolean;
}

/** The table that holds the revisions that a database is at: one row for each head among those that were applied. */
export class VersionTable {
  readonly #impl: DialectImpl;
  readonly #table: Table;
  readonly #name: SqlFragment;

  constructor(
    impl: DialectImpl,
    readonly options: VersionTableOptions,
  ) {
    this.#impl = impl;
    const { maxIdentifierLength } = impl.dialect.target.identifiers.rules;
    if (options.name === "" || Array.from(options.name).length > maxIdentifierLength)
      throw notNameable(options.name, maxIdentifierLength);
    this.#table = impl.versionTable(options);
    this.#name = sql.raw(impl.dialect.ddl.table(this.#table));
  }

  /** The table's name, with its schema if it has one. */
  get fullName(): string {
    return this.#table.fullName;
  }

  async exists(): Promise<boolean> {
    const { connection } = this.#impl.context;
    if (connection === null) return false;
    return this.#impl.dialect.createInspector(connection).hasTable(this.options.name, this.options.schema);
  }

  /** Makes the table; a script gets it always, a database only where it is missing. */
  async create(): Promise<void> {
    if (await this.exists()) return;
    await this.#impl.send(new CreateTable(this.#table));
  }

  /** The rows, in the table's own order; none where there is no table. */
  async read(): Promise<readonly string[]> {
    return (await this.exists()) ? this.#rows() : [];
  }

  /**
   * Reads the rows again, in the transaction of a step, where another run could have changed them since.
   *
   * @throws {CommandError} when they are not what they were
   */
  async assertUnchanged(heads: ReadonlySet<string>): Promise<void> {
    const rows = await this.#rows();
    if (rows.length === heads.size && rows.every((id) => heads.has(id))) return;
    throw new CommandError(
      "ALB0633",
      `${this.fullName} holds ${listed(rows)}, where this run had left ${listed([...heads])}: something else has changed it.`,
      {
        hint: "Look for another migration of this database, then run the command again: it starts from what is there.",
      },
    );
  }

  async #rows(): Promise<readonly string[]> {
    const { rows } = await this.#run(sql`SELECT ${this.#name}.version_num FROM ${this.#name}`);
    return rows.map((row) => this.#id(Object.values(row)[0]));
  }

  async clear(): Promise<void> {
    await this.#run(sql`DELETE FROM ${this.#name}`);
  }

  /**
   * Changes a row.
   *
   * @throws {CommandError} when the row is not there, or is there more than once
   */
  async apply(change: RowChange): Promise<void> {
    const { rowCount } = await this.#run(this.#statement(change));
    if (rowCount === null || rowCount === 1 || change.kind === "insert") return;
    throw this.#unexpectedCount(change, rowCount);
  }

  #statement(change: RowChange): SqlFragment {
    const table = this.#name;
    switch (change.kind) {
      case "insert":
        return sql`INSERT INTO ${table} (version_num) VALUES (${change.id})`;
      case "delete":
        return sql`DELETE FROM ${table} WHERE ${table}.version_num = ${change.id}`;
      case "update":
        return sql`UPDATE ${table} SET version_num=${change.to} WHERE ${table}.version_num = ${change.from}`;
    }
  }

  /** Ids are written as literals, online too: a script and a database then get the same statements. */
  async #run(statement: SqlFragment): Promise<QueryResult> {
    return this.#impl.context.runner.run(inlineSql(statement, this.#impl.dialect.target), []);
  }

  #id(value: unknown): string {
    if (typeof value === "string") return value;
    throw new RevisionError("ALB0414", `The revision ${JSON.stringify(value)} in ${this.fullName} is not a string.`, {
      hint: "The column version_num has to hold text: check the table and the driver's settings.",
    });
  }

  #unexpectedCount(change: RowChange, count: number): CommandError {
    const wanted = change.kind === "update" ? `${change.from} to ${change.to}` : "id" in change ? change.id : "";
    return new CommandError(
      "ALB0605",
      `Changing ${this.fullName} (${change.kind} ${wanted}) touched ${count} rows where it should touch one.`,
      {
        hint: "Another migration is running on this database, or its rows were changed by hand: look at the table, then run the command again.",
      },
    );
  }
}

function listed(ids: readonly string[]): string {
  return ids.length === 0 ? "no revision" : ids.join(", ");
}

/** Some databases cut a long name short without a word, and would never find the table again. */
function notNameable(name: string, longest: number): InvalidArgumentError {
  const problem = name === "" ? "no name" : `a name of ${Array.from(name).length} characters`;
  return new InvalidArgumentError(
    "ALB0618",
    `The version table was given ${problem}, and this database takes up to ${longest}.`,
    {
      hint: "Give configure() another versionTable.",
    },
  );
}
