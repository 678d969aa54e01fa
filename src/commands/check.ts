import type { Config } from "../config/index.ts";
import { OpContainer } from "../operations/containers.ts";
import type { MigrateOperation } from "../operations/migrate-operation.ts";
import { ScriptDirectory } from "../script/script-directory.ts";
import { checkOptions } from "../util/check-options.ts";
import { runComparison } from "./run-comparison.ts";
import type { Shadow } from "./shadow.ts";

/** What {@link check} gives. */
export interface CheckResult {
  /** Whether models and database agree. */
  readonly isUpToDate: boolean;
  /** The source of each operation that would be written, in order. */
  readonly operations: readonly string[];
}

/** Options of {@link check}. */
export interface CheckOptions {
  /** Compare with what the revisions make of an empty database. Default: the configuration's `shadow`, else false. */
  readonly shadow?: Shadow | undefined;
}

/**
 * Compares the models with the database, as `revision --autogenerate` does, and writes nothing.
 *
 * @param config the project's configuration
 * @param options whether to do without the database
 * @throws {CommandError} when the database is not at the heads, or env gives no models
 * @example
 * const { isUpToDate, operations } = await check(new Config("alembic.ini"));
 */
export async function check(config: Config, options: CheckOptions = {}): Promise<CheckResult> {
  checkOptions("check()", options, ["shadow"]);
  const script = await ScriptDirectory.fromConfig(config);
  const [{ RevisionContext }, { Printer }] = await Promise.all([
    import("./revision-context.ts"),
    import("../render/index.ts"),
  ]);
  const context = new RevisionContext(config, script, {}, "autogenerate");
  await runComparison(config, script, options.shadow, {
    isReadOnly: true,
    fn: async (heads, running) => {
      await context.pass(heads, running);
      return [];
    },
  });
  const printer = new Printer();
  const found = context.scripts.flatMap((planned) => planned.upgradeOpsList).flatMap(leavesOf);
  const operations = found.map((op) => printer.print(op));
  return { isUpToDate: operations.length === 0, operations };
}

function leavesOf(container: OpContainer): readonly MigrateOperation[] {
  return container.ops.flatMap((op) => (op instanceof OpContainer ? leavesOf(op) : [op]));
}
