export { MysqlInspector as MariadbInspector } from "../mysql/inspector.ts";
