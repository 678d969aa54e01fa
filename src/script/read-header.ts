import { readFileSync } from "node:fs";
import { ScriptError } from "../errors/index.ts";
import { loadError, loadModule, type LoadOptions } from "../loader/index.ts";
import type { RevisionNames, RevisionRecord } from "../revision/index.ts";
import { describe } from "../util/check-options.ts";
import { type Header, type HeaderName, headerNames, type HeaderValue, type HeaderValues } from "./header.ts";
import { scanHeader } from "./scan-header.ts";

/**
 * Reads what a revision file says about itself: by a scan of its text, where that does not tell by its syntax tree, and where values
 * are worked out at run time by loading that one file.
 *
 * @param file the file's absolute path
 * @param source its text
 * @param options for loading it
 * @throws {ScriptError} where it has no revision id, wrong syntax, or a value of the wrong kind
 */
export async function readHeader(file: string, source: string, options: LoadOptions): Promise<RevisionRecord> {
  const scanned = scanHeader(source);
  return recordOf(file, scanned ?? (await headerOf(file, source, options)));
}

/** What a text would say if it stood in that file; null where only loading the file could tell. */
export async function headerOfText(file: string, source: string): Promise<HeaderValues | null> {
  const scanned = scanHeader(source);
  if (scanned !== null) return scanned.values;
  const parsed = await parsedHeader(file, source);
  return parsed.isComputed ? null : parsed.values;
}

async function headerOf(file: string, source: string, options: LoadOptions): Promise<Header> {
  const parsed = await parsedHeader(file, source);
  return parsed.isComputed ? { values: await loadedValues(file, options), doc: parsed.doc } : parsed;
}

async function parsedHeader(file: string, source: string) {
  const { parseHeader } = await import("./parse-header.ts");
  try {
    return parseHeader(file, source);
  } catch (error) {
    throw await loadError(file, error);
  }
}

async function loadedValues(file: string, options: LoadOptions): Promise<HeaderValues> {
  const exported = await loadModule(file, options);
  const values = headerNames.map((name) => [name, checkedValue(file, name, exported[name])] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

function checkedValue(file: string, name: HeaderName, value: unknown): HeaderValue | undefined {
  if (value === null || value === undefined || typeof value === "string") return value;
  const items: readonly unknown[] = Array.isArray(value) ? value : [undefined];
  if (items.every((item) => typeof item === "string")) return items;
  throw new ScriptError(
    "ALB0231",
    `${file}: ${name} is ${describe(value)}, and must be a string, an array of strings, or null.`,
    {
      hint: `Write it as the generated files do: export const ${name} = "…";`,
    },
  );
}

function recordOf(file: string, { values, doc }: Header): RevisionRecord {
  const { revision } = values;
  if (typeof revision !== "string" || revision === "") throw withoutRevision(file, revision);
  const named = (name: HeaderName): RevisionNames => values[name] ?? null;
  return {
    revision,
    downRevision: named("downRevision"),
    branchLabels: named("branchLabels"),
    dependsOn: named("dependsOn"),
    doc: doc ?? undefined,
  };
}

function withoutRevision(file: string, revision: HeaderValue | undefined): ScriptError {
  const problem = revision === undefined ? "exports no revision" : "has a revision that is no id";
  return new ScriptError("ALB0230", `${file} ${problem}.`, {
    hint: 'Add export const revision = "…"; or move the file out of the folder of revisions: every file there is one.',
  });
}

/**
 * The text of a revision file.
 *
 * @throws {ScriptError} where it cannot be read
 */
export function readSource(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new ScriptError("ALB0232", `Cannot read ${file}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      hint: "Make the file readable, or move it away.",
      cause,
    });
  }
}
