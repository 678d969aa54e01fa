import { type DDLCompiler, DDLElement, type TableRef } from "../../../ddl/index.ts";
import type { Computed, ServerDefault } from "../../../schema/index.ts";
import type { Identifier } from "../../../sql/index.ts";
import type { SqlType } from "../../../types/index.ts";

/** A column as it is to be afterwards: MODIFY and CHANGE state all of it, and what they leave out is lost. */
export interface WholeColumn {
  readonly name: Identifier;
  readonly type: SqlType;
  readonly nullable: boolean;
  readonly autoincrement: boolean;
  readonly serverDefault: ServerDefault | null;
  readonly computed: Computed | null;
  readonly comment: string | null;
}

/** `MODIFY c ...`, and `CHANGE c d ...` where the column is named twice. */
export class ModifyColumn extends DDLElement {
  constructor(
    readonly table: TableRef,
    readonly column: Identifier,
    readonly whole: WholeColumn,
    readonly form: "MODIFY" | "CHANGE",
  ) {
    super();
  }

  accept(compiler: DDLCompiler): string {
    const { whole } = this;
    const text = compiler.serverDefault(whole.serverDefault, whole.type);
    const newName = this.form === "CHANGE" ? ` ${compiler.quote(whole.name)}` : "";
    return [
      `${compiler.alterTable(this.table)} ${this.form} ${compiler.quote(this.column)}${newName}`,
      compiler.type(whole.type),
      whole.computed === null ? "" : compiler.computed(whole.computed),
      whole.nullable ? "NULL" : "NOT NULL",
      whole.autoincrement ? "AUTO_INCREMENT" : "",
      text === null ? "" : `DEFAULT ${text}`,
      whole.comment === null || whole.comment === "" ? "" : `COMMENT ${compiler.literal(whole.comment)}`,
    ]
      .filter((part) => part !== "")
      .join(" ");
  }
}
