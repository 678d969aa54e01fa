import { loadModule, type LoadOptions } from "../loader/index.ts";
import { Revision, type RevisionRecord } from "../revision/index.ts";

/**
 * A revision that has a file.
 *
 * @example
 * const head = script.getRevision("head");
 * const { upgrade } = head === null ? {} : await head.module();
 */
export class Script extends Revision {
  /** The file's absolute path. */
  readonly path: string;
  readonly #options: LoadOptions;
  #module: Promise<Readonly<Record<string, unknown>>> | undefined;

  /**
   * @param record what the file says about itself
   * @param path the file's absolute path
   * @param options for loading it
   */
  constructor(record: RevisionRecord, path: string, options: LoadOptions = {}) {
    super(record);
    this.path = path;
    this.#options = options;
  }

  /**
   * What the file exports: its `upgrade` and `downgrade`. The file is loaded at the first call.
   *
   * @throws {ScriptError} where it cannot be loaded
   */
  module(): Promise<Readonly<Record<string, unknown>>> {
    this.#module ??= loadModule(this.path, this.#options);
    return this.#module;
  }
}
