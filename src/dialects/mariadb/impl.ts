export { MysqlImpl as MariadbImpl } from "../mysql/impl.ts";
