import type { NativeTypes } from "../schema/index.ts";

/** What a dialect, at one version of its server, can do. Code asks for these, never for a dialect's name. */
export interface DialectFeatures extends NativeTypes {
  /** Whether DDL can be rolled back, so that a migration and its version row change together. */
  readonly transactionalDdl: boolean;
  /** Whether offline scripts and steps treat DDL as transactional unless told otherwise. */
  readonly assumesTransactionalDdl: boolean;
  readonly supportsNativeUuid: boolean;
  readonly supportsComments: boolean;
  /** Whether a comment stands inside CREATE TABLE and ADD COLUMN. */
  readonly inlineComments: boolean;
  readonly supportsAlterConstraint: boolean;
  readonly supportsAlterColumn: boolean;
  readonly supportsSequences: boolean;
  readonly supportsIdentity: boolean;
  readonly supportsInlineReferences: boolean;
  readonly supportsInlinePrimaryKey: boolean;
  readonly supportsIfNotExistsOnAddColumn: boolean;
  readonly supportsIfExistsOnDropColumn: boolean;
  readonly supportsIfExistsOnDropConstraint: boolean;
  readonly supportsIfNotExistsOnIndex: boolean;
  readonly supportsIfExistsOnIndex: boolean;
  /** Whether an index says where its NULLs are. */
  readonly supportsNullsOrderInIndex: boolean;
  /** Whether foreign keys that are added later are written into CREATE TABLE all the same. */
  readonly inlinesAlterForeignKeys: boolean;
  /** What the server calls the primary key of a table whose name is not given; null where it has no name then. */
  readonly implicitPrimaryKeyName: (table: string) => string | null;
  /** Whether a batch moves a table into a new one, since most of it cannot be altered in place. */
  readonly movesTableInBatch: boolean;
  /** How many values one INSERT of several rows may bind; 0 where it takes one row. */
  readonly maxValuesOfInsert: number;
  /** What ends a statement of a script. */
  readonly commandTerminator: string;
}
