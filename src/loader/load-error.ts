import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { AlembicError, ScriptError } from "../errors/index.ts";
import { positionAt, sourceExcerpt, type SourcePosition } from "../util/source-excerpt.ts";

/** Where and how a file's syntax is wrong. A plain object: it passes between threads. */
interface SyntaxDetail {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly problem: string;
  readonly excerpt: string;
}

/** The marker by which a syntax error that we found is known again, also when it comes out of a hooks thread. */
const syntaxCode = "ALEMBIC_TS_SYNTAX";

/**
 * A syntax error with its place.
 *
 * @param offset in UTF-16 units from the start of the source
 */
export function syntaxError(file: string, source: string, problem: string, offset: number): SyntaxError {
  const position = positionAt(source, offset);
  const detail: SyntaxDetail = { file, ...position, problem, excerpt: sourceExcerpt(source, position) };
  return Object.assign(new SyntaxError(`${file}:${position.line}:${position.column}: ${problem}`), {
    code: syntaxCode,
    detail,
  });
}

/**
 * What to throw when a user's file could not be loaded: says which file and line, and keeps the cause.
 *
 * @param file the file that was asked for
 * @param error what came of it
 */
export async function loadError(file: string, error: unknown): Promise<ScriptError> {
  const detail = syntaxDetail(error) ?? (await findSyntaxError(file, error));
  if (detail !== null) return syntaxScriptError(detail, error);
  if (error instanceof ScriptError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (hasCode(error, "ERR_MODULE_NOT_FOUND") || hasCode(error, "MODULE_NOT_FOUND"))
    return missingModule(file, message, error);
  const position = error instanceof Error ? positionInStack(error, file) : null;
  return new ScriptError("ALB0222", `${place(file, position)} failed while it was loaded: ${message}`, {
    hint:
      (error instanceof AlembicError ? error.hint : undefined) ??
      "What stands outside of functions runs when the file is loaded: mend that line.",
    cause: error,
  });
}

function syntaxScriptError(detail: SyntaxDetail, cause: unknown): ScriptError {
  const { file, line, column, problem, excerpt } = detail;
  return new ScriptError("ALB0220", `${file}:${line}:${column}: ${problem}\n${excerpt}`, {
    hint: `Mend the syntax of ${file}.`,
    cause,
  });
}

function missingModule(file: string, message: string, cause: unknown): ScriptError {
  const name = /Cannot find package '([^']+)'/.exec(message)?.[1];
  const hint = name === undefined ? "Check the path of the import." : `Install it: npm install ${name}`;
  return new ScriptError("ALB0221", `${file} could not be loaded: ${message}.`, { hint, cause });
}

/** Where in a file an error was thrown, by its stack; null where the file is not in it. */
export function positionInStack(error: Error, file: string): SourcePosition | null {
  const names = [file, pathToFileURL(file).href].map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const found = new RegExp(`(?:${names.join("|")})(?:\\?[^:]*)?:(\\d+):(\\d+)`).exec(error.stack ?? "");
  return found === null ? null : { line: Number(found[1]), column: Number(found[2]) };
}

function place(file: string, position: SourcePosition | null): string {
  return position === null ? file : `${file}:${position.line}:${position.column}`;
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

function syntaxDetail(error: unknown): SyntaxDetail | null {
  if (!(error instanceof Error && "detail" in error && hasCode(error, syntaxCode))) return null;
  // Written by syntaxError() above, perhaps in another thread.
  return error.detail as SyntaxDetail;
}

/** V8 keeps the place of a syntax error to itself, so the file is parsed again to find it. */
async function findSyntaxError(file: string, error: unknown): Promise<SyntaxDetail | null> {
  if (!(error instanceof SyntaxError)) return null;
  const { parseSync } = await import("oxc-parser");
  const source = readFileSync(file, "utf8");
  const problem = parseSync(file, source).errors.find(({ severity }) => isError(severity));
  if (problem === undefined) return standardDecorator(file, source);
  return syntaxDetail(syntaxError(file, source, problem.message, problem.labels[0]?.start ?? 0));
}

/** Whether what oxc found keeps a file from being run; its enum exists as a type alone. */
export function isError(severity: string): boolean {
  return severity === "Error";
}

/** Parses, and yet Node refused it: decorators of the standard kind are the one such thing in use. */
function standardDecorator(file: string, source: string): SyntaxDetail | null {
  const offset = source.search(/^[ \t]*@[A-Za-z_$]/m);
  if (offset < 0) return null;
  const problem = 'Node cannot run standard decorators: set "experimentalDecorators": true in tsconfig.json';
  return syntaxDetail(syntaxError(file, source, problem, offset));
}
