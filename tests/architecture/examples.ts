import { join } from "node:path";
import ts from "typescript";
import { createProgram, entries } from "./program.ts";
import { importsOf, lineOf, root, type Source, type Violation, walk } from "./sources.ts";

/** The code of one `@example`. */
export interface Example {
  /** Of the file in which it stands, below `src/`. */
  readonly path: string;
  readonly line: number;
  readonly code: string;
}

function from(path: string, type: string): string {
  return `import("../../src/${path}").${type}`;
}

/**
 * The names that an example may use without saying where they come from: what a reader has at hand in the body of a
 * revision, in `env` or in a hook, and values that any application has.
 */
const surroundings = new Map([
  ["op", from("operations/operations.ts", "Operations")],
  ["batch", from("operations/batch/batch-operations.ts", "BatchOperations")],
  ["operation", from("operations/migrate-operation.ts", "MigrateOperation")],
  ["context", from("runtime/index.ts", "EnvironmentContext")],
  ["migrationContext", from("runtime/index.ts", "MigrationContext")],
  ["step", from("runtime/index.ts", "MigrationInfo")],
  ["migrationScript", from("operations/migration-script.ts", "MigrationScript")],
  ["config", from("config/index.ts", "Config")],
  ["connection", from("engine/index.ts", "Connection")],
  ["script", from("script/index.ts", "ScriptDirectory")],
  ["inspector", from("reflection/index.ts", "Inspector")],
  ["metadata", from("schema/index.ts", "MetaData")],
  ["targetMetadata", from("schema/index.ts", "MetaData")],
  ["Base", from("schema/index.ts", "DeclarativeBase")],
  ["posts", from("schema/index.ts", "Table")],
  ["state", from("types/index.ts", "Enum")],
  ["map", from("revision/index.ts", "RevisionMap")],
  ["id", "number"],
  ["ids", "readonly number[]"],
  ["title", "string"],
]);

export function examplesOf(source: Source): readonly Example[] {
  const found: Example[] = [];
  const seen = new Set<ts.Node>();
  walk(source, (node) => {
    for (const tag of ts.getJSDocTags(node)) {
      if (tag.tagName.text !== "example" || seen.has(tag)) continue;
      seen.add(tag);
      found.push({ path: source.path, line: lineOf(source, tag), code: codeOf(tag) });
    }
  });
  return found;
}

function codeOf(tag: ts.JSDocTag): string {
  const text = ts.getTextOfJSDocComment(tag.comment) ?? "";
  return /```\w*\n(?<code>[\s\S]*?)```/.exec(text)?.groups?.["code"] ?? text;
}

/** Compiles every example as a module of its own, all in one program, against what the package exports. */
export function checkExamples(examples: readonly Example[], sources: readonly Source[]): readonly Violation[] {
  const published = publicNames();
  const origins = new Map(sources.map((source) => [source.path, originsIn(source)]));
  const modules = examples.map((example) => moduleOf(example, published, origins.get(example.path) ?? new Map()));
  const files = new Map(modules.map((text, index) => [fileOf(index), text]));
  const program = createProgram([], files);
  return examples.flatMap((example, index) => {
    const tree = program.getSourceFile(fileOf(index));
    const problems = [...program.getSyntacticDiagnostics(tree), ...program.getSemanticDiagnostics(tree)];
    return problems.map((problem) => describe(example, problem));
  });
}

function fileOf(index: number): string {
  return join(root, "tests", "architecture", `example-${index}.ts`);
}

function describe(example: Example, problem: ts.Diagnostic): Violation {
  return `${example.path}:${example.line} @example: ${ts.flattenDiagnosticMessageText(problem.messageText, " ")}`;
}

function publicNames(): Origins {
  const program = createProgram([...entries.values()]);
  const checker = program.getTypeChecker();
  const names = [...entries].toReversed().flatMap(([entry, path]) => {
    const tree = program.getSourceFile(path);
    const module = tree && checker.getSymbolAtLocation(tree);
    return module ? checker.getExportsOfModule(module).map((symbol) => [symbol.name, entry] as const) : [];
  });
  return new Map(names);
}

/** Where names come from that a file exports or imports itself: `../../src/sql/sql.ts`. */
type Origins = ReadonlyMap<string, string>;

/** The example with the imports that it leaves out: from the file in which it stands, or from the package. */
function moduleOf(example: Example, published: Origins, inFile: Origins): string {
  const free = freeNames(example.code);
  const originOf = (name: string) => inFile.get(name) ?? published.get(name);
  const imports = free.flatMap((name) => {
    const origin = originOf(name);
    return origin === undefined ? [] : [`import { ${name} } from "${origin}";`];
  });
  const ambient = [...surroundings].flatMap(([name, type]) =>
    free.includes(name) && originOf(name) === undefined ? [`declare const ${name}: ${type};`] : [],
  );
  return [...imports, ...ambient, "export {};", example.code].join("\n");
}

function freeNames(code: string): readonly string[] {
  const declared = new Set<string>();
  const mentioned = new Set<string>();
  const step = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) (declares(node) ? declared : mentioned).add(node.text);
    ts.forEachChild(node, step);
  };
  step(ts.createSourceFile("example.ts", code, ts.ScriptTarget.ES2022, true));
  return [...mentioned].filter((name) => !declared.has(name));
}

function declares(identifier: ts.Identifier): boolean {
  const { parent } = identifier;
  if (ts.isImportSpecifier(parent) || ts.isNamespaceImport(parent) || ts.isImportClause(parent)) return true;
  const isDeclaration =
    ts.isVariableDeclaration(parent) ||
    ts.isParameter(parent) ||
    ts.isBindingElement(parent) ||
    ts.isFunctionDeclaration(parent) ||
    ts.isClassDeclaration(parent);
  return isDeclaration && parent.name === identifier;
}

function originsIn(source: Source): Origins {
  const own = source.tree.statements.flatMap(exportedNames).map((name) => [name, `../../src/${source.path}`] as const);
  return new Map([...importedNames(source), ...own]);
}

function importedNames(source: Source): readonly (readonly [string, string])[] {
  return source.tree.statements.filter(ts.isImportDeclaration).flatMap((statement) => {
    const bindings = statement.importClause?.namedBindings;
    const target = targetOf(source, statement);
    if (bindings === undefined || !ts.isNamedImports(bindings) || target === null) return [];
    return bindings.elements
      .filter(({ propertyName }) => !propertyName)
      .map(({ name }) => [name.text, `../../src/${target}`] as const);
  });
}

function targetOf(source: Source, statement: ts.ImportDeclaration): string | null {
  const line = lineOf(source, statement);
  return importsOf(source).find((imported) => imported.line === line)?.target ?? null;
}

function exportedNames(statement: ts.Statement): readonly string[] {
  if (!ts.canHaveModifiers(statement) || !ts.getModifiers(statement)?.some(isExport)) return [];
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement);
  return isNamed && statement.name ? [statement.name.text] : [];
}

function isExport(modifier: ts.ModifierLike): boolean {
  return modifier.kind === ts.SyntaxKind.ExportKeyword;
}
