import type { MigrationStep } from "../revision/index.ts";
import type { Script } from "../script/script.ts";

/** Files that are loaded before their steps come: enough to keep the loader busy, and no whole project of them at once. */
const AHEAD = 64;

/**
 * Goes over steps, and loads the files of coming ones while others run: each takes a wait for the loader, which costs more
 * than the step itself where a script is written. A file that cannot be loaded says so when its step comes.
 *
 * @param steps in the order in which they run
 */
export function* loadingAhead(steps: readonly MigrationStep<Script>[]): Generator<MigrationStep<Script>> {
  for (const step of steps.slice(0, AHEAD)) startLoading(step);
  for (const [index, step] of steps.entries()) {
    yield step;
    const next = steps[index + AHEAD];
    if (next !== undefined) startLoading(next);
  }
}

function startLoading(step: MigrationStep<Script>): void {
  if (!step.isStamp) step.revision.module().catch(() => undefined);
}
