import { type DDLElement, DropConstraint, type TableRef } from "../../../ddl/index.ts";
import { type Identifier, nameText, sql, type SqlFragment } from "../../../sql/index.ts";
import { type TableMove, TableMover } from "../../base/table-mover.ts";

/** Where the sequence of a column stands. */
interface Counter {
  /** The column's name in the new table. */
  readonly column: Identifier;
  readonly last: number | bigint;
  readonly isCalled: boolean;
}

/**
 * Moves a table of PostgreSQL, where the names of its constraints are those of indexes, so that no two tables can have one,
 * and where the new table counts with sequences of its own.
 */
export class PostgresqlTableMover extends TableMover {
  protected override prepare({ source, target }: TableMove): readonly DDLElement[] {
    const kept = new Set(target.constraints.flatMap(({ name }) => (name === null ? [] : [nameText(name)])));
    return source.constraints.flatMap(({ name, kind }) =>
      name !== null && kept.has(nameText(name)) ? [new DropConstraint(source, name, kind)] : [],
    );
  }

  override async move(move: TableMove): Promise<void> {
    if (this.connection === null) return super.move(move);
    const counters = await this.#counters(move);
    await super.move(move);
    for (const { column, last, isCalled } of counters) {
      const sequence = this.#sequenceOf(move.target, column);
      await this.impl.execute(sql`SELECT setval(${sequence}, ${sql.literal(last)}, ${sql.literal(isCalled)})`);
    }
  }

  async #counters({ source, columns }: TableMove): Promise<readonly Counter[]> {
    const counters: Counter[] = [];
    for (const { source: old, target } of columns) {
      const [found] = await this.#rows<{ readonly sequence: string | null }>(
        sql`SELECT CAST(${this.#sequenceOf(source, old)} AS text) AS sequence`,
      );
      if (found === undefined || found.sequence === null) continue;
      const [state] = await this.#rows<Omit<Counter, "column">>(
        sql`SELECT last_value AS last, is_called AS "isCalled" FROM ${sql.raw(found.sequence)}`,
      );
      if (state !== undefined) counters.push({ column: target, ...state });
    }
    return counters;
  }

  /** The sequence that numbers a column, as PostgreSQL writes its name; NULL where none does. */
  #sequenceOf(table: TableRef, column: Identifier): SqlFragment {
    return sql`pg_get_serial_sequence(${sql.literal(this.impl.dialect.ddl.table(table))}, ${sql.literal(nameText(column))})`;
  }

  async #rows<Row>(query: SqlFragment): Promise<readonly Row[]> {
    const { rows } = (await this.connection?.execute(query)) ?? { rows: [] };
    // The queries name their columns as the row types say.
    return rows as readonly Row[];
  }
}
