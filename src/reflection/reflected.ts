import type {
  ExcludeConstraintOptions,
  ExcludeElement,
  ForeignKeyOptions,
  IdentityOptions,
  IndexExpression,
  IndexOptions,
  PrimaryKeyConstraintOptions,
  TableOptions,
  UniqueConstraintOptions,
} from "../schema/index.ts";
import type { SqlType } from "../types/index.ts";

/** A column as the database reports it. */
export interface ReflectedColumn {
  readonly name: string;
  readonly type: SqlType;
  readonly nullable: boolean;
  /** The default's SQL as the database writes it; null for none. */
  readonly defaultSql: string | null;
  /** Numbered by the database, by a means that no default shows: AUTO_INCREMENT, SERIAL. null where an integer key is numbered anyhow. */
  readonly isAutoincrement: boolean | null;
  readonly identity: IdentityOptions | null;
  readonly computed: { readonly sql: string; readonly persisted: boolean } | null;
  readonly comment: string | null;
}

/** A primary key as the database reports it. */
export interface ReflectedPrimaryKey {
  readonly name: string | null;
  readonly columns: readonly string[];
  readonly options: PrimaryKeyConstraintOptions;
}

/** A unique constraint as the database reports it. */
export interface ReflectedUnique {
  readonly name: string | null;
  readonly columns: readonly string[];
  readonly options: UniqueConstraintOptions;
  /** The index that the database reports for it as well. */
  readonly duplicatesIndex: string | null;
}

/** A foreign key as the database reports it. */
export interface ReflectedForeignKey {
  readonly name: string | null;
  readonly columns: readonly string[];
  readonly referredSchema: string | null;
  readonly referredTable: string;
  readonly referredColumns: readonly string[];
  readonly options: ForeignKeyOptions;
}

/** A CHECK as the database reports it. */
export interface ReflectedCheck {
  readonly name: string | null;
  readonly sql: string;
  /** Whether the server made up the name. */
  readonly isNameGenerated: boolean;
}

/** An EXCLUDE constraint as the database reports it. */
export interface ReflectedExclude {
  readonly name: string;
  readonly elements: readonly ExcludeElement[];
  readonly options: ExcludeConstraintOptions;
}

/** An index as the database reports it. */
export interface ReflectedIndex {
  readonly name: string;
  readonly expressions: readonly IndexExpression[];
  readonly options: IndexOptions;
  /** The constraint that the index belongs to: it is no index of its own. */
  readonly duplicatesConstraint: string | null;
}

/** A table as the database reports it. */
export interface ReflectedTable {
  readonly name: string;
  /** null for the connection's default schema. */
  readonly schema: string | null;
  /** Whether CREATE TABLE with its columns makes it: not a partition, a foreign or a virtual table. */
  readonly isDeclarable: boolean;
  readonly columns: readonly ReflectedColumn[];
  readonly primaryKey: ReflectedPrimaryKey | null;
  readonly uniques: readonly ReflectedUnique[];
  readonly foreignKeys: readonly ReflectedForeignKey[];
  readonly checks: readonly ReflectedCheck[];
  readonly excludes: readonly ReflectedExclude[];
  readonly indexes: readonly ReflectedIndex[];
  readonly comment: string | null;
  /** The dialect's own options: engine, WITHOUT ROWID, partitioning. */
  readonly options: TableOptions;
}
