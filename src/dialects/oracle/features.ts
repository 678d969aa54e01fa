import type { DialectFeatures } from "../../ddl/index.ts";
import type { ServerVersion } from "../../engine/driver.ts";

/** What Oracle can do, beside what every dialect is asked. */
export interface OracleFeatures extends DialectFeatures {
  /** A column type for JSON, since Oracle 21. */
  readonly supportsJson: boolean;
}

/** @param version the server's; null offline */
export function oracleFeatures(version: ServerVersion | null): OracleFeatures {
  return {
    dialectName: "oracle",
    transactionalDdl: false,
    assumesTransactionalDdl: false,
    supportsNativeBoolean: false,
    supportsNativeEnum: false,
    supportsNativeUuid: false,
    supportsComments: true,
    inlineComments: false,
    supportsAlterConstraint: true,
    supportsAlterColumn: true,
    supportsSequences: true,
    supportsIdentity: true,
    supportsInlineReferences: true,
    supportsInlinePrimaryKey: true,
    supportsIfNotExistsOnAddColumn: false,
    supportsIfExistsOnDropColumn: true,
    supportsIfExistsOnDropConstraint: true,
    // Since Oracle 23; an older server refuses the statement.
    supportsIfNotExistsOnIndex: true,
    supportsIfExistsOnIndex: true,
    supportsNullsOrderInIndex: true,
    inlinesAlterForeignKeys: false,
    implicitPrimaryKeyName: () => null,
    movesTableInBatch: false,
    maxValuesOfInsert: 0,
    commandTerminator: "",
    supportsJson: version !== null && version.major >= 21,
  };
}
