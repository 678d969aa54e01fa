export { type CompiledSql, compileSql, inlineSql, type SqlTarget } from "./compile.ts";
export { type IdentifierPart, SqlFragment, type SqlPart, type TextPart, type ValuePart } from "./fragment.ts";
export { IdentifierPreparer, type QuotingRules } from "./identifier-preparer.ts";
export { LiteralCompiler } from "./literal-compiler.ts";
export type { LiteralKind, LiteralType } from "./literal-type.ts";
export { type ConstraintName, FinalName, type Identifier, nameText, QuotedName, quotedName } from "./names.ts";
export { sql, type SqlTemplate } from "./sql.ts";
