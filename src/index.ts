/**
 * Database migrations for Node: `sa` is what a schema is made of, `sql` is SQL text as a value.
 *
 * @module
 */
export * from "./errors/index.ts";
export { directive, type Directive, type OperationScope } from "./operations/directive.ts";
export { MigrateOperation } from "./operations/migrate-operation.ts";
export type { MigrationContext } from "./operations/migration-context.ts";
export { implementationFor, type ImplementationOptions, type Operations, registerOperation } from "./operations/operations.ts";
export * as sa from "./sa.ts";
export { FinalName, type Identifier, QuotedName, sql, SqlFragment, type SqlTemplate } from "./sql/index.ts";
export type {
  Column,
  ColumnOptions,
  Constraint,
  DeclarativeBase,
  Index,
  MetaData,
  NamingConvention,
  Table,
  TableClass,
} from "./schema/index.ts";
export { SqlType, type TypeRenderer, UserDefinedType, type ValueOf } from "./types/index.ts";
export { call, type Deconstructed, type Deconstructible } from "./util/deconstruct.ts";
