import type { Config } from "../config/index.ts";
import { CommandError } from "../errors/index.ts";
import type { HookResult } from "../script/post-write-hooks.ts";
import type { GeneratedRevision, GenerateOptions } from "../script/generate-revision.ts";
import { ScriptDirectory } from "../script/script-directory.ts";
import { checkOptions } from "../util/check-options.ts";
import { type RevisionEntry, revisionEntry } from "./revision-entry.ts";
import { runEnvironment } from "./run-env.ts";

/** Options of {@link revision}. */
export interface RevisionOptions {
  readonly message?: string | undefined;
  /** Fill the file with what the models and the database differ in. Default: false. */
  readonly autogenerate?: boolean | undefined;
  /** Run env in offline mode; for env files that take part in making revisions. Default: false. */
  readonly sql?: boolean | undefined;
  /** What to build on: identifiers; `base` for a new beginning. Default: `head`. */
  readonly head?: string | readonly string[] | undefined;
  /** Build on revisions that are no heads, too. Default: false. */
  readonly splice?: boolean | undefined;
  readonly branchLabel?: string | undefined;
  /** Which of the version locations the file goes to. */
  readonly versionPath?: string | undefined;
  /** The new revision's id; made by chance unless given. */
  readonly revId?: string | undefined;
  /** What has to run before it: identifiers. */
  readonly dependsOn?: string | readonly string[] | undefined;
}

const revisionOptionNames = [
  "message",
  "autogenerate",
  "sql",
  "head",
  "splice",
  "branchLabel",
  "versionPath",
  "revId",
  "dependsOn",
] as const satisfies readonly (keyof RevisionOptions)[];

/** A revision file that was written. */
export interface WrittenRevision extends RevisionEntry {
  /** The folders that were made for it. */
  readonly createdFolders: readonly string[];
  /** What the post-write hooks printed. */
  readonly hooks: readonly HookResult[];
}

/** What {@link revision} and {@link merge} give. */
export interface RevisionResult {
  /** One as a rule; none or several where env decides so. */
  readonly revisions: readonly WrittenRevision[];
}

/**
 * Writes a new revision file.
 *
 * @param config the project's configuration
 * @param options its message, parents, labels
 * @throws {CommandError} when it does not fit: nothing was written
 * @throws {ScriptError} when the file cannot be written: nothing is left of it
 * @example
 * const { revisions } = await revision(new Config("alembic.ini"), { message: "create posts table" });
 */
export async function revision(config: Config, options: RevisionOptions = {}): Promise<RevisionResult> {
  checkOptions("revision()", options, revisionOptionNames);
  const script = await ScriptDirectory.fromConfig(config);
  checkSql(options, script.settings.revisionEnvironment);
  const templateArgs = await templateArgsOfEnv(config, script, options.sql ?? false);
  const generated = await script.generateRevision({ ...generateOptions(options), templateArgs });
  return { revisions: [writtenRevision(generated)] };
}

function checkSql({ autogenerate, sql }: RevisionOptions, revisionEnvironment: boolean): void {
  if (sql !== true) return;
  if (autogenerate === true) {
    throw new CommandError("ALB0109", "--autogenerate compares with a database, and --sql goes without one.", {
      hint: "Leave out one of them.",
    });
  }
  if (revisionEnvironment) return;
  throw new CommandError("ALB0110", "--sql means nothing to `revision`, which does not run env.", {
    hint: "Leave it out, or set revision_environment = true where env takes part in making revisions.",
  });
}

/**
 * The variables that env adds to the template, where the configuration lets it take part.
 *
 * @param asSql whether env runs in offline mode
 */
export async function templateArgsOfEnv(
  config: Config,
  script: ScriptDirectory,
  asSql = false,
): Promise<Record<string, unknown>> {
  const templateArgs: Record<string, unknown> = {};
  if (!script.settings.revisionEnvironment) return templateArgs;
  await runEnvironment(config, script, { asSql, templateArgs, fn: () => [] });
  return templateArgs;
}

function generateOptions(options: RevisionOptions): GenerateOptions {
  return {
    message: options.message ?? null,
    revisionId: options.revId ?? null,
    ...(options.head === undefined ? {} : { head: options.head }),
    splice: options.splice ?? false,
    branchLabels: options.branchLabel ?? null,
    versionPath: options.versionPath ?? null,
    dependsOn: options.dependsOn ?? null,
  };
}

/** A file that was written, as data. */
export function writtenRevision({ script, createdFolders, hooks }: GeneratedRevision): WrittenRevision {
  return { ...revisionEntry(script), createdFolders, hooks };
}
