import { type DDLElement, DropConstraint } from "../../../ddl/index.ts";
import { nameText } from "../../../sql/index.ts";
import { type TableMove, TableMover } from "../../base/table-mover.ts";

/** Moves a table of PostgreSQL, where the names of its constraints are those of indexes: no two tables can have one. */
export class PostgresqlTableMover extends TableMover {
  protected override prepare({ source, target }: TableMove): readonly DDLElement[] {
    const kept = new Set(target.constraints.flatMap(({ name }) => (name === null ? [] : [nameText(name)])));
    return source.constraints.flatMap(({ name, kind }) =>
      name !== null && kept.has(nameText(name)) ? [new DropConstraint(source, name, kind)] : [],
    );
  }
}
