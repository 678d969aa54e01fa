export { MysqlFamilyImpl } from "../mysql/impl.ts";
