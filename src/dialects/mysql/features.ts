import type { DialectFeatures } from "../../ddl/index.ts";
import type { ServerVersion } from "../../engine/driver.ts";

/** What MySQL and MariaDB can do, beside what every dialect is asked. */
export interface MysqlFeatures extends DialectFeatures {
  /** CHECK constraints are kept, since MySQL 8.0.16 and MariaDB 10.2.1: before, they were read and forgotten. */
  readonly keepsChecks: boolean;
  /** A CHECK that stands within a column's own text can have a name. */
  readonly namesColumnChecks: boolean;
  /** The words that drop a CHECK by its name. */
  readonly dropCheck: "DROP CHECK" | "DROP CONSTRAINT";
  /** Indexes over expressions, since MySQL 8.0.13. */
  readonly supportsExpressionIndexes: boolean;
  /** IF EXISTS and IF NOT EXISTS on parts of tables, as MariaDB has them. */
  readonly supportsConditions: boolean;
}

/** @param version the server's; null offline, where a current one is assumed */
export function mysqlFeatures(version: ServerVersion | null): MysqlFeatures {
  return {
    ...familyFeatures,
    dialectName: "mysql",
    // Before 9.0 a reference within a column's text is read and forgotten.
    supportsInlineReferences: isAtLeast(version, 9, 0, 0),
    keepsChecks: isAtLeast(version, 8, 0, 16),
    namesColumnChecks: true,
    dropCheck: "DROP CHECK",
    supportsExpressionIndexes: isAtLeast(version, 8, 0, 13),
    supportsConditions: false,
    supportsIfNotExistsOnAddColumn: false,
    supportsIfExistsOnDropColumn: false,
    supportsIfExistsOnDropConstraint: false,
    supportsIfNotExistsOnIndex: false,
    supportsIfExistsOnIndex: false,
    supportsNullsOrderInIndex: false,
  };
}

/** What both servers have in common. */
export const familyFeatures = {
  transactionalDdl: false,
  assumesTransactionalDdl: false,
  supportsNativeBoolean: false,
  supportsNativeEnum: true,
  supportsNativeUuid: false,
  supportsComments: true,
  inlineComments: true,
  supportsAlterConstraint: true,
  supportsAlterColumn: true,
  supportsSequences: false,
  supportsIdentity: false,
  supportsInlinePrimaryKey: true,
  inlinesAlterForeignKeys: false,
  implicitPrimaryKeyName: () => null,
  movesTableInBatch: false,
  maxValuesOfInsert: 32_000,
  commandTerminator: ";",
} as const;

export function isAtLeast(version: ServerVersion | null, major: number, minor: number, patch: number): boolean {
  if (version === null) return true;
  if (version.major !== major) return version.major > major;
  return version.minor === minor ? version.patch >= patch : version.minor > minor;
}
