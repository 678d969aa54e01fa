/**
 * Database migrations for Node: `sa` is what a schema is made of, `sql` is SQL text as a value.
 *
 * @module
 */
export * from "./autogenerate/index.ts";
export { Config } from "./config/index.ts";
export type { Dialect, DialectModule, ImplMixin } from "./dialects/base/dialect.ts";
export type { DialectImpl } from "./dialects/base/impl.ts";
export {
  connect,
  type ConnectTarget,
  inspect,
  loadDialect,
  loadDialectModule,
  registerDialect,
  registerImpl,
} from "./dialects/registry.ts";
export { Connection, type QueryResult, type Row } from "./engine/index.ts";
export * from "./errors/index.ts";
export { batchDirective, type BatchDirective } from "./operations/batch-directive.ts";
export { directive, type Directive, type OperationScope } from "./operations/directive.ts";
export type { BatchOperations } from "./operations/batch/batch-operations.ts";
export { MigrateOperation } from "./operations/migrate-operation.ts";
export { MigrationScript } from "./operations/migration-script.ts";
export {
  createOperations,
  implementationFor,
  type ImplementationOptions,
  type Operations,
  registerOperation,
} from "./operations/operations.ts";
export * as ops from "./operations/ops.ts";
export type { Inspector, ReflectedTable } from "./reflection/index.ts";
export { reflect } from "./reflection/index.ts";
export {
  type ConfigureOptions,
  defineEnvironment,
  type Environment,
  EnvironmentContext,
  MigrationContext,
  MigrationInfo,
  type VersionApplied,
} from "./runtime/index.ts";
export * as sa from "./sa.ts";
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
export { ScriptDirectory } from "./script/index.ts";
export { FinalName, type Identifier, QuotedName, sql, SqlFragment, type SqlTemplate } from "./sql/index.ts";
export { SqlType, type TypeRenderer, UserDefinedType, type ValueOf } from "./types/index.ts";
export { call, type Deconstructed, type Deconstructible } from "./util/deconstruct.ts";
