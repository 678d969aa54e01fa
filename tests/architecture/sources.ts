import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

/** The repository's root. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** A parsed module of `src/`. */
export interface Source {
  /** The path below `src/`, with `/`: `sql/index.ts`. */
  readonly path: string;
  readonly tree: ts.SourceFile;
}

/** What breaks a rule: `sql/index.ts:12 why`. */
export type Violation = string;

/** An import or re-export of another module. */
export interface Import {
  /** As written. */
  readonly specifier: string;
  /** The imported file below `src/`; null for a package. */
  readonly target: string | null;
  /** Whether nothing of it is left at run time. */
  readonly isType: boolean;
  /** Whether it is an `import()` that runs when control reaches it. */
  readonly isLazy: boolean;
  readonly line: number;
}

export function parse(path: string, text: string): Source {
  return { path, tree: ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true) };
}

/** The modules of `src/`, without tests. */
export function readSources(): readonly Source[] {
  const folder = join(root, "src");
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"))
    .toSorted()
    .map((path) => parse(path.split(sep).join("/"), readFileSync(join(folder, path), "utf8")));
}

export function lineOf(source: Source, node: ts.Node): number {
  return source.tree.getLineAndCharacterOfPosition(node.getStart(source.tree)).line + 1;
}

export function at(source: Source, node: ts.Node, message: string): Violation {
  return `${source.path}:${lineOf(source, node)} ${message}`;
}

/** Calls `visit` with every node of the file, parents first. */
export function walk(source: Source, visit: (node: ts.Node) => void): void {
  const step = (node: ts.Node): void => {
    visit(node);
    ts.forEachChild(node, step);
  };
  step(source.tree);
}

export function importsOf(source: Source): readonly Import[] {
  const found: Import[] = [];
  walk(source, (node) => {
    const specifier = specifierOf(node);
    if (specifier === null) return;
    found.push({
      specifier,
      target: specifier.startsWith(".") ? posix.join(posix.dirname(source.path), specifier) : null,
      isType: isTypeOnly(node),
      isLazy: ts.isCallExpression(node),
      line: lineOf(source, node),
    });
  });
  return found;
}

function specifierOf(node: ts.Node): string | null {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return textOf(node.moduleSpecifier);
  if (ts.isImportTypeNode(node)) return ts.isLiteralTypeNode(node.argument) ? textOf(node.argument.literal) : null;
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
    return textOf(node.arguments[0]);
  return null;
}

function textOf(node: ts.Node | undefined): string | null {
  return node !== undefined && ts.isStringLiteralLike(node) ? node.text : null;
}

function isTypeOnly(node: ts.Node): boolean {
  if (ts.isImportTypeNode(node)) return true;
  if (ts.isExportDeclaration(node)) return node.isTypeOnly || everyIsType(node.exportClause);
  if (!ts.isImportDeclaration(node)) return false;
  const clause = node.importClause;
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  return clause.name === undefined && everyIsType(clause.namedBindings);
}

function everyIsType(bindings: ts.NamedImportBindings | ts.NamedExportBindings | undefined): boolean {
  if (bindings === undefined || ts.isNamespaceImport(bindings) || ts.isNamespaceExport(bindings)) return false;
  return bindings.elements.length > 0 && bindings.elements.every((element) => element.isTypeOnly);
}

/** A file's path as people give it: from the root. */
export function fromRoot(path: string): string {
  return relative(root, path).split(sep).join("/");
}
