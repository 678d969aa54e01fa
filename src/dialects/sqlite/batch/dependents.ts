import { DatabaseError } from "../../../errors/index.ts";
import { mentions } from "../text/rename-columns.ts";
import { isWord, tokenize } from "../text/tokens.ts";
import type { TableDatabase } from "./database.ts";

interface MasterRow {
  readonly type: "trigger" | "view";
  readonly name: string;
  /** A trigger's table; a view's own name. */
  readonly table: string;
  readonly sql: string;
  readonly isTemporary: number;
}

/** A statement that does nothing, to see whether a view or the triggers of a table still stand. */
interface Probe {
  readonly what: string;
  readonly statement: string;
}

/** The triggers and views around a table that is moved. */
export class Dependents {
  /** What did not stand before: it is nothing that the move breaks. */
  readonly #broken = new Set<string>();

  private constructor(
    private readonly database: TableDatabase,
    private readonly rows: readonly MasterRow[],
  ) {}

  static async read(database: TableDatabase): Promise<Dependents> {
    const select = (master: string, isTemporary: number): string =>
      `SELECT type, name, tbl_name AS "table", sql, ${isTemporary} AS "isTemporary", rowid AS position
       FROM ${master} WHERE type IN ('trigger', 'view')`;
    const rows = await database.rows<MasterRow>(
      `${select(database.master, 0)} UNION ALL ${select("sqlite_temp_master", 1)} ORDER BY "isTemporary", position`,
    );
    const dependents = new Dependents(database, rows);
    for (const { what, statement } of await dependents.#probes()) {
      if ((await database.refusal(statement)) !== null) dependents.#broken.add(what);
    }
    return dependents;
  }

  get isEmpty(): boolean {
    return this.rows.length === 0;
  }

  /** The table's own triggers, which go with it. */
  get triggers(): readonly string[] {
    return this.#ownTriggers.map(({ name }) => name);
  }

  /** The statements that make the table's triggers again, in their order. */
  get creations(): readonly string[] {
    return this.#ownTriggers.map((row) => this.#creation(row));
  }

  /** The views and triggers that speak of the table and of one of some columns. */
  namesOf(columns: readonly string[]): readonly string[] {
    return this.rows
      .filter(({ sql }) => mentions(sql, [this.database.name]) && mentions(sql, columns))
      .map(({ name }) => name);
  }

  /** @throws {DatabaseError} when a view or trigger that stood before cannot be compiled any more */
  async check(): Promise<void> {
    for (const { what, statement } of await this.#probes()) {
      if (this.#broken.has(what)) continue;
      const refusal = await this.database.refusal(statement);
      if (refusal !== null) throw broken(this.database, what, refusal);
    }
  }

  get #ownTriggers(): readonly MasterRow[] {
    const own = this.database.name.toLowerCase();
    return this.rows.filter(({ type, table }) => type === "trigger" && table.toLowerCase() === own);
  }

  /** The catalogue keeps a statement without the word TEMP and without the file's name. */
  #creation({ sql, isTemporary }: MasterRow): string {
    const tokens = tokenize(sql);
    const at = tokens.findIndex((token) => isWord(token, "TRIGGER"));
    const words = ["IF", "NOT", "EXISTS"].every((word, index) => isWord(tokens[at + 1 + index], word)) ? 3 : 0;
    const name = tokens[at + 1 + words];
    if (at < 0 || name === undefined) return sql;
    const isQualified = tokens[at + 2 + words]?.text === ".";
    const schema = isTemporary === 1 || isQualified || this.database.schema === "main" ? "" : this.#prefix;
    return `CREATE ${isTemporary === 1 ? "TEMP " : ""}TRIGGER ${schema}${sql.slice(name.start)}`;
  }

  get #prefix(): string {
    return `${this.database.quote(this.database.schema)}.`;
  }

  async #probes(): Promise<readonly Probe[]> {
    const views = this.rows
      .filter(({ type }) => type === "view")
      .map((row) => ({ what: `view "${row.name}"`, statement: `SELECT 1 FROM ${this.#qualified(row)} LIMIT 0` }));
    const tables = new Map(
      this.rows
        .filter(({ type, sql, table }) => type === "trigger" && this.#concerns(sql, table))
        .map((row) => [row.table.toLowerCase(), row] as const),
    );
    const triggers: Probe[] = [];
    for (const row of tables.values()) triggers.push(...(await this.#triggerProbes(row.table)));
    return [...views, ...triggers];
  }

  #concerns(sql: string, table: string): boolean {
    return table.toLowerCase() === this.database.name.toLowerCase() || mentions(sql, [this.database.name]);
  }

  #qualified({ name, isTemporary }: MasterRow): string {
    return `${isTemporary === 1 ? "temp." : this.#prefix}${this.database.quote(name)}`;
  }

  /** To change no row takes the triggers to be compiled, and fires none. */
  async #triggerProbes(table: string): Promise<readonly Probe[]> {
    const columns = await this.database.rows<{ readonly name: string }>(
      "SELECT name FROM pragma_table_xinfo(?, ?) WHERE hidden = 0",
      table,
      this.database.schema,
    );
    const target = `${this.#prefix}${this.database.quote(table)}`;
    const names = columns.map(({ name }) => this.database.quote(name));
    const list = names.join(", ");
    const what = `a trigger of "${table}"`;
    return [
      { what, statement: `INSERT INTO ${target} (${list}) SELECT ${list} FROM ${target} WHERE 0` },
      { what, statement: `DELETE FROM ${target} WHERE 0` },
      { what, statement: `UPDATE ${target} SET ${names.map((name) => `${name} = ${name}`).join(", ")} WHERE 0` },
    ];
  }
}

function broken(database: TableDatabase, what: string, refusal: string): DatabaseError {
  return new DatabaseError("ALB0394", `Moving table "${database.name}" would break ${what}: ${refusal}`, {
    hint: "Drop it before the batch and create it again afterwards, as the changed table wants it.",
  });
}
