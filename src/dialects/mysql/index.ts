import { IdentifierPreparer } from "../../sql/index.ts";
import type { Dialect, DialectModule } from "../base/dialect.ts";
import type { ImplContext } from "../base/impl.ts";
import { MysqlDDLCompiler } from "./ddl-compiler.ts";
import { adopters, createScratch, drivers } from "./drivers/index.ts";
import { MysqlMigrationLock } from "./drivers/migration-lock.ts";
import { mysqlFeatures } from "./features.ts";
import { MysqlFamilyImpl } from "./impl.ts";
import { MysqlComparison } from "./reflection/comparison.ts";
import { MysqlInspector } from "./inspector.ts";
import { MysqlLiterals } from "./text/literals.ts";
import { mysqlQuoting } from "./text/quoting.ts";
import { mysqlScript } from "./text/script.ts";
import { MysqlTypeCompiler, mysqlTypeRules } from "./type-compiler.ts";

const name = "mysql";

/** MySQL. */
export const dialectModule: DialectModule = {
  name,
  drivers,
  adopters,
  createScratch,
  createDialect(version): Dialect {
    const features = mysqlFeatures(version);
    const identifiers = new IdentifierPreparer(mysqlQuoting());
    const literals = new MysqlLiterals();
    const target = { identifiers, literals, placeholder: () => "?" };
    const types = new MysqlTypeCompiler(name, identifiers, literals, mysqlTypeRules);
    // The log names an impl by its class.
    const Impl = class MysqlImpl extends MysqlFamilyImpl {
      constructor(context: ImplContext) {
        super(context, features);
      }
    };
    const dialect: Dialect = {
      name,
      features,
      target,
      types,
      ddl: new MysqlDDLCompiler(features, target, types),
      script: mysqlScript,
      createImpl: (context, derive) => new (derive?.(Impl) ?? Impl)(context),
      createInspector: (connection) => new MysqlInspector(connection, features.keepsChecks),
      createLock: (connection, scope) => new MysqlMigrationLock(connection, scope),
      createComparison: () => new MysqlComparison(dialect),
    };
    return dialect;
  },
};
