import type { AddConstraintOp } from "../operations/add-constraint.ts";
import { CreateCheckConstraintOp } from "../operations/create-check-constraint.ts";
import { CreateExcludeConstraintOp } from "../operations/create-exclude-constraint.ts";
import { CreateForeignKeyOp } from "../operations/create-foreign-key.ts";
import { CreateIndexOp, type DropIndexOp } from "../operations/create-index.ts";
import { CreateTableOp, DropTableOp } from "../operations/create-table.ts";
import { CreateUniqueConstraintOp } from "../operations/create-unique-constraint.ts";
import { CreatePrimaryKeyOp } from "../operations/create-primary-key.ts";
import type { DropConstraintOp } from "../operations/drop-constraint.ts";
import type { OptionalName } from "../operations/table-operation.ts";
import {
  type CheckConstraint,
  Column,
  ExcludeConstraint,
  ForeignKeyConstraint,
  type Index,
  PrimaryKeyConstraint,
  resolveName,
  type Table,
  type TableItem,
  UniqueConstraint,
} from "../schema/index.ts";
import type { AutogenContext } from "./autogen-context.ts";
import { nameIn } from "./names.ts";
import { targetsOf } from "./foreign-key-target.ts";
import type { SqlType } from "../types/index.ts";
import { FinalName, type Identifier, nameText } from "../sql/index.ts";

/** A constraint that is compared on its own, outside CREATE TABLE. */
export type ComparedConstraint =
  | PrimaryKeyConstraint
  | UniqueConstraint
  | CheckConstraint
  | ExcludeConstraint
  | ForeignKeyConstraint;

/** What goes into CREATE TABLE besides columns and constraints, and what does not. */
export interface TableParts {
  /** Indexes that are made together with the table. */
  readonly indexes?: readonly Index[];
  /** Foreign keys that are added afterwards. */
  readonly without?: readonly ForeignKeyConstraint[];
  /** How a column's type is written; as it is unless given. */
  readonly typeOf?: (type: SqlType) => SqlType;
}

/** The operation that creates a table: bare columns, and everything else as constraints of the table. */
export function createTableOp(
  context: AutogenContext,
  table: Table,
  { indexes = [], without = [], typeOf = (type) => type }: TableParts = {},
): CreateTableOp {
  const columns = [...table.columns.values()].filter((column) => column.options.system !== true);
  const items: TableItem[] = [
    ...columns.map((column) => bareColumn(column, typeOf(column.type))),
    ...[...table.constraints, ...columns.flatMap((column) => column.checks)]
      .filter((constraint) => !without.some((key) => key === constraint))
      .map((constraint) => withFinalName(context, constraint, table)),
    ...indexes.map((index) => index.withName(finalNameOf(context, index, table))),
  ];
  const { schema: _schema, ...options } = table.options;
  return new CreateTableOp(table.identifier, items, { ...options, ...schemaOption(table) });
}

/** The operation that drops a table, and knows how it was: the parts are those that go with it. */
export function dropTableOp(context: AutogenContext, table: Table, parts: TableParts = {}): DropTableOp {
  return new DropTableOp(table.identifier, schemaOption(table), createTableOp(context, table, parts));
}

/** A column without what stands elsewhere: keys and constraints of the table, indexes of their own. */
export function bareColumn(column: Column, type: SqlType = column.type): Column {
  const {
    primaryKey: _primary,
    unique: _unique,
    index: _index,
    foreignKey: _key,
    check: _check,
    sequence: _sequence,
    ...rest
  } = column.options;
  const { default: _default, key: _name, info: _info, ...options } = rest;
  return new Column(column.identifier, type, { ...options, nullable: column.nullable });
}

/** The operation that creates an index. */
export function createIndexOp(context: AutogenContext, index: Index, table: Table): CreateIndexOp {
  return new CreateIndexOp(finalNameOf(context, index, table), table.identifier, index.expressions, {
    ...index.options,
    ...schemaOption(table),
  });
}

/** The operation that drops an index, and knows how it was. */
export function dropIndexOp(context: AutogenContext, index: Index, table: Table): DropIndexOp {
  return createIndexOp(context, index, table).reverse();
}

/** The operation that adds a constraint to a table that is there. */
export function addConstraintOp(
  context: AutogenContext,
  constraint: ComparedConstraint,
  table: Table,
): AddConstraintOp {
  const name = finalNameOf(context, constraint, table);
  if (constraint instanceof ForeignKeyConstraint) return foreignKeyOp(constraint, table, name);
  if (constraint instanceof PrimaryKeyConstraint) {
    const { name: _name, ...options } = constraint.options;
    return new CreatePrimaryKeyOp(name, table.identifier, constraint.columns, { ...options, ...schemaOption(table) });
  }
  if (constraint instanceof UniqueConstraint) {
    const { name: _name, ...options } = constraint.options;
    return new CreateUniqueConstraintOp(name, table.identifier, constraint.columns, {
      ...options,
      ...schemaOption(table),
    });
  }
  if (constraint instanceof ExcludeConstraint) {
    const { name: _name, ...options } = constraint.options;
    return new CreateExcludeConstraintOp(name, table.identifier, constraint.elements, {
      ...options,
      ...schemaOption(table),
    });
  }
  const { name: _name, ...options } = constraint.options;
  return new CreateCheckConstraintOp(name, table.identifier, constraint.condition, {
    ...options,
    ...schemaOption(table),
  });
}

/** The operation that drops a constraint, and knows how it was. */
export function dropConstraintOp(
  context: AutogenContext,
  constraint: ComparedConstraint,
  table: Table,
): DropConstraintOp {
  return addConstraintOp(context, constraint, table).reverse();
}

function foreignKeyOp(key: ForeignKeyConstraint, table: Table, name: OptionalName): CreateForeignKeyOp {
  const { name: _name, ...options } = key.options;
  const [first] = targetsOf(key, table);
  return new CreateForeignKeyOp(
    name,
    table.identifier,
    first?.table ?? "",
    key.columns,
    key.referred.map((referred) => referred.column),
    {
      ...options,
      ...(table.schema === null ? {} : { sourceSchema: table.schema }),
      ...(first === undefined || first.schema === null ? {} : { referentSchema: first.schema }),
    },
  );
}

function withFinalName(context: AutogenContext, constraint: TableConstraint, table: Table): TableConstraint {
  const name = finalNameOf(context, constraint, table);
  if (!(constraint instanceof ForeignKeyConstraint) || table.metadata?.schema === undefined)
    return name === null ? constraint : constraint.withName(name);
  const { name: _name, ...options } = constraint.options;
  return new ForeignKeyConstraint(constraint.columns, targetsOf(constraint, table), {
    ...(name === null ? {} : { name }),
    ...options,
  });
}

/** A name as it is rendered: final where the naming convention made it, plain where the user gave it. */
function finalNameOf(context: AutogenContext, item: Index | TableConstraint, table: Table): OptionalName {
  const resolved = resolveName(item, table);
  if (resolved === null) return null;
  return resolved.isGenerated || item.name instanceof FinalName
    ? new FinalName(nameIn(context, item, table) ?? nameText(resolved.name))
    : resolved.name;
}

type TableConstraint = Table["constraints"][number];

function schemaOption(table: Table): { readonly schema?: Identifier } {
  return table.schema === null ? {} : { schema: table.schema };
}
