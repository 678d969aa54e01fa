import { TypeCompiler } from "../../ddl/index.ts";
import { IdentifierPreparer } from "../../sql/index.ts";
import type { Dialect, DialectModule } from "../base/dialect.ts";
import { PostgresqlDDLCompiler } from "./ddl-compiler.ts";
import { adopters, createScratch, drivers, startServer } from "./drivers/index.ts";
import { PostgresqlMigrationLock } from "./drivers/migration-lock.ts";
import { postgresqlFeatures } from "./features.ts";
import { PostgresqlImpl } from "./impl.ts";
import { PostgresqlInspector } from "./inspector.ts";
import { PostgresqlComparison } from "./reflection/comparison.ts";
import { PostgresqlLiterals } from "./text/literals.ts";
import { postgresqlQuoting } from "./text/quoting.ts";
import { postgresqlTypeRules } from "./type-compiler.ts";

const name = "postgresql";

/** PostgreSQL. */
export const dialectModule: DialectModule = {
  name,
  drivers,
  adopters,
  createScratch,
  startServer,
  createDialect(version): Dialect {
    const features = postgresqlFeatures(version);
    const identifiers = new IdentifierPreparer(postgresqlQuoting);
    const literals = new PostgresqlLiterals();
    const target = { identifiers, literals, placeholder: (index: number) => `$${index}` };
    const types = new TypeCompiler(name, identifiers, literals, postgresqlTypeRules);
    const dialect: Dialect = {
      name,
      features,
      target,
      types,
      ddl: new PostgresqlDDLCompiler(features, target, types),
      script: { terminator: ";", batchSeparator: null, begin: "BEGIN", commit: "COMMIT", separatesBegin: false },
      createImpl: (context, derive) => new (derive?.(PostgresqlImpl) ?? PostgresqlImpl)(context),
      createInspector: (connection) => new PostgresqlInspector(connection),
      createLock: (connection, scope) => new PostgresqlMigrationLock(connection, scope),
      createComparison: () => new PostgresqlComparison(dialect),
    };
    return dialect;
  },
};
