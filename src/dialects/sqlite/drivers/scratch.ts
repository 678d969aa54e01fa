import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ScratchDatabase } from "../../../engine/scratch.ts";
import type { DatabaseUrl } from "../../../engine/url.ts";

/** A database file in a folder of its own, opened as the URL says of the real one. */
export async function createScratch(url: DatabaseUrl): Promise<ScratchDatabase> {
  const folder = await mkdtemp(join(tmpdir(), "alembic-ts-shadow-"));
  const { mode: _mode, ...query } = url.query;
  return {
    url: { ...url, database: join(folder, "shadow.db"), query },
    drop: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}
