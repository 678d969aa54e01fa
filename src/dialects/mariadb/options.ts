import { mysqlOptionKeys } from "../mysql/options.ts";

export type {
  MysqlIndexOptions as MariadbIndexOptions,
  MysqlKeyOptions as MariadbKeyOptions,
  MysqlTableOptions as MariadbTableOptions,
} from "../mysql/options.ts";

export const mariadbOptionKeys = { ...mysqlOptionKeys, dialect: "mariadb" } as const;
