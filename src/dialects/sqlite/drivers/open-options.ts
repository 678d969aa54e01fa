import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { databaseFailure } from "../../../engine/failures.ts";
import type { DatabaseUrl } from "../../../engine/url.ts";
import { UrlOptions } from "../../../engine/url-options.ts";

/** How a database is to be opened. */
export interface OpenOptions {
  /** The file's absolute path; null for a database in memory. */
  readonly path: string | null;
  readonly isReadOnly: boolean;
  /** How long a statement waits for another session's lock, in milliseconds. */
  readonly busyTimeout: number;
  readonly foreignKeys: boolean;
}

const modes = ["ro", "rw", "rwc", "memory"] as const;
const known = ["foreign_keys", "mode", "timeout"];
/** Options of Python's driver and of SQLite's file URIs that mean nothing here. */
const ignored = [
  "uri",
  "cache",
  "check_same_thread",
  "detect_types",
  "isolation_level",
  "cached_statements",
  "autocommit",
  "nolock",
];
/** What Python's driver waits. */
const defaultTimeout = 5000;

/**
 * Reads what a URL says of how to open the database.
 *
 * @throws {InvalidArgumentError} for an option that is not known
 * @throws {ConnectionError} when the file is to be there and is not
 */
export function readOpenOptions(url: DatabaseUrl): OpenOptions {
  const options = new UrlOptions(url);
  options.checkKeys([...known, ...ignored]);
  const mode = options.oneOf("mode", modes) ?? "rwc";
  const path = url.database === null || mode === "memory" ? null : resolve(url.database.replace(/^file:/, ""));
  if (path !== null && mode !== "rwc" && !existsSync(path)) {
    throw databaseFailure("fileUnavailable", `cannot open the database file ${path}: there is no such file`, {
      hint: "Correct the path of the URL, or leave out mode, which forbids to make the file.",
    });
  }
  return {
    path,
    isReadOnly: mode === "ro",
    busyTimeout: options.milliseconds("timeout") ?? defaultTimeout,
    foreignKeys: options.boolean("foreign_keys") ?? false,
  };
}
