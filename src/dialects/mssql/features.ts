import type { DialectFeatures } from "../../ddl/index.ts";
import type { ServerVersion } from "../../engine/driver.ts";

/** What SQL Server can do, beside what every dialect is asked. */
export interface MssqlFeatures extends DialectFeatures {
  /** DATE and TIME, since SQL Server 2008. */
  readonly supportsDateAndTime: boolean;
  /** Whether VARCHAR(max), NVARCHAR(max) and VARBINARY(max) take the place of TEXT, NTEXT and IMAGE: since SQL Server 2012. */
  readonly usesMaxTypes: boolean;
}

/** @param version the server's; null offline: without one the older column types are written, which every server still takes */
export function mssqlFeatures(version: ServerVersion | null): MssqlFeatures {
  return {
    dialectName: "mssql",
    transactionalDdl: true,
    assumesTransactionalDdl: true,
    supportsNativeBoolean: true,
    supportsNativeEnum: false,
    supportsNativeUuid: true,
    supportsComments: true,
    inlineComments: false,
    supportsAlterConstraint: true,
    supportsAlterColumn: true,
    supportsSequences: true,
    supportsIdentity: true,
    supportsInlineReferences: true,
    supportsInlinePrimaryKey: true,
    supportsIfNotExistsOnAddColumn: true,
    supportsIfExistsOnDropColumn: true,
    supportsIfExistsOnDropConstraint: true,
    supportsIfNotExistsOnIndex: true,
    supportsIfExistsOnIndex: true,
    supportsNullsOrderInIndex: false,
    inlinesAlterForeignKeys: false,
    implicitPrimaryKeyName: () => null,
    movesTableInBatch: false,
    maxValuesOfInsert: 1000,
    commandTerminator: ";",
    supportsDateAndTime: version !== null && version.major >= 10,
    usesMaxTypes: version !== null && version.major >= 11,
  };
}
