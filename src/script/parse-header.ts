import {
  type ArrayExpressionElement,
  type Comment,
  type Expression,
  type ModuleExportName,
  parseSync,
  type Program,
  type PropertyKey,
  type Statement,
  type VariableDeclaration,
} from "oxc-parser";
import { isError, syntaxError } from "../loader/load-error.ts";
import { docText, type Header, type HeaderName, headerNames, type HeaderValue, isHeaderName } from "./header.ts";

/** What a value is when only running the file could tell. */
const computed = Symbol("computed");
type Evaluated = HeaderValue | typeof computed;

/** A header, as far as it can be told without running the file. */
export interface ParsedHeader extends Header {
  /** Some value is worked out when the file runs. */
  readonly isComputed: boolean;
}

/**
 * Reads the header of a revision file from its syntax tree.
 *
 * @param file the file's path; its extension tells the language
 * @param source the file's text
 * @throws {SyntaxError} with its place, where the file is not valid
 */
export function parseHeader(file: string, source: string): ParsedHeader {
  const { program, errors, comments } = parseSync(file, source);
  const problem = errors.find(({ severity }) => isError(severity));
  if (problem !== undefined) throw syntaxError(file, source, problem.message, problem.labels[0]?.start ?? 0);
  const exported = new ExportReader(program, source).read();
  const known = [...exported.values].filter((entry): entry is [HeaderName, HeaderValue] => entry[1] !== computed);
  return {
    values: Object.fromEntries(known),
    doc: docBefore(exported.start, comments),
    isComputed: exported.mayHaveMore || known.length < exported.values.size,
  };
}

function docBefore(start: number, comments: readonly Comment[]): string | null {
  const doc = comments.find(({ type, value, end }) => type === "Block" && end <= start && /^\*(?!$)/.test(value));
  return doc === undefined ? null : docText(`/*${doc.value}*/`);
}

interface Exported {
  readonly values: ReadonlyMap<HeaderName, Evaluated>;
  readonly start: number;
  /** The file exports something whose names the syntax does not tell. */
  readonly mayHaveMore: boolean;
}

/** Goes over the statements of a file, and keeps what it exports under the names of a header. */
class ExportReader {
  private readonly values = new Map<HeaderName, Evaluated>();
  private readonly constants = new Map<string, Expression | null>();
  private start = Number.POSITIVE_INFINITY;
  private mayHaveMore = false;

  constructor(
    private readonly program: Program,
    private readonly source: string,
  ) {}

  read(): Exported {
    for (const statement of this.program.body) this.declare(statement);
    for (const statement of this.program.body) this.readStatement(statement);
    const isIncomplete = headerNames.some((name) => !this.values.has(name));
    return { values: this.values, start: this.start, mayHaveMore: this.mayHaveMore && isIncomplete };
  }

  /** Remembers the variables of the file, for `export { revision }` and `export const revision = id`. */
  private declare(statement: Statement): void {
    const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    if (declaration?.type !== "VariableDeclaration") return;
    for (const { id, init } of declaration.declarations) {
      if (id.type === "Identifier") this.constants.set(id.name, this.isConstant(declaration, id.name) ? init : null);
    }
  }

  /** A `var` or `let`, as compilers write, counts as long as nothing else is assigned to it. */
  private isConstant(declaration: VariableDeclaration, name: string): boolean {
    if (declaration.kind === "const") return true;
    const assignments = this.source.match(new RegExp(`\\b${name.replaceAll("$", "\\$")}\\b[^=;\\n]*=(?![=>])`, "g"));
    return assignments?.length === 1;
  }

  private readStatement(statement: Statement): void {
    switch (statement.type) {
      case "ExportNamedDeclaration":
        if (statement.declaration?.type === "VariableDeclaration")
          this.readDeclaration(statement.declaration, statement.start);
        for (const { local, exported } of statement.specifiers) {
          this.keep(
            nameOf(exported),
            statement.source === null ? this.constant(nameOf(local)) : computed,
            statement.start,
          );
        }
        return;
      case "ExportAllDeclaration":
      case "ExportDefaultDeclaration":
        this.mayHaveMore = true;
        return;
      case "ExpressionStatement":
        this.readExpression(statement.expression);
        return;
      default:
    }
  }

