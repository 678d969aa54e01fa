import { AlembicError, DatabaseError, MigrationError } from "../errors/index.ts";
import { positionInStack } from "../loader/index.ts";
import { callSiteOf } from "../operations/call-site.ts";
import type { RevisionStep } from "../revision/index.ts";
import type { Script } from "../script/script.ts";
import type { SourcePosition } from "../util/source-excerpt.ts";
import type { MigrationContext } from "./migration-context.ts";
import type { RevisionRun } from "./run-revision.ts";

/** As much of a statement as a message shows. */
const shownStatement = 2000;

/** The error of a revision that failed: says which, where in its file, by which statement, and what the database kept. */
export function migrationFailure(
  error: unknown,
  { revision, isUpgrade }: RevisionStep<Script>,
  context: MigrationContext,
  run: RevisionRun,
): MigrationError {
  const direction = isUpgrade ? "upgrade" : "downgrade";
  const position = placeOf(error, revision.path);
  const database = chain(error).find((each) => each instanceof DatabaseError);
  const place = position === null ? revision.path : `${revision.path}:${position.line}:${position.column}`;
  const lines = [
    `Revision ${revision.revision} failed in ${direction}(), ${place}: ${messageOf(error)}`,
    ...(database?.statement === undefined ? [] : [`The statement: ${shortened(database.statement)}`]),
    outcome(context, run),
    ...(run.remembered?.remains ?? []),
  ];
  return new MigrationError("ALB0600", lines.join("\n"), {
    revision: revision.revision,
    direction,
    file: revision.path,
    line: position?.line,
    column: position?.column,
    statement: database?.statement,
    databaseCode: database?.databaseCode,
    hint: hintOf(error) ?? "Mend the revision, then run the command again.",
    cause: error,
  });
}

/** Where in the revision's file: by the error's own stack, or by where the operation was called that failed. */
function placeOf(error: unknown, file: string): SourcePosition | null {
  for (const each of chain(error)) {
    const site = callSiteOf(each);
    const position = positionInStack(each, file) ?? (site === null ? null : positionInStack(site, file));
    if (position !== null) return position;
  }
  return null;
}

function chain(error: unknown): readonly Error[] {
  const errors: Error[] = [];
  for (let each = error; each instanceof Error && !errors.includes(each); each = each.cause) errors.push(each);
  return errors;
}

function messageOf(error: unknown): string {
  if (error instanceof AlembicError) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}` : `it threw ${String(error)}`;
}

function hintOf(error: unknown): string | undefined {
  const ours = chain(error).filter((each) => each instanceof AlembicError);
  return ours.find((each) => each.hint !== undefined)?.hint;
}

function shortened(statement: string): string {
  const text = statement.trim();
  return text.length <= shownStatement ? text : `${text.slice(0, shownStatement)} ... (${text.length} characters)`;
}

function outcome({ isOffline, transactions, dialect }: MigrationContext, run: RevisionRun): string {
  if (isOffline) return "The script ends before this revision is complete: do not run it.";
  if (transactions.isExternal) return "The transaction is the caller's: whether anything is kept is for env to say.";
  if (transactions.coversRun) return `The whole run is rolled back: the database is at ${named(run.startHeads)}.`;
  if (transactions.coversStep && dialect.features.transactionalDdl) {
    return `The revision is rolled back: the database is at ${named(run.headsBefore)}.`;
  }
  const kept = `Statements of it that ran before stay done; the version table says ${named(run.headsBefore)}.`;
  const isRemembered = run.remembered?.hasMarks === true;
  return isRemembered ? `${kept} They are remembered: the next run goes on with the one that failed.` : kept;
}

function named(heads: readonly string[]): string {
  return heads.length === 0 ? "base" : heads.join(", ");
}
