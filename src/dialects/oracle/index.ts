import { TypeCompiler } from "../../ddl/index.ts";
import { IdentifierPreparer } from "../../sql/index.ts";
import { Comparison } from "../base/comparison.ts";
import type { Dialect, DialectModule } from "../base/dialect.ts";
import { OracleDDLCompiler } from "./ddl-compiler.ts";
import { drivers } from "./drivers/index.ts";
import { oracleFeatures } from "./features.ts";
import { OracleImpl } from "./impl.ts";
import { createInspector } from "./inspector.ts";
import { OracleLiterals } from "./text/literals.ts";
import { oracleQuoting } from "./text/quoting.ts";
import { oracleTypeRules } from "./type-compiler.ts";

const name = "oracle";

/** Oracle: its SQL, without a driver. */
export const dialectModule: DialectModule = {
  name,
  drivers,
  createDialect(version): Dialect {
    const features = oracleFeatures(version);
    const identifiers = new IdentifierPreparer(oracleQuoting);
    const literals = new OracleLiterals();
    const target = { identifiers, literals, placeholder: (index: number) => `:${index}` };
    const types = new TypeCompiler(name, identifiers, literals, oracleTypeRules(features));
    const dialect: Dialect = {
      name,
      features,
      target,
      types,
      ddl: new OracleDDLCompiler(features, target, types),
      script: {
        terminator: "",
        batchSeparator: "/",
        begin: "SET TRANSACTION READ WRITE",
        commit: "COMMIT",
        separatesBegin: true,
      },
      createImpl: (context, derive) => new (derive?.(OracleImpl) ?? OracleImpl)(context),
      createInspector,
      createComparison: () => new Comparison(dialect),
    };
    return dialect;
  },
};
