import type { Comparison } from "../dialects/base/comparison.ts";
import { InvalidArgumentError } from "../errors/index.ts";
import type { MigrationContext } from "../operations/migration-context.ts";
import type { Inspector } from "../reflection/index.ts";
import type { Column, Constraint, Index, MetaData, Table, ServerDefault } from "../schema/index.ts";
import type { SqlType } from "../types/index.ts";
import { type ComparatorArguments, ComparatorPlan, comparators, type CompareTarget } from "./comparators.ts";
import { choosePlugins, isBuiltIn } from "./plugins.ts";
import { sortByDependency } from "./sort-tables.ts";
import { Renames } from "./renames.ts";

/** The kinds of things that `includeName` is asked about. */
export type NamedKind =
  | "schema"
  | "table"
  | "column"
  | "index"
  | "unique_constraint"
  | "foreign_key_constraint"
  | "check_constraint"
  | "exclude_constraint";

/** Where a name stands. */
export interface ParentNames {
  readonly schemaName?: string | null;
  readonly tableName?: string;
  /** `schema.table`, or `table` in the default schema. */
  readonly schemaQualifiedTableName?: string;
}

/** Says whether a name that the database reports takes part. */
export type IncludeName = (name: string | null, type: NamedKind, parentNames: ParentNames) => boolean;

/** What `includeObject` is asked about. */
export type ComparedObject = Table | Column | Index | Constraint;

/** Says whether an object takes part; `compareTo` is its counterpart on the other side, if it has one. */
export type IncludeObject = (
  object: ComparedObject,
  name: string | null,
  type: Exclude<NamedKind, "schema">,
  reflected: boolean,
  compareTo: ComparedObject | null,
) => boolean;

/** Decides whether two types differ; null leaves it to the dialect. */
export type CompareType = (
  context: MigrationContext,
  reflectedColumn: Column,
  modelColumn: Column,
  reflectedType: SqlType,
  modelType: SqlType,
) => boolean | null | undefined | Promise<boolean | null | undefined>;

/** Decides whether two defaults differ; null leaves it to the dialect. */
export type CompareServerDefault = (
  context: MigrationContext,
  reflectedColumn: Column,
  modelColumn: Column,
  reflectedDefault: string | null,
  modelDefault: ServerDefault | null,
  renderedModelDefault: string | null,
) => boolean | null | undefined | Promise<boolean | null | undefined>;

/** What `context.configure()` says about autogenerate. */
export interface AutogenerateOptions {
  readonly targetMetadata?: MetaData | readonly MetaData[] | null | undefined;
  readonly includeSchemas?: boolean | undefined;
  readonly includeName?: IncludeName | undefined;
  readonly includeObject?: IncludeObject | undefined;
  /** true unless given. */
  readonly compareType?: boolean | CompareType | undefined;
  /** false unless given. */
  readonly compareServerDefault?: boolean | CompareServerDefault | undefined;
  readonly versionTable?: string | undefined;
  readonly versionTableSchema?: string | null | undefined;
  /** The plugins that take part: patterns over their names. `["alembic.autogenerate.*"]` unless given. */
  readonly autogeneratePlugins?: readonly string[] | undefined;
}

/** Who is told what a comparison finds. */
export interface AutogenerateLog {
  log(message: string): void;
  warn(message: string): void;
}

const silent: AutogenerateLog = { log: () => undefined, warn: () => undefined };

/** What comparators work with: the two sides, the dialect's ways of comparing, the filters. */
export class AutogenContext {
  readonly #plan: ComparatorPlan;
  #sortedTables: readonly Table[] | undefined;

  /** Whether anything of the user's, a filter or a comparator, sees the tables while they are compared. */
  readonly isWatched: boolean;

  /**
   * @throws {InvalidArgumentError} when two metadata have a table of the same name
   * @throws {CommandError} when a pattern of plugins matches nothing
   */
  constructor(
    readonly migrationContext: MigrationContext,
    readonly inspector: Inspector,
    readonly comparison: Comparison,
    readonly options: AutogenerateOptions,
    private readonly teller: AutogenerateLog = silent,
    /** Decides what has been renamed. */
    readonly renames: Renames = new Renames(),
  ) {
    const plugins = choosePlugins(options.autogeneratePlugins ?? ["alembic.autogenerate.*"]);
    const sources = [comparators, ...plugins.map((plugin) => plugin.comparators)];
    this.#plan = new ComparatorPlan(sources, migrationContext.dialect.name);
    const others = [comparators, ...plugins.filter((plugin) => !isBuiltIn(plugin)).map((plugin) => plugin.comparators)];
    this.isWatched = others.some(({ seeTables }) => seeTables) || hasHooks(options);
    assertNoTableTwice(this.metadata);
  }

  /** The metadata that are compared, in order. */
  get metadata(): readonly MetaData[] {
    const target = this.options.targetMetadata ?? [];
    return isList(target) ? target : [target];
  }

  /** The tables of the models, each after those that its foreign keys refer to; one metadata after the other. */
  get sortedTables(): readonly Table[] {
    this.#sortedTables ??= this.metadata.flatMap((metadata) =>
      sortByDependency([...metadata.tables.values()], (names) =>
        this.warn(
          `The tables ${names.join(", ")} refer to each other in a circle: their order is by name, and keys that close the circle are added afterwards.`,
        ),
      ),
    );
    return this.#sortedTables;
  }

  /** Tells what was found: one line a difference. */
  log(message: string): void {
    this.teller.log(message);
  }

  /** Tells what the user should look at. */
  warn(message: string): void {
    this.teller.warn(message);
  }

  /** Runs the comparators of a target on one object of it; nothing is to be waited for where none of them waited. */
  dispatch<Target extends CompareTarget>(
    target: Target,
    ...args: ComparatorArguments[Target]
  ): Promise<void> | undefined {
    return this.#plan.dispatch(target, this, ...args);
  }

  /** Whether a name that the database reports takes part. */
  includesName(name: string | null, type: NamedKind, parents: ParentNames): boolean {
    return this.options.includeName?.(name, type, parents) ?? true;
  }

  /** Whether an object takes part. */
  includesObject(
    object: ComparedObject,
    name: string | null,
    type: Exclude<NamedKind, "schema">,
    isReflected: boolean,
    compareTo: ComparedObject | null,
  ): boolean {
    return this.options.includeObject?.(object, name, type, isReflected, compareTo) ?? true;
  }
}

function hasHooks({ includeName, includeObject, compareType, compareServerDefault }: AutogenerateOptions): boolean {
  return [includeName, includeObject, compareType, compareServerDefault].some((hook) => typeof hook === "function");
}

function isList(target: MetaData | readonly MetaData[]): target is readonly MetaData[] {
  return Array.isArray(target);
}

function assertNoTableTwice(all: readonly MetaData[]): void {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const name of all.flatMap((metadata) => [...metadata.tables.keys()])) {
    if (seen.has(name)) twice.add(name);
    seen.add(name);
  }
  if (twice.size === 0) return;
  throw new InvalidArgumentError(
    "ALB0714",
    `Several metadata have a table of the same name: ${[...twice].join(", ")}.`,
    {
      hint: "Declare a table in one of them only.",
    },
  );
}

/** The names above an object within a table. */
export function parentsOf(table: Table): ParentNames {
  return { schemaName: table.schemaName, tableName: table.name, schemaQualifiedTableName: table.fullName };
}
