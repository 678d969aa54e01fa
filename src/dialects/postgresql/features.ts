import type { DialectFeatures } from "../../ddl/index.ts";
import type { ServerVersion } from "../../engine/driver.ts";

/** What PostgreSQL can do, beside what every dialect is asked. */
export interface PostgresqlFeatures extends DialectFeatures {
  /** GENERATED ALWAYS AS (...) VIRTUAL, since 18. */
  readonly supportsVirtualComputed: boolean;
}

/** @param version the server's; null offline, where one that every supported server is compatible with is assumed */
export function postgresqlFeatures(version: ServerVersion | null): PostgresqlFeatures {
  return {
    dialectName: "postgresql",
    transactionalDdl: true,
    assumesTransactionalDdl: true,
    supportsNativeBoolean: true,
    supportsNativeEnum: true,
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
    supportsNullsOrderInIndex: true,
    inlinesAlterForeignKeys: false,
    implicitPrimaryKeyName: (table) => `${table}_pkey`,
    movesTableInBatch: false,
    maxValuesOfInsert: 32_000,
    commandTerminator: ";",
    supportsVirtualComputed: version !== null && version.major >= 18,
  };
}
