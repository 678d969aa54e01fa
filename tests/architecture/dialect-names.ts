import ts from "typescript";
import { at, type Source, type Violation, walk } from "./sources.ts";

const dialects = /postgres|mysql|mariadb|sqlite|mssql|oracle/i;
const mayName = /^(dialects|adapters|testing)\//;

/** No string names a dialect outside `dialects/`, `adapters/` and `testing/`: code asks for a capability instead. */
export function checkDialectNames(sources: readonly Source[]): readonly Violation[] {
  return sources.filter((source) => !mayName.test(source.path)).flatMap(namesIn);
}

function namesIn(source: Source): readonly Violation[] {
  const found: Violation[] = [];
  walk(source, (node) => {
    if (!ts.isStringLiteralLike(node) && !ts.isTemplateHead(node) && !ts.isTemplateMiddleOrTemplateTail(node)) return;
    if (isModuleSpecifier(node) || !dialects.test(node.text)) return;
    found.push(at(source, node, `names a dialect in a string: ${JSON.stringify(node.text)}`));
  });
  return found;
}

function isModuleSpecifier(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent)) return true;
  return ts.isCallExpression(parent) && parent.expression.kind === ts.SyntaxKind.ImportKeyword;
}
