import type { TableRef } from "../../../ddl/index.ts";
import type { Connection } from "../../../engine/connection.ts";
import type { Row } from "../../../engine/driver.ts";
import { nameText } from "../../../sql/index.ts";

/** One table and the database file that it is in, for what a move has to ask beside the inspector. */
export class TableDatabase {
  readonly name: string;
  /** The file's name: `main`, or that of an attached one. */
  readonly schema: string;

  constructor(
    readonly connection: Connection,
    readonly table: TableRef,
  ) {
    this.name = nameText(table.identifier);
    this.schema = table.schema === null ? "main" : nameText(table.schema);
  }

  quote(name: string): string {
    return this.connection.dialect.identifiers.quoteAlways(name);
  }

  /** The file's catalogue. */
  get master(): string {
    return `${this.quote(this.schema)}.sqlite_master`;
  }

  async rows<Of = Row>(query: string, ...parameters: readonly unknown[]): Promise<readonly Of[]> {
    const { rows } = await this.connection.execute(query, parameters);
    // Rows of the catalogue: the queries name their columns as the row types say.
    return rows as readonly Of[];
  }

  /** The one value of a query; null where it has no row. */
  async value(query: string, ...parameters: readonly unknown[]): Promise<unknown> {
    const [row] = await this.rows(query, ...parameters);
    return row === undefined ? null : Object.values(row)[0];
  }

  /** What the database says to a statement; null where it takes it. */
  async refusal(statement: string): Promise<string | null> {
    return this.connection.execute(statement).then(
      () => null,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
  }
}
