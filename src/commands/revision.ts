import type { ConfirmRename } from "../autogenerate/index.ts";
import type { Config } from "../config/index.ts";
import { CommandError } from "../errors/index.ts";
import type { HookResult } from "../script/post-write-hooks.ts";
import type { MigrationScriptFields } from "../operations/migration-script.ts";
import type { GeneratedRevision } from "../script/generate-revision.ts";
import type { GenerateOptions } from "../script/plan-revision.ts";
import { ScriptDirectory } from "../script/script-directory.ts";
import { checkOptions } from "../util/check-options.ts";
import type { RevisionContent } from "./revision-context.ts";
import { type RevisionEntry, revisionEntry } from "./revision-entry.ts";
import { runComparison } from "./run-comparison.ts";
import { runEnvironment } from "./run-env.ts";
import type { Shadow } from "./shadow.ts";
import { stamp } from "./stamp.ts";

/** Options of {@link revision}. */
export interface RevisionOptions {
  readonly message?: string | undefined;
  /** Fill the file with what the models and the database differ in. Default: false. */
  readonly autogenerate?: boolean | undefined;
  /** Fill the file, the project's first, with what makes the tables that the database has. Default: false. */
  readonly baseline?: boolean | undefined;
  /** With `baseline`: let the database's version table say that it is at the new revision. Default: false. */
  readonly stamp?: boolean | undefined;
  /**
   * With `autogenerate`: compare with what the revisions make of an empty database. Default: the configuration's `shadow`,
   * else false.
   */
  readonly shadow?: Shadow | undefined;
  /** With `autogenerate`: what has been renamed, each `old:new`: `posts:articles`, `posts.title:headline`. */
  readonly rename?: readonly string[] | undefined;
  /** With `autogenerate`: asked whether something dropped and something like it that is added is a rename. */
  readonly confirmRename?: ConfirmRename | undefined;
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
  "baseline",
  "stamp",
  "shadow",
  "rename",
  "confirmRename",
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
  checkBaseline(options, script);
  const written: WrittenRevision[] = [];
  for (const planned of await plannedRevisions(config, script, options)) {
    written.push(writtenRevision(await script.generateRevision(planned)));
  }
  if (options.stamp === true)
    await stamp(
      config,
      written.map((each) => each.revision),
    );
  return { revisions: written };
}

/** What is to be written: as asked for, or as env makes it where it takes part. */
async function plannedRevisions(
  config: Config,
  script: ScriptDirectory,
  options: RevisionOptions,
): Promise<readonly GenerateOptions[]> {
  const content = contentOf(options);
  if (content === "empty" && !script.settings.revisionEnvironment) return [generateOptions(options)];
  const [{ RevisionContext }, { Renames }] = await Promise.all([
    import("./revision-context.ts"),
    import("../autogenerate/index.ts"),
  ]);
  const templateArgs: Record<string, unknown> = {};
  const renames = new Renames(options.rename, options.confirmRename);
  const context = new RevisionContext(config, script, scriptFields(options), content, renames);
  await runComparison(config, script, content === "autogenerate" ? options.shadow : false, {
    isReadOnly: true,
    asSql: options.sql ?? false,
    templateArgs,
    fn: async (heads, running) => {
      await context.pass(heads, running);
      return [];
    },
  });
  renames.assertUsed();
  return context
    .rendered()
    .map((planned) => ({ ...planned, templateArgs: { ...planned.templateArgs, ...templateArgs } }));
}

function scriptFields(options: RevisionOptions): MigrationScriptFields {
  const { revId, message, head, splice, branchLabel, versionPath, dependsOn } = options;
  return { revId, message, head, splice, branchLabel, versionPath, dependsOn };
}

function contentOf({ autogenerate, baseline }: RevisionOptions): RevisionContent {
  if (baseline === true) return "baseline";
  return autogenerate === true ? "autogenerate" : "empty";
}

function checkBaseline({ baseline, autogenerate, sql, stamp }: RevisionOptions, script: ScriptDirectory): void {
  if (baseline !== true) {
    if (stamp !== true) return;
    throw new CommandError("ALB0184", "--stamp goes with --baseline: other revisions are to be run, not stamped.", {
      hint: "Leave it out, and run `alembic upgrade head`; or stamp with `alembic stamp`.",
    });
  }
  if (autogenerate === true || sql === true) {
    throw new CommandError("ALB0185", "--baseline takes everything from the database.", {
      hint: "Leave out --autogenerate and --sql.",
    });
  }
  const count = script.revisionMap.revisions.length;
  if (count === 0) return;
  throw new CommandError("ALB0182", `A baseline is a project's first revision, and there are ${count} already.`, {
    hint: "Write what the database has in addition with `alembic revision --autogenerate`.",
  });
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
  await runEnvironment(config, script, { isReadOnly: true, asSql, templateArgs, fn: () => [] });
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
