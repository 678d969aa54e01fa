import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** An empty folder of a test's own. */
export interface TemporaryFolder {
  /** Absolute, without symbolic links. */
  readonly path: string;
  /** Removes the folder and what is in it. Safe to call twice. */
  remove(): Promise<void>;
}

/**
 * Makes an empty folder among the system's temporary files.
 *
 * @example
 * const folder = await createTemporaryFolder();
 * console.log(folder.path);
 * await folder.remove();
 */
export async function createTemporaryFolder(): Promise<TemporaryFolder> {
  const path = await realpath(await mkdtemp(join(tmpdir(), "alembic-ts-")));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) };
}

/**
 * Runs a function with an empty folder, which is gone afterwards, however the function ends.
 *
 * @param use what to do; gets the folder's absolute path
 * @example
 * const path = await withTemporaryFolder(async (folder) => folder);
 */
export async function withTemporaryFolder<Result>(use: (path: string) => Promise<Result>): Promise<Result> {
  const folder = await createTemporaryFolder();
  try {
    return await use(folder.path);
  } finally {
    await folder.remove();
  }
}
