import { type DDLCompiler, DDLElement, type TableRef } from "../../../ddl/index.ts";
import { type Identifier, nameText, QuotedName } from "../../../sql/index.ts";

/** What can hang on a column under a name that the server made. */
export type ColumnConstraintKind = "default" | "check" | "foreignKey";

const CATALOGUES = {
  default: { name: "sys.default_constraints", prefix: "", parent: "parent_object_id" },
  check: { name: "sys.check_constraints", prefix: "", parent: "parent_object_id" },
  foreignKey: {
    name: "\nsys.foreign_keys fk join sys.foreign_key_columns fkc\non fk.object_id=fkc.constraint_object_id",
    prefix: "fkc.",
    parent: "fkc.parent_object_id",
  },
} as const satisfies Record<ColumnConstraintKind, object>;

/** Drops a constraint of a column by a name that only the catalogue knows. */
export class DropColumnConstraint extends DDLElement {
  constructor(
    readonly table: TableRef,
    readonly column: Identifier,
    readonly kind: ColumnConstraintKind,
  ) {
    super();
  }

  accept(compiler: DDLCompiler): string {
    const { name, prefix, parent } = CATALOGUES[this.kind];
    const from = name.startsWith("\n") ? `from${name}` : `from ${name}`;
    return [
      "declare @const_name varchar(256)",
      `select @const_name = QUOTENAME([name]) ${from}`,
      `where ${parent} = object_id('${escaped(this.objectName(compiler))}')`,
      `and col_name(${parent}, ${prefix}parent_column_id) = '${escaped(nameText(this.column))}'`,
      `exec('alter table ${escaped(compiler.table(this.table))} drop constraint ' + @const_name)`,
    ].join("\n");
  }

  /** The name as `object_id()` reads it: in brackets where a character in it would be read as a part of the syntax. */
  private objectName(compiler: DDLCompiler): string {
    const { identifier, schema } = this.table;
    const isPlain =
      !/[.[\]"]/.test(nameText(identifier)) && !(schema instanceof QuotedName) && !/[[\]"]/.test(schema ?? "");
    if (!isPlain) return compiler.table(this.table);
    return schema === null ? nameText(identifier) : `${schema}.${nameText(identifier)}`;
  }
}

function escaped(text: string): string {
  return text.replaceAll("'", "''");
}
