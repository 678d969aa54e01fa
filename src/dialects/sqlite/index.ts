import { TypeCompiler } from "../../ddl/index.ts";
import { IdentifierPreparer } from "../../sql/index.ts";
import type { Dialect, DialectModule } from "../base/dialect.ts";
import { SqliteDDLCompiler } from "./ddl-compiler.ts";
import { SqliteComparison } from "./reflection/comparison.ts";
import { adopters, createScratch, drivers } from "./drivers/index.ts";
import { SqliteMigrationLock } from "./drivers/migration-lock.ts";
import { sqliteFeatures } from "./features.ts";
import { SqliteImpl } from "./impl.ts";
import { SqliteInspector } from "./inspector.ts";
import { SqliteLiterals } from "./text/literals.ts";
import { sqliteQuoting } from "./text/quoting.ts";
import { sqliteTypeRules } from "./type-compiler.ts";

const name = "sqlite";

/** SQLite. */
export const dialectModule: DialectModule = {
  name,
  drivers,
  adopters,
  createScratch,
  createDialect(version): Dialect {
    const features = sqliteFeatures(version);
    const identifiers = new IdentifierPreparer(sqliteQuoting);
    const literals = new SqliteLiterals();
    const target = { identifiers, literals, placeholder: () => "?" };
    const types = new TypeCompiler(name, identifiers, literals, sqliteTypeRules);
    const dialect: Dialect = {
      name,
      features,
      target,
      types,
      ddl: new SqliteDDLCompiler(features, target, types),
      script: { terminator: ";", batchSeparator: null, begin: "BEGIN", commit: "COMMIT", separatesBegin: false },
      createImpl: (context, derive) => new (derive?.(SqliteImpl) ?? SqliteImpl)(context),
      createInspector: (connection) => new SqliteInspector(connection),
      createLock: (connection) => new SqliteMigrationLock(connection),
      createComparison: () => new SqliteComparison(dialect),
    };
    return dialect;
  },
};
