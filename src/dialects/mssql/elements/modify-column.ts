import { type DDLCompiler, DDLElement, type TableRef } from "../../../ddl/index.ts";
import type { Identifier } from "../../../sql/index.ts";
import type { SqlType } from "../../../types/index.ts";

/** ALTER COLUMN, which takes the type and whether NULL is allowed at once. */
export class ModifyColumn extends DDLElement {
  constructor(
    readonly table: TableRef,
    readonly column: Identifier,
    readonly type: SqlType,
    /** undefined where it is not known: the server then allows NULL. */
    readonly nullable: boolean | undefined,
  ) {
    super();
  }

  accept(compiler: DDLCompiler): string {
    const nullability = this.nullable === undefined ? "" : this.nullable ? " NULL" : " NOT NULL";
    return `${compiler.alterColumn(this.table, this.column)} ${compiler.type(this.type)}${nullability}`;
  }
}
