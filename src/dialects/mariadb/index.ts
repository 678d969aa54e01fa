import { IdentifierPreparer } from "../../sql/index.ts";
import { Comparison } from "../base/comparison.ts";
import type { Dialect, DialectModule } from "../base/dialect.ts";
import { MariadbDDLCompiler } from "./ddl-compiler.ts";
import { drivers } from "../mysql/drivers/index.ts";
import { mariadbFeatures } from "./features.ts";
import { MysqlImpl } from "../mysql/impl.ts";
import { createInspector } from "../mysql/inspector.ts";
import { MariadbLiterals } from "./text/literals.ts";
import { mariadbReservedWords } from "./text/reserved-words.ts";
import { mysqlQuoting } from "../mysql/text/quoting.ts";
import { mysqlScript } from "../mysql/text/script.ts";
import { MysqlTypeCompiler, mysqlTypeRules } from "../mysql/type-compiler.ts";

const name = "mariadb";

/** MariaDB. */
export const dialectModule: DialectModule = {
  name,
  drivers,
  createDialect(version): Dialect {
    const features = mariadbFeatures(version);
    const identifiers = new IdentifierPreparer(mysqlQuoting(mariadbReservedWords));
    const literals = new MariadbLiterals();
    const target = { identifiers, literals, placeholder: () => "?" };
    const types = new MysqlTypeCompiler(name, identifiers, literals, mysqlTypeRules);
    const dialect: Dialect = {
      name,
      features,
      target,
      types,
      ddl: new MariadbDDLCompiler(features, target, types),
      script: mysqlScript,
      createImpl: (context) => new MysqlImpl(context, features),
      createInspector,
      createComparison: () => new Comparison(dialect),
    };
    return dialect;
  },
};
