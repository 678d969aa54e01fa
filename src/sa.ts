export * as mariadb from "./dialects/mariadb/types.ts";
export * as mssql from "./dialects/mssql/types.ts";
export * as mysql from "./dialects/mysql/types.ts";
export * as oracle from "./dialects/oracle/types.ts";
export * as postgresql from "./dialects/postgresql/types.ts";
export * as sqlite from "./dialects/sqlite/types.ts";
export { column } from "./schema/column.ts";
export {
  checkConstraint,
  excludeConstraint,
  foreignKeyConstraint,
  primaryKeyConstraint,
  uniqueConstraint,
} from "./schema/constraints.ts";
export { declarativeBase } from "./schema/declarative-base.ts";
export { foreignKey } from "./schema/foreign-key.ts";
export { computed, identity, sequence } from "./schema/generated.ts";
export { asc, desc, index, label, nullsFirst, nullsLast } from "./schema/index-item.ts";
export { metaData } from "./schema/metadata.ts";
export { fetchedValue } from "./schema/server-default.ts";
export { table } from "./schema/table.ts";
export { quotedName } from "./sql/names.ts";
export * from "./types/factories.ts";
