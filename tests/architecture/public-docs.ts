import ts from "typescript";
import { fromRoot, type Violation } from "./sources.ts";

/** Something that users can call or name, and where it is declared. */
interface PublicName {
  readonly name: string;
  readonly declaration: ts.Declaration;
  /** Whether users get only its type. */
  readonly isType: boolean;
}

/**
 * Every public export says what it is in a doc comment. A value has an example; a function names each of its
 * parameters, and what it throws where its body does. Options are documented key by key, where their type is.
 */
export function checkPublicDocs(program: ts.Program, files: Iterable<string>): readonly Violation[] {
  const names = [...files].flatMap((file) => publicNames(program, file));
  const unique = new Map(names.map((entry) => [entry.declaration, entry]));
  return [...unique.values()].flatMap((entry) =>
    problemsOf(entry).map((problem) => `${placeOf(entry.declaration)} ${entry.name} ${problem}`),
  );
}

function publicNames(program: ts.Program, file: string): readonly PublicName[] {
  const checker = program.getTypeChecker();
  const tree = program.getSourceFile(file);
  const module = tree && checker.getSymbolAtLocation(tree);
  if (module === undefined) return [];
  return checker.getExportsOfModule(module).flatMap((symbol) => namesOf(checker, symbol, symbol.name));
}

/** The declarations behind a symbol, and, for an object that only gathers others (`sa`), those that it gathers. */
function namesOf(checker: ts.TypeChecker, symbol: ts.Symbol, name: string): readonly PublicName[] {
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const own = (target.declarations ?? []).filter(isOurs).slice(0, 1);
  const isType = symbol.declarations?.some(isTypeExport) ?? false;
  const gathered = own.flatMap((declaration) => gatheredBy(checker, declaration));
  return [
    ...own.filter((declaration) => !ts.isSourceFile(declaration)).map((declaration) => ({ name, declaration, isType })),
    ...gathered.flatMap((member) => namesOf(checker, member.symbol, `${name}.${member.name}`)),
  ];
}

function isTypeExport(declaration: ts.Declaration): boolean {
  return ts.isExportSpecifier(declaration) && (declaration.isTypeOnly || declaration.parent.parent.isTypeOnly);
}

function isOurs(declaration: ts.Declaration): boolean {
  return !declaration.getSourceFile().fileName.includes("/node_modules/");
}

interface Member {
  readonly name: string;
  readonly symbol: ts.Symbol;
}

function gatheredBy(checker: ts.TypeChecker, declaration: ts.Declaration): readonly Member[] {
  if (ts.isSourceFile(declaration)) {
    const module = checker.getSymbolAtLocation(declaration);
    return module === undefined ? [] : checker.getExportsOfModule(module).map(named);
  }
  return objectLiteralOf(declaration)?.properties.flatMap((property) => membersOf(checker, property)) ?? [];
}

function named(symbol: ts.Symbol): Member {
  return { name: symbol.name, symbol };
}

function membersOf(checker: ts.TypeChecker, property: ts.ObjectLiteralElementLike): readonly Member[] {
  if (ts.isSpreadAssignment(property)) return checker.getTypeAtLocation(property.expression).getProperties().map(named);
  const symbol = ts.isShorthandPropertyAssignment(property)
    ? checker.getShorthandAssignmentValueSymbol(property)
    : checker.getSymbolAtLocation(referenceOf(property) ?? property.name);
  return symbol === undefined ? [] : [{ name: property.name.getText(), symbol }];
}

/** Of `name: other` the `other`, for that is where the documentation stands. */
function referenceOf(property: ts.ObjectLiteralElementLike): ts.Node | null {
  if (!ts.isPropertyAssignment(property)) return null;
  const { initializer } = property;
  return ts.isIdentifier(initializer) || ts.isPropertyAccessExpression(initializer) ? initializer : null;
}

function objectLiteralOf(declaration: ts.Declaration): ts.ObjectLiteralExpression | null {
  if (!ts.isVariableDeclaration(declaration) && !ts.isPropertyAssignment(declaration)) return null;
  let value: ts.Expression | undefined = declaration.initializer;
  if (value && ts.isCallExpression(value) && value.expression.getText() === "Object.freeze") value = value.arguments[0];
  while (value && (ts.isAsExpression(value) || ts.isSatisfiesExpression(value))) value = value.expression;
  return value && ts.isObjectLiteralExpression(value) ? value : null;
}

function problemsOf({ declaration, isType }: PublicName): readonly string[] {
  const docs = ts.getJSDocCommentsAndTags(documented(declaration)).filter(ts.isJSDoc);
  if (!docs.some((doc) => (ts.getTextOfJSDocComment(doc.comment) ?? "").trim() !== "")) return ["has no doc comment"];
  const tags = docs.flatMap((doc) => [...(doc.tags ?? [])]);
  const has = (tag: string) => tags.some(({ tagName }) => tagName.text === tag);
  const implementation = functionOf(declaration);
  const problems: string[] = [];
  if (!isType && isValue(declaration) && !isErrorClass(declaration) && !has("example"))
    problems.push("has no @example");
  if (implementation === null) return problems;
  const mentioned = new Set(tags.filter(ts.isJSDocParameterTag).map((tag) => tag.name.getText()));
  const ours = implementation.parameters.filter((parameter) => !hasOwnDocs(parameter));
  const missing = ours.map(({ name }) => name.getText()).filter((name) => !mentioned.has(name));
  problems.push(...missing.map((name) => `does not document its parameter ${name}`));
  if (throwsItself(implementation) && !has("throws")) problems.push("does not document what it throws");
  return problems;
}

/** Whether it is `options` of an interface of their own. */
function hasOwnDocs({ name, type }: ts.ParameterDeclaration): boolean {
  return name.getText() === "options" && type !== undefined && ts.isTypeReferenceNode(type);
}

/** The node that the doc comment hangs on. */
function documented(declaration: ts.Declaration): ts.Node {
  return ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
}

function isValue(declaration: ts.Declaration): boolean {
  return !ts.isInterfaceDeclaration(declaration) && !ts.isTypeAliasDeclaration(declaration);
}

/** Error classes have their own page. */
function isErrorClass(declaration: ts.Declaration): boolean {
  if (!ts.isClassDeclaration(declaration)) return false;
  const clauses = declaration.heritageClauses ?? [];
  return clauses.some(({ types }) => types[0]?.expression.getText().endsWith("Error"));
}

/** The function that users call: declared as such, or handed to what makes one of it, as `directive()` does. */
function functionOf(declaration: ts.Declaration): ts.SignatureDeclaration | null {
  if (ts.isFunctionDeclaration(declaration) || ts.isMethodDeclaration(declaration)) return declaration;
  if (!ts.isVariableDeclaration(declaration) && !ts.isPropertyAssignment(declaration)) return null;
  const value = declaration.initializer;
  const candidate = value && ts.isCallExpression(value) ? value.arguments[0] : value;
  return candidate && (ts.isArrowFunction(candidate) || ts.isFunctionExpression(candidate)) ? candidate : null;
}

function throwsItself(signature: ts.SignatureDeclaration): boolean {
  let found = false;
  const step = (node: ts.Node): void => {
    found ||= ts.isThrowStatement(node);
    if (!found && (node === signature || !ts.isFunctionLike(node))) ts.forEachChild(node, step);
  };
  step(signature);
  return found;
}

function placeOf(declaration: ts.Declaration): string {
  const tree = declaration.getSourceFile();
  return `${fromRoot(tree.fileName)}:${tree.getLineAndCharacterOfPosition(declaration.getStart()).line + 1}`;
}
