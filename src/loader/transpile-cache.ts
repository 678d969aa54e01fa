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
import { dirname, join } from "node:path";

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

/** In bytes: as much of the file as is read at once. */
const blockSize = 1 << 16;

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
  /** Null where there is none; undefined before it was looked for. */
  #kept: KeptFile | null | undefined;

  /**
   * @param root the folder that has `node_modules`
   * @param version of what makes the texts
   */
  constructor(root: string, version: string) {
    this.#root = root;
    this.#file = join(root, "node_modules", ".cache", "alembic-ts", `functions-${version}`);
  }

  /**
   * The text kept for a file, or else made now.
   *
   * @param path the file's absolute path
   * @param source all that the text is made from
   */
  async get(path: string, source: string, make: () => Promise<string>): Promise<string> {
    const name = path.slice(this.#root.length);
    const made = hash("sha1", source);
    const kept = this.#find(name, made);
    if (kept !== null) return kept;
    const text = await make();
    if (this.#made.size === 0) process.once("exit", () => this.save());
    this.#made.set(name, { made, bytes: Buffer.from(text) });
    return text;
  }

  #find(name: string, made: string): string | null {
    if (this.#kept === undefined) this.#kept = openKept(this.#file);
    return this.#kept?.find(name, made) ?? null;
  }

  /** Writes what is new, with what is kept of files that are still there. */
  save(): void {
    // Windows does not replace a file that is open.
    this.#kept?.close();
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

/** The file as it was when it was opened, whatever takes its place meanwhile. */
class KeptFile {
  /** Where the texts begin. */
  readonly #start: number;
  readonly #index: Index;
  #descriptor: number | null;
  /** What was read last, and from where: files that are asked for one after the other stand together. */
  #block: Buffer = Buffer.alloc(0);
  #blockStart = 0;

  /** @throws where the file is not there, or its first line is damaged */
  constructor(file: string) {
    this.#descriptor = openSync(file, "r");
    try {
      const line = readFirstLine(this.#descriptor);
      // Written by packed(); what was damaged is no JSON, or its texts have other hashes.
      this.#index = JSON.parse(line.toString("utf8")) as Index;
      this.#start = line.length + 1;
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** The text of a name that was made from something. */
  find(name: string, made: string): string | null {
    const place = Object.hasOwn(this.#index, name) ? this.#index[name] : undefined;
    if (this.#descriptor === null || place?.made !== made) return null;
    const bytes = this.#read(this.#descriptor, this.#start + place.offset, place.length);
    return bytes !== null && hash("sha1", bytes) === place.text ? bytes.toString("utf8") : null;
  }

  #read(descriptor: number, position: number, length: number): Buffer | null {
    const isRead = position >= this.#blockStart && position + length <= this.#blockStart + this.#block.length;
    if (!isRead) {
      try {
        const block = Buffer.alloc(Math.max(length, blockSize));
        this.#block = block.subarray(0, readSync(descriptor, block, 0, block.length, position));
        this.#blockStart = position;
      } catch {
        return null;
      }
    }
    const start = position - this.#blockStart;
    return this.#block.subarray(start, start + length);
  }

  close(): void {
    if (this.#descriptor !== null) closeSync(this.#descriptor);
    this.#descriptor = null;
  }
}

function openKept(file: string): KeptFile | null {
  try {
    return new KeptFile(file);
  } catch {
    // Not there yet, or damaged.
    return null;
  }
}

function readFirstLine(descriptor: number): Buffer {
  const parts: Buffer[] = [];
  for (;;) {
    const part = Buffer.alloc(blockSize);
    const read = part.subarray(0, readSync(descriptor, part));
    const end = read.indexOf("\n");
    parts.push(end < 0 ? read : read.subarray(0, end));
    if (end >= 0 || read.length === 0) return Buffer.concat(parts);
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
