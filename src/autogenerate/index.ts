export type {
  AutogenContext,
  AutogenerateLog,
  AutogenerateOptions,
  ComparedObject,
  CompareServerDefault,
  CompareType,
  IncludeName,
  IncludeObject,
  NamedKind,
  ParentNames,
} from "./autogen-context.ts";
export type { ColumnChange } from "./column-change.ts";
export {
  type Comparator,
  type ComparatorOptions,
  type ComparatorPriority,
  type ComparatorResult,
  comparators,
  type ComparedColumn,
  type ComparedTable,
  type CompareTarget,
} from "./comparators.ts";
export { compareMetadata } from "./compare-metadata.ts";
export { type ColumnDiff, type Diff, diffsOf, type ExistingColumn, type TableName } from "./diffs.ts";
export { type Plugin, type PluginDefinition, registerPlugin } from "./plugins.ts";
export { produceMigrations } from "./produce-migrations.ts";
export { type ConfirmRename, type RenameCandidate, Renames } from "./renames.ts";
export { type ProcessRevisionDirectives, Rewriter, type RewriteFunction, type Rewritten } from "./rewriter.ts";
export { objectsBesides, reflectDatabase, type ReflectSelection } from "./reflect-database.ts";
export { produceBaseline } from "./produce-baseline.ts";
