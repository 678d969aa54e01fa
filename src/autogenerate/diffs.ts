import { AddColumnOp, DropColumnOp } from "../operations/add-column.ts";
import { AddConstraintOp } from "../operations/add-constraint.ts";
import { AlterColumnOp } from "../operations/alter-column.ts";
import { OpContainer } from "../operations/containers.ts";
import { CreateForeignKeyOp } from "../operations/create-foreign-key.ts";
import { CreateIndexOp, DropIndexOp } from "../operations/create-index.ts";
import { CreateTableCommentOp, DropTableCommentOp } from "../operations/create-table-comment.ts";
import { CreateTableOp, DropTableOp } from "../operations/create-table.ts";
import { DropConstraintOp } from "../operations/drop-constraint.ts";
import { ExecuteSqlOp } from "../operations/execute.ts";
import type { MigrateOperation } from "../operations/migrate-operation.ts";
import { type Column, type Constraint, type Index, type ServerDefault, Table } from "../schema/index.ts";
import { type Identifier, nameText } from "../sql/index.ts";
import type { SqlType } from "../types/index.ts";

/** Where a thing stands that does not know its table itself. */
export interface TableName {
  readonly schema: string | null;
  readonly table: string;
}

/** What the database says of a column besides what changes. */
export interface ExistingColumn {
  readonly existingType?: SqlType | undefined;
  readonly existingNullable?: boolean | null | undefined;
  /** false where it is not known. */
  readonly existingServerDefault?: ServerDefault | null | false | undefined;
  readonly existingComment?: string | null | undefined;
}

/** One change of a column: what it was, and what it is to be. */
export type ColumnDiff = readonly [
  kind: "modify_type" | "modify_nullable" | "modify_default" | "modify_comment",
  schema: string | null,
  table: string,
  column: string,
  existing: ExistingColumn,
  before: unknown,
  after: unknown,
];

/** One difference between a database and the models. All changes of one column stand in one list. */
export type Diff =
  | readonly [kind: "add_table" | "remove_table", table: Table]
  | readonly [kind: "add_column" | "remove_column", schema: string | null, table: string, column: Column]
  | readonly [kind: "add_index" | "remove_index", index: Index, on: TableName]
  | readonly [
      kind: "add_constraint" | "remove_constraint" | "add_fk" | "remove_fk",
      constraint: Constraint,
      on: TableName,
    ]
  | readonly [
      kind: "add_table_comment",
      table: TableName & { readonly comment: string | null },
      existing: string | null,
    ]
  | readonly [kind: "remove_table_comment", table: TableName]
  | readonly [kind: "execute", statement: unknown]
  | readonly ColumnDiff[]
  | readonly [kind: string, ...rest: readonly unknown[]];

/** An operation of one's own that can say what it stands for. */
interface DiffSource {
  toDiffTuple(): Diff;
}

/**
 * The differences that operations stand for, in their order.
 *
 * @param op an operation, or a container of them
 * @example const diffs = diffsOf(migrationScript.upgradeOps);
 */
export function diffsOf(op: MigrateOperation): readonly Diff[] {
  if (op instanceof OpContainer) return op.ops.flatMap(diffsOf);
  return [diffOf(op)];
}

function diffOf(op: MigrateOperation): Diff {
  if (isDiffSource(op)) return op.toDiffTuple();
  if (op instanceof CreateTableOp) return ["add_table", tableOf(op)];
  if (op instanceof DropTableOp) return ["remove_table", op.original === null ? bareTable(op) : tableOf(op.original)];
  if (op instanceof AddColumnOp) return ["add_column", text(op.schema), nameText(op.table), op.column];
  if (op instanceof DropColumnOp) return droppedColumn(op);
  if (op instanceof AlterColumnOp) return columnDiffs(op);
  if (op instanceof CreateIndexOp) return ["add_index", op.toIndex(), on(op.table, op.schema)];
  if (op instanceof DropIndexOp) return ["remove_index", op.toIndex(), on(op.table ?? "", op.schema)];
  if (op instanceof AddConstraintOp) return addedConstraint(op);
  if (op instanceof DropConstraintOp) return droppedConstraint(op);
  if (op instanceof CreateTableCommentOp) {
    const existing = op.options.existingComment ?? null;
    return ["add_table_comment", { ...on(op.table, op.schema), comment: op.comment }, existing];
  }
  if (op instanceof DropTableCommentOp) return ["remove_table_comment", on(op.table, op.schema)];
  return op instanceof ExecuteSqlOp ? ["execute", op.statement] : [op.constructor.name, op];
}

function isDiffSource(op: MigrateOperation): op is MigrateOperation & DiffSource {
  return "toDiffTuple" in op && typeof op.toDiffTuple === "function";
}

function tableOf({ table, items, options: { ifNotExists: _ifNotExists, ...options } }: CreateTableOp): Table {
  return new Table(table, items, options);
}

function bareTable({ table, options }: DropTableOp): Table {
  return new Table(table, [], { schema: options.schema });
}

function droppedColumn({ schema, table, column, original }: DropColumnOp): Diff {
  return original === null
    ? ["remove_column", text(schema), nameText(table), column]
    : ["remove_column", text(schema), nameText(table), original];
}

function addedConstraint(op: AddConstraintOp): Diff {
  const kind = op instanceof CreateForeignKeyOp ? "add_fk" : "add_constraint";
  return [kind, op.toConstraint(), on(op.table, op.schema)];
}

function droppedConstraint({ original, table, schema, name, type }: DropConstraintOp): Diff {
  const kind = type === "foreignkey" ? "remove_fk" : "remove_constraint";
  return original === null ? [kind, name, on(table, schema)] : [kind, original.toConstraint(), on(table, schema)];
}

function columnDiffs({ table, schema, column, options }: AlterColumnOp): readonly ColumnDiff[] {
  const existing = {
    existingType: options.existingType,
    existingNullable: options.existingNullable ?? null,
    existingServerDefault: options.existingServerDefault ?? false,
    existingComment: options.existingComment ?? null,
  };
  const changes = [
    ["modify_type", "existingType", options.type],
    ["modify_nullable", "existingNullable", options.nullable],
    ["modify_default", "existingServerDefault", options.serverDefault],
    ["modify_comment", "existingComment", options.comment],
  ] as const;
  return changes.flatMap(([kind, own, after]): ColumnDiff[] => {
    if (after === undefined) return [];
    const { [own]: before, ...others } = existing;
    return [[kind, text(schema), nameText(table), nameText(column), others, before, after]];
  });
}

function on(table: Identifier, schema: Identifier | null): TableName {
  return { schema: text(schema), table: nameText(table) };
}

function text(name: Identifier | null): string | null {
  return name === null ? null : nameText(name);
}