  private readDeclaration(declaration: VariableDeclaration, start: number): void {
    for (const { id } of declaration.declarations) {
      if (id.type === "Identifier") this.keep(id.name, this.constant(id.name), start);
      else this.mayHaveMore = true;
    }
  }

  /** `exports.revision = …`, `module.exports = { … }`, and whatever else may touch the exports of a CommonJS file. */
  private readExpression(expression: Expression): void {
    if (expression.type !== "AssignmentExpression") {
      this.mayHaveMore ||=
        /\bexports\b/.test(this.textOf(expression)) && !/"__esModule"|'__esModule'/.test(this.textOf(expression));
      return;
    }
    const target = this.textOf(expression.left).replaceAll(/\s/g, "");
    const name = /^(?:module\.)?exports\.(\w+)$/.exec(target)?.[1];
    if (name !== undefined) this.keepAssigned(name, expression.right, expression.start);
    else if (target === "exports" && expression.right.type === "AssignmentExpression")
      this.readExpression(expression.right);
    else if (target === "module.exports") this.readObject(expression.right, expression.start);
    else if (/\bexports\b/.test(target)) this.mayHaveMore = true;
  }

  private keepAssigned(name: string, right: Expression, start: number): void {
    if (right.type === "AssignmentExpression") {
      this.readExpression(right);
      return;
    }
    // Compilers first declare all exports as undefined.
    if (right.type === "UnaryExpression" && right.operator === "void") return;
    this.keep(name, this.evaluate(right), start);
  }

  private readObject(object: Expression, start: number): void {
    if (object.type !== "ObjectExpression") {
      this.mayHaveMore = true;
      return;
    }
    for (const property of object.properties) {
      if (property.type === "Property" && !property.computed)
        this.keep(keyOf(property.key), this.evaluate(property.value), start);
      else this.mayHaveMore = true;
    }
  }

  private keep(name: string, value: Evaluated, start: number): void {
    if (!isHeaderName(name)) return;
    // Twice: only running the file tells which one holds.
    this.values.set(name, this.values.has(name) ? computed : value);
    this.start = Math.min(this.start, start);
  }

  private constant(name: string): Evaluated {
    const value = this.constants.get(name);
    // Taken out while it is evaluated, so that two names that refer to each other come to an end.
    this.constants.delete(name);
    const evaluated = value === undefined || value === null ? computed : this.evaluate(value);
    if (value !== undefined) this.constants.set(name, value);
    return evaluated;
  }

  private evaluate(node: Expression): Evaluated {
    switch (node.type) {
      case "Literal":
        if (typeof node.value === "string") return node.value;
        return node.raw === "null" ? null : computed;
      case "Identifier":
        return node.name === "undefined" ? null : this.constant(node.name);
      case "TemplateLiteral":
        return node.expressions.length === 0 ? (node.quasis[0]?.value.cooked ?? computed) : computed;
      case "ArrayExpression":
        return this.evaluateList(node.elements);
      case "TSAsExpression":
      case "TSSatisfiesExpression":
      case "TSNonNullExpression":
      case "TSTypeAssertion":
      case "ParenthesizedExpression":
        return this.evaluate(node.expression);
      default:
        return computed;
    }
  }

  private evaluateList(elements: readonly ArrayExpressionElement[]): Evaluated {
    const items: string[] = [];
    for (const element of elements) {
      const item = element === null || element.type === "SpreadElement" ? computed : this.evaluate(element);
      if (typeof item !== "string") return computed;
      items.push(item);
    }
    return items;
  }

  private textOf({ start, end }: { readonly start: number; readonly end: number }): string {
    return this.source.slice(start, end);
  }
}

function keyOf(key: PropertyKey): string {
  if (key.type === "Identifier") return key.name;
  return key.type === "Literal" ? String(key.value) : "";
}

function nameOf(name: ModuleExportName): string {
  return name.type === "Literal" ? name.value : name.name;
}
