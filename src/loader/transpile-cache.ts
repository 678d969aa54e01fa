import { hash } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";

/** Where an entry stands in the file of a cache. */
interface Place {
  /** Of all that its text was made from. */
  readonly made: string;
  /** Of the text itself: what a failing disk has changed is not used. */
  readonly text: string;
  readonly offset: number;
  readonly length: number;
}

interface Entry {
  readonly made: string;
  readonly bytes: Buffer;
}

type Index = Readonly<Record<string, Place>>;

/** Set to `off`, this environment variable has files transpiled anew each time, and nothing written. */
const cacheSwitch = "ALEMBIC_TS_CACHE";

/**
 * Texts made from a project's files, kept from one run to the next in `node_modules/.cache/alembic-ts/`.
 *
 * An entry counts only for the very content that it was made from. All are in one file, written at the end of the process
 * where there is something new, and replaced as a whole: two processes may write it, the later one's stays. Of what is in it
 * only the entries that are asked for are read, since several projects may share it. What cannot be read or written is no
 * error: there is no cache then.
 */
export class TranspileCache {
  readonly #file: string;
  readonly #root: string;
  readonly #made = new Map<string, Entry>();
  #kept: { readonly index: Index; readonly start: number } | undefined;

  /**
   * @param root the folder that has `node_modules`
   * @param version of what makes the texts
   */
  constructor(root: string, version: string) {
    this.#root = root;
    this.#file = join(root, "node_modules", ".cache", "alembic-ts", `transpiled-${version}`);
  }

  /**
   * The text kept for a file, or else made now.
   *
   * @param path the file's absolute path
   * @param source all that the text is made from
   */
  async get(path: string, source: string, make: () => Promise<string>): Promise<string> {
    const name = relative(this.#root, path);
    const made = hash("sha1", source);
    const kept = this.#find(name, made);
    if (kept !== null) return kept;
    const text = await make();
    if (this.#made.size === 0) process.once("exit", () => this.save());
    this.#made.set(name, { made, bytes: Buffer.from(text) });
    return text;
  }

  #find(name: string, made: string): string | null {
    this.#kept ??= readIndex(this.#file);
    const { index, start } = this.#kept;
    const place = Object.hasOwn(index, name) ? index[name] : undefined;
    if (place?.made !== made) return null;
    // Where the file has been replaced meanwhile, something else stands there.
    const text = readPart(this.#file, start + place.offset, place.length)?.toString("utf8");
    return text !== undefined && hash("sha1", text) === place.text ? text : null;
  }

  /** Writes what is new, with what is kept of files that are still there. */
  save(): void {
    const { index, body } = readKept(this.#file);
    const entries = new Map(this.#made);
    for (const [name, { made, offset, length }] of Object.entries(index)) {
      const isThere = !entries.has(name) && existsSync(join(this.#root, name));
      if (isThere) entries.set(name, { made, bytes: body.subarray(offset, offset + length) });
    }
    writeWhole(this.#file, packed(entries));
  }
}

/** A disk that is full or read-only is no error: the next run makes the texts again. */
function writeWhole(file: string, content: Uint8Array): void {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    try {
      writeFileSync(temporary, content);
      renameSync(temporary, file);
    } finally {
      rmSync(temporary, { force: true });
    }
  } catch {
    // See above.
  }
}

/**
 * The cache of the project that a file belongs to.
 *
 * @returns null where the nearest `node_modules` is missing, or the environment has switched caches off
 */
export function cacheFor(path: string, version: string): TranspileCache | null {
  if (process.env[cacheSwitch] === "off") return null;
  const root = rootOf(dirname(path));
  if (root === null) return null;
  const known = caches.get(root) ?? new TranspileCache(root, version);
  caches.set(root, known);
  return known;
}

const caches = new Map<string, TranspileCache>();
const roots = new Map<string, string | null>();

function rootOf(folder: string): string | null {
  const known = roots.get(folder);
  if (known !== undefined) return known;
  const parent = dirname(folder);
  const root = existsSync(join(folder, "node_modules")) ? folder : parent === folder ? null : rootOf(parent);
  roots.set(folder, root);
  return root;
}

/** The first line says where each text stands after it. */
function packed(entries: ReadonlyMap<string, Entry>): Buffer {
  let offset = 0;
  const index = [...entries].map(([name, { made, bytes }]): readonly [string, Place] => {
    const place = { made, text: hash("sha1", bytes), offset, length: bytes.length };
    offset += bytes.length;
    return [name, place];
  });
  const head = Buffer.from(`${JSON.stringify(Object.fromEntries(index))}\n`);
  return Buffer.concat([head, ...[...entries.values()].map(({ bytes }) => bytes)]);
}

/** The index, and where the texts begin. */
function readIndex(file: string): { readonly index: Index; readonly start: number } {
  try {
    const line = readFirstLine(file);
    // Written by packed(); what was damaged is no JSON, or its texts have other hashes.
    return { index: JSON.parse(line.toString("utf8")) as Index, start: line.length + 1 };
  } catch {
    // Not there yet, or damaged.
    return { index: {}, start: 0 };
  }
}

function readFirstLine(file: string): Buffer {
  const parts: Buffer[] = [];
  const descriptor = openSync(file, "r");
  try {
    for (;;) {
      const part = Buffer.alloc(65_536);
      const read = part.subarray(0, readSync(descriptor, part));
      const end = read.indexOf("\n");
      parts.push(end < 0 ? read : read.subarray(0, end));
      if (end >= 0 || read.length === 0) return Buffer.concat(parts);
    }
  } finally {
    closeSync(descriptor);
  }
}

function readPart(file: string, position: number, length: number): Buffer | null {
  try {
    const descriptor = openSync(file, "r");
    try {
      const part = Buffer.alloc(length);
      return part.subarray(0, readSync(descriptor, part, 0, length, position));
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return null;
  }
}

/** All of it, at one moment. */
function readKept(file: string): { readonly index: Index; readonly body: Buffer } {
  try {
    const content = readFileSync(file);
    const end = content.indexOf("\n");
    // Written by packed(); what was damaged is no JSON, or its texts have other hashes.
    return { index: JSON.parse(content.toString("utf8", 0, end)) as Index, body: content.subarray(end + 1) };
  } catch {
    // Not there yet, or damaged.
    return { index: {}, body: Buffer.alloc(0) };
  }
}
