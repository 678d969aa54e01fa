export { DDLCompiler } from "./ddl-compiler.ts";
export * from "./elements.ts";
export type { DialectFeatures } from "./features.ts";
export { identityClause } from "./identity-clause.ts";
export { refuses, TypeCompiler, type TypeRule, writes } from "./type-compiler.ts";
