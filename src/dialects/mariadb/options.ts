export type {
  MysqlIndexOptions as MariadbIndexOptions,
  MysqlKeyOptions as MariadbKeyOptions,
  MysqlTableOptions as MariadbTableOptions,
} from "../mysql/options.ts";
export { mysqlOptionKeys as mariadbOptionKeys } from "../mysql/options.ts";
