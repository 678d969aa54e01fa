import { TypeCompiler } from "../../ddl/index.ts";
import { IdentifierPreparer } from "../../sql/index.ts";
import { Comparison } from "../base/comparison.ts";
import type { Dialect, DialectModule } from "../base/dialect.ts";
import { MssqlDDLCompiler } from "./ddl-compiler.ts";
import { drivers } from "./drivers/index.ts";
import { mssqlFeatures } from "./features.ts";
import { MssqlImpl } from "./impl.ts";
import { createInspector } from "./inspector.ts";
import { MssqlLiterals } from "./text/literals.ts";
import { mssqlQuoting } from "./text/quoting.ts";
import { mssqlTypeRules } from "./type-compiler.ts";

const name = "mssql";

/** SQL Server: its SQL, without a driver. */
export const dialectModule: DialectModule = {
  name,
  drivers,
  createDialect(version, options = {}): Dialect {
    const features = mssqlFeatures(version);
    const identifiers = new IdentifierPreparer(mssqlQuoting);
    const literals = new MssqlLiterals();
    const target = { identifiers, literals, placeholder: (index: number) => `@p${index}` };
    const types = new TypeCompiler(name, identifiers, literals, mssqlTypeRules(features));
    const dialect: Dialect = {
      name,
      features,
      target,
      types,
      ddl: new MssqlDDLCompiler(features, target, types, options.defaultSchema ?? null),
      script: {
        terminator: ";",
        batchSeparator: "GO",
        begin: "BEGIN TRANSACTION",
        commit: "COMMIT",
        separatesBegin: false,
      },
      createImpl: (context, derive) => new (derive?.(MssqlImpl) ?? MssqlImpl)(context),
      createInspector,
      createComparison: () => new Comparison(dialect),
    };
    return dialect;
  },
};
