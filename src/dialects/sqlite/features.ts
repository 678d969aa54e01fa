import type { DialectFeatures } from "../../ddl/index.ts";
import type { ServerVersion } from "../../engine/driver.ts";

/** What SQLite can do, beside what every dialect is asked. */
export interface SqliteFeatures extends DialectFeatures {
  /** ALTER TABLE ... RENAME COLUMN, since 3.25. */
  readonly supportsRenameColumn: boolean;
  /** GENERATED ALWAYS AS, since 3.31. */
  readonly supportsGeneratedColumns: boolean;
  /** ALTER TABLE ... DROP COLUMN, since 3.35. */
  readonly supportsDropColumn: boolean;
  /** STRICT tables, since 3.37. */
  readonly supportsStrictTables: boolean;
}

/** @param version the library's; null offline, where a current one is assumed */
export function sqliteFeatures(version: ServerVersion | null): SqliteFeatures {
  return {
    dialectName: "sqlite",
    transactionalDdl: true,
    assumesTransactionalDdl: false,
    supportsNativeBoolean: false,
    supportsNativeEnum: false,
    supportsNativeUuid: false,
    supportsComments: false,
    inlineComments: false,
    supportsAlterConstraint: false,
    supportsAlterColumn: false,
    supportsSequences: false,
    supportsIdentity: false,
    supportsInlineReferences: true,
    supportsInlinePrimaryKey: false,
    supportsIfNotExistsOnAddColumn: false,
    supportsIfExistsOnDropColumn: false,
    supportsIfExistsOnDropConstraint: false,
    supportsIfNotExistsOnIndex: true,
    supportsIfExistsOnIndex: true,
    supportsNullsOrderInIndex: false,
    inlinesAlterForeignKeys: true,
    implicitPrimaryKeyName: () => null,
    movesTableInBatch: true,
    maxValuesOfInsert: 900,
    commandTerminator: ";",
    supportsRenameColumn: isAtLeast(version, 3, 25),
    supportsGeneratedColumns: isAtLeast(version, 3, 31),
    supportsDropColumn: isAtLeast(version, 3, 35),
    supportsStrictTables: isAtLeast(version, 3, 37),
  };
}

function isAtLeast(version: ServerVersion | null, major: number, minor: number): boolean {
  if (version === null) return true;
  return version.major > major || (version.major === major && version.minor >= minor);
}
