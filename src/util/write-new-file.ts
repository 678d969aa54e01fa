import { randomBytes } from "node:crypto";
import { link, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/**
 * Writes a file whole or not at all, and never over another: a temporary file beside it takes the content, and then its name.
 *
 * @param path where the file goes; its folder must be there
 * @param content the text, as UTF-8, or bytes
 * @throws {Error} the system's own: `EEXIST` where there is a file of that name, `ENOSPC` where the disk is full
 */
export async function writeNewFile(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path).slice(0, 100)}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    await writeDurably(temporary, content);
    await takeName(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

async function writeDurably(path: string, content: string | Uint8Array): Promise<void> {
  const file = await open(path, "wx");
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A link fails where there is a file already, unlike a rename. */
async function takeName(temporary: string, path: string): Promise<void> {
  try {
    await link(temporary, path);
  } catch (error) {
    if (!isWithoutLinks(error)) throw error;
    // Some file systems have no links: an empty file, made only if there is none, reserves the name.
    await (await open(path, "wx")).close();
    await rename(temporary, path);
  }
}

function isWithoutLinks(error: unknown): boolean {
  return (
    error instanceof Error &&
    "code" in error &&
    ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EXDEV"].includes(String(error.code))
  );
}
