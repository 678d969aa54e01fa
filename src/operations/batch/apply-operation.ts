import { InvalidArgumentError } from "../../errors/index.ts";
import {
  type Column,
  type Constraint,
  type Index,
  type MetaData,
  resolveName,
  Table,
  typeBoundCheck,
  withCheckName,
} from "../../schema/index.ts";
import { FinalName, nameText } from "../../sql/index.ts";
import { AddColumnOp, DropColumnOp } from "../add-column.ts";
import { AddConstraintOp } from "../add-constraint.ts";
import { AlterColumnOp } from "../alter-column.ts";
import { CreateIndexOp, DropIndexOp } from "../create-index.ts";
import { CreateTableCommentOp, DropTableCommentOp } from "../create-table-comment.ts";
import type { OperationScope } from "../directive.ts";
import { DropConstraintOp, droppedName } from "../drop-constraint.ts";
import type { MigrateOperation } from "../migrate-operation.ts";
import type { TableDraft } from "./table-draft.ts";

/**
 * Does one operation of a batch on the description of its table.
 *
 * @returns whether the operation is one of those that change a table
 * @throws {InvalidArgumentError} when it names something that the table has not, or makes something without a name
 */
export function applyOperation(draft: TableDraft, operation: MigrateOperation, scope: OperationScope): boolean {
  if (operation instanceof AddColumnOp) addColumn(draft, operation, scope);
  else if (operation instanceof DropColumnOp)
    draft.dropColumn(nameText(operation.column), operation.options.existingType);
  else if (operation instanceof AlterColumnOp) alterColumn(draft, operation, scope);
  else if (operation instanceof AddConstraintOp)
    draft.addConstraint(named(operation.toConstraint(), holder(draft, scope)));
  else if (operation instanceof DropConstraintOp) {
    draft.dropConstraint(droppedName(operation, scope), operation.options.ifExists === true);
  } else if (operation instanceof CreateIndexOp) {
    draft.createIndex(namedIndex(operation.toIndex(), holder(draft, scope)), operation.options.ifNotExists === true);
  } else if (operation instanceof DropIndexOp) dropIndex(draft, operation, scope);
  else if (operation instanceof CreateTableCommentOp) draft.setComment(operation.comment);
  else if (operation instanceof DropTableCommentOp) draft.setComment(null);
  else return false;
  return true;
}

/** What the column brings besides itself becomes a part of the table, under a name of its own. */
function addColumn(draft: TableDraft, { column, placement }: AddColumnOp, scope: OperationScope): void {
  const table = new Table(draft.source.identifier, [column], { schema: draft.source.schema }, scope.metadata);
  const [bound = column] = table.columns.values();
  draft.addColumn(withNamedCheck(bound, table, scope), placement);
  for (const constraint of table.constraints) {
    if (constraint.kind !== "primary") draft.addConstraint(named(constraint, table));
  }
  for (const index of table.indexes) draft.createIndex(namedIndex(index, table));
}

function alterColumn(draft: TableDraft, { column, options }: AlterColumnOp, scope: OperationScope): void {
  const { schema: _schema, type, ...change } = options;
  if (type === undefined) {
    draft.alterColumn(nameText(column), change);
    return;
  }
  const table = new Table(draft.source.identifier, [], { schema: draft.source.schema }, scope.metadata);
  const holding = draft.source.columns.get(nameText(column))?.with({ type });
  const checked = holding === undefined ? type : withNamedCheck(holding, table, scope).type;
  draft.alterColumn(nameText(column), { ...change, type: checked });
}

/** The CHECK of the column's type gets the name that the naming convention makes. */
function withNamedCheck(column: Column, table: Table, { impl }: OperationScope): Column {
  const { features } = impl.dialect;
  const check = typeBoundCheck(column, features);
  const name = check === null ? null : resolveName(check, table);
  if (name === null) return column;
  return column.with({ type: withCheckName(column.type, features.dialectName, nameText(name.name)) });
}

function dropIndex(draft: TableDraft, operation: DropIndexOp, scope: OperationScope): void {
  const { name } = namedIndex(operation.toIndex(), holder(draft, scope));
  if (name !== null) draft.dropIndex(nameText(name), operation.options.ifExists === true);
}

/** Stands for the table, with the naming convention that applies to what is new. */
function holder(draft: TableDraft, scope: OperationScope): Table {
  return new Table(draft.source.identifier, [], { schema: draft.source.schema }, scope.metadata);
}

function namedIndex(index: Index, table: Table): Index {
  const name = resolveName(index, table);
  return name === null ? index : index.withName(new FinalName(nameText(name.name)));
}

function named(constraint: Constraint, table: Table): Constraint {
  const name = resolveName(constraint, table);
  if (name !== null) return constraint.withName(new FinalName(nameText(name.name)));
  throw new InvalidArgumentError(
    "ALB0876",
    `A constraint of kind '${constraint.kind}' that a batch adds to "${table.fullName}" needs a name.`,
    {
      hint: "Name it: without a name, no later migration could drop it. A naming convention of the metadata does too.",
    },
  );
}

/** A table whose constraints have the names of a convention, as far as it makes any. */
export function namedByConvention(table: Table, metadata: MetaData): Table {
  const holding = new Table(table.identifier, table.items, table.options, metadata);
  const items = table.items.map((item) => {
    if (!("kind" in item) || item.name !== null || item.kind === "check") return item;
    const name = resolveName(item, holding);
    return name === null ? item : item.withName(new FinalName(nameText(name.name)));
  });
  return new Table(table.identifier, items, table.options);
}
