export type {
  AutogenContext,
  AutogenerateOptions,
  ComparedObject,
  CompareServerDefault,
  CompareType,
  IncludeName,
  IncludeObject,
  NamedKind,
  ParentNames,
} from "./autogen-context.ts";
export { compareMetadata } from "./compare-metadata.ts";
export { type ColumnDiff, type Diff, diffsOf, type ExistingColumn, type TableName } from "./diffs.ts";
export { type AutogenerateLog, produceMigrations } from "./produce-migrations.ts";
export { reflectDatabase, type ReflectSelection } from "./reflect-database.ts";
export { produceBaseline } from "./produce-baseline.ts";
