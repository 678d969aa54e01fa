import { AlembicError, UsageError } from "../errors/index.ts";
import { type Terminal, stylerFor } from "./output.ts";
import { printable } from "./printable.ts";

/** Exit statuses. */
export const exitStatus = { done: 0, failed: 1, misused: 2, somethingToDo: 3 } as const;

/** How a failure is told. */
export interface FailureOptions {
  readonly isJson: boolean;
  /** Whether to show where it comes from. */
  readonly showsStack: boolean;
  readonly command: string | null;
}

/** Tells of a failure on standard error, and gives the exit status. */
export function reportFailure(error: unknown, terminal: Terminal, options: FailureOptions): number {
  terminal.stderr.write(`${options.isJson ? failureJson(error, options) : failureText(error, terminal, options)}\n`);
  return error instanceof UsageError ? exitStatus.misused : exitStatus.failed;
}

function failureText(error: unknown, terminal: Terminal, { showsStack }: FailureOptions): string {
  const style = stylerFor(terminal.stderr, terminal.env);
  const lines = [`${style("red", "FAILED:")} ${printable(messageOf(error))}`];
  if (error instanceof AlembicError && error.hint !== undefined) lines.push(`  ${printable(error.hint)}`);
  if (error instanceof AlembicError) lines.push(style("dim", `  (${error.code})`));
  if (showsStack || !(error instanceof AlembicError)) lines.push(...stacksOf(error).map(printable));
  return lines.join("\n");
}

function failureJson(error: unknown, { command, showsStack }: FailureOptions): string {
  const ours = error instanceof AlembicError ? { code: error.code, hint: error.hint } : {};
  const stack = showsStack ? { stack: stacksOf(error) } : {};
  // One line: what stands above it on standard error is warnings and logs.
  return JSON.stringify({ version: 1, command, error: { message: messageOf(error), ...ours, ...stack } });
}

function messageOf(error: unknown): string {
  if (error instanceof AlembicError) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** The stacks of an error and of what led to it. */
function stacksOf(error: unknown): readonly string[] {
  const stacks: string[] = [];
  const seen = new Set<unknown>();
  for (let each = error; each instanceof Error && !seen.has(each); each = each.cause) {
    seen.add(each);
    stacks.push(`${stacks.length === 0 ? "" : "Caused by: "}${each.stack ?? each.message}`);
  }
  return stacks;
}
