import type { Config } from "../config/index.ts";
import { ScriptDirectory } from "../script/script-directory.ts";
import { checkOptions } from "../util/check-options.ts";
import { type RevisionResult, templateArgsOfEnv, writtenRevision } from "./revision.ts";

/** Options of {@link merge}. */
export interface MergeOptions {
  readonly message?: string | undefined;
  readonly branchLabel?: string | undefined;
  /** The new revision's id; made by chance unless given. */
  readonly revId?: string | undefined;
  /** Merge revisions that are no heads, too. Default: false. */
  readonly splice?: boolean | undefined;
}

/**
 * Writes a revision file that brings branches together.
 *
 * @param config the project's configuration
 * @param revisions what to bring together: identifiers, or `heads`
 * @param options its message, label
 * @throws {CommandError} when one of them is no head, and `splice` is not given
 * @throws {RevisionError} when one of them is not there
 * @example
 * await merge(new Config("alembic.ini"), "heads", { message: "bring billing and users together" });
 */
export async function merge(
  config: Config,
  revisions: string | readonly string[],
  options: MergeOptions = {},
): Promise<RevisionResult> {
  checkOptions("merge()", options, ["message", "branchLabel", "revId", "splice"]);
  const script = await ScriptDirectory.fromConfig(config);
  const generated = await script.generateRevision({
    message: options.message ?? null,
    revisionId: options.revId ?? null,
    head: revisions,
    splice: options.splice ?? false,
    branchLabels: options.branchLabel ?? null,
    templateArgs: await templateArgsOfEnv(config, script),
  });
  return { revisions: [writtenRevision(generated)] };
}
