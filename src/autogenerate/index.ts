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
export { type AutogenerateLog, produceMigrations } from "./produce-migrations.ts";
export { reflectDatabase, type ReflectSelection } from "./reflect-database.ts";
export { produceBaseline } from "./produce-baseline.ts";
