import type { ServerVersion } from "../../engine/driver.ts";
import { familyFeatures, isAtLeast, type MysqlFeatures } from "../mysql/features.ts";

/** @param version the server's; null offline, where a current one is assumed */
export function mariadbFeatures(version: ServerVersion | null): MysqlFeatures {
  return {
    ...familyFeatures,
    dialectName: "mariadb",
    // Before 10.5 a reference within a column's text is read and forgotten.
    supportsInlineReferences: isAtLeast(version, 10, 5, 0),
    keepsChecks: isAtLeast(version, 10, 2, 1),
    namesColumnChecks: false,
    dropCheck: "DROP CONSTRAINT",
    supportsExpressionIndexes: false,
    supportsConditions: true,
    supportsIfNotExistsOnAddColumn: true,
    supportsIfExistsOnDropColumn: true,
    supportsIfExistsOnDropConstraint: true,
    supportsIfNotExistsOnIndex: true,
    supportsIfExistsOnIndex: true,
    supportsNullsOrderInIndex: false,
  };
}
