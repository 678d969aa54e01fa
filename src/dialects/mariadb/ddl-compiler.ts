import {
  type CheckConstraint,
  type Column,
  type IndexOptions,
  optionsOf,
  type PrimaryKeyConstraintOptions,
  type Table,
  type TableOptions,
  type UniqueConstraintOptions,
} from "../../schema/index.ts";
import { MysqlDDLCompiler } from "../mysql/ddl-compiler.ts";
import type { MariadbIndexOptions, MariadbKeyOptions, MariadbTableOptions } from "./options.ts";

/** Writes DDL as MariaDB understands it. It reads MySQL's options as well; its own win. */
export class MariadbDDLCompiler extends MysqlDDLCompiler {
  protected override ownTableOptions(options: TableOptions): MariadbTableOptions {
    return { ...super.ownTableOptions(options), ...optionsOf(options, "mariadb") };
  }

  protected override ownIndexOptions(options: IndexOptions): MariadbIndexOptions {
    return { ...super.ownIndexOptions(options), ...optionsOf(options, "mariadb") };
  }

  protected override ownKeyOptions(options: UniqueConstraintOptions | PrimaryKeyConstraintOptions): MariadbKeyOptions {
    return { ...super.ownKeyOptions(options), ...optionsOf(options, "mariadb") };
  }

  // MariaDB takes no name for a CHECK within a column's text: one that has a name stands at the level of the table.
  protected override columnChecks(column: Column): readonly CheckConstraint[] {
    return column.checks.filter((check) => check.name === null);
  }

  protected override tableConstraints(table: Table): readonly string[] {
    const named = [...table.columns.values()].flatMap((column) => column.checks.filter((check) => check.name !== null));
    return [...super.tableConstraints(table), ...named.map((check) => this.constraint(check, table))];
  }
}
