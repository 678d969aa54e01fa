import type { MetaData } from "../schema/index.ts";

/** What filters of names are asked about. */
export type FilteredKind =
  | "schema"
  | "table"
  | "column"
  | "index"
  | "unique_constraint"
  | "foreign_key_constraint"
  | "check_constraint";

/** The names of what something reflected belongs to. */
export interface ParentNames {
  readonly schemaName?: string | null;
  readonly tableName?: string | null;
  /** `schema.table`, or `table` in the default schema. */
  readonly schemaQualifiedTableName?: string | null;
}

/** The options of `context.configure()` that say how models are compared with a database, and the result written. */
export interface AutogenerateOptions {
  /** The models' tables; several where an application has several collections of them. */
  readonly targetMetadata?: MetaData | readonly MetaData[] | null | undefined;
  /** Look at every schema of the database, not at the default one alone. */
  readonly includeSchemas?: boolean | undefined;
  /** Says whether something in the database takes part, by its name. */
  readonly includeName?: ((name: string | null, kind: FilteredKind, parents: ParentNames) => boolean) | undefined;
  /** Says whether an object, of the models or of the database, takes part. */
  readonly includeObject?:
    | ((object: unknown, name: string | null, kind: FilteredKind, isReflected: boolean, compareTo: unknown) => boolean)
    | undefined;
  /** Whether types are compared; a function decides a pair, or leaves it to us with null. Default: true. */
  readonly compareType?: boolean | ((...pair: readonly unknown[]) => boolean | null) | undefined;
  /** Whether server defaults are compared; a function decides a pair, or leaves it to us with null. Default: false. */
  readonly compareServerDefault?: boolean | ((...pair: readonly unknown[]) => boolean | null) | undefined;
  /** Writes an item in its own way: text as it is to stand, null to leave it out, false to leave it to us. */
  readonly renderItem?: ((kind: string, item: unknown, context: unknown) => string | null | false) | undefined;
  /** Write changes of tables as `op.batchAlterTable()`. */
  readonly renderAsBatch?: boolean | undefined;
  /** Changes what is about to be written. */
  readonly processRevisionDirectives?:
    | ((context: unknown, currentRevisions: readonly string[], directives: unknown[]) => void | Promise<void>)
    | undefined;
  readonly autogeneratePlugins?: readonly string[] | undefined;
  /** The template's variable that takes the upgrade. Default: `upgrades`. */
  readonly upgradeToken?: string | undefined;
  /** The template's variable that takes the downgrade. Default: `downgrades`. */
  readonly downgradeToken?: string | undefined;
  /** What stands before a directive. Default: `op.`. */
  readonly alembicModulePrefix?: string | undefined;
  /** What stands before a column or type. Default: `sa.`. */
  readonly sqlalchemyModulePrefix?: string | undefined;
  /** What stands before a type of one's own. */
  readonly userModulePrefix?: string | null | undefined;
}

export const autogenerateOptionNames = [
  "targetMetadata",
  "includeSchemas",
  "includeName",
  "includeObject",
  "compareType",
  "compareServerDefault",
  "renderItem",
  "renderAsBatch",
  "processRevisionDirectives",
  "autogeneratePlugins",
  "upgradeToken",
  "downgradeToken",
  "alembicModulePrefix",
  "sqlalchemyModulePrefix",
  "userModulePrefix",
] as const satisfies readonly (keyof AutogenerateOptions)[];
