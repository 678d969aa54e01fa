import { IdentifierPreparer } from "../../sql/index.ts";
import type { Dialect, DialectModule } from "../base/dialect.ts";
import type { ImplContext } from "../base/impl.ts";
import { MariadbDDLCompiler } from "./ddl-compiler.ts";
import { adopters, createScratch, drivers } from "../mysql/drivers/index.ts";
import { MysqlMigrationLock } from "../mysql/drivers/migration-lock.ts";
import { mariadbFeatures } from "./features.ts";
import { MysqlFamilyImpl } from "./impl.ts";
import { MariadbComparison } from "./reflection/comparison.ts";
import { MariadbInspector } from "./inspector.ts";
import { MariadbLiterals } from "./text/literals.ts";
import { mariadbReservedWords } from "./text/reserved-words.ts";
import { mysqlQuoting } from "../mysql/text/quoting.ts";
import { mysqlScript } from "../mysql/text/script.ts";
import { MariadbTypeCompiler, mariadbTypeRules } from "./type-compiler.ts";

const name = "mariadb";

/** MariaDB. */
export const dialectModule: DialectModule = {
  name,
  drivers,
  adopters,
  createScratch,
  createDialect(version): Dialect {
    const features = mariadbFeatures(version);
    const identifiers = new IdentifierPreparer(mysqlQuoting(mariadbReservedWords));
    const literals = new MariadbLiterals();
    const target = { identifiers, literals, placeholder: () => "?" };
    const types = new MariadbTypeCompiler(name, identifiers, literals, mariadbTypeRules, ["mysql", name]);
    // The log names an impl by its class.
    const Impl = class MariadbImpl extends MysqlFamilyImpl {
      constructor(context: ImplContext) {
        super(context, features);
      }
    };
    const dialect: Dialect = {
      name,
      features,
      target,
      types,
      ddl: new MariadbDDLCompiler(features, target, types),
      script: mysqlScript,
      createImpl: (context, derive) => new (derive?.(Impl) ?? Impl)(context),
      createInspector: (connection) => new MariadbInspector(connection, features.keepsChecks),
      createLock: (connection, scope) => new MysqlMigrationLock(connection, scope),
      createComparison: () => new MariadbComparison(dialect),
    };
    return dialect;
  },
};
