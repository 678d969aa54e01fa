export {
  MysqlTypeCompiler as MariadbTypeCompiler,
  mysqlTypeRules as mariadbTypeRules,
} from "../mysql/type-compiler.ts";
