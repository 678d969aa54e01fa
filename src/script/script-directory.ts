import { existsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type Config, type ScriptSettings, scriptSettings } from "../config/index.ts";
import { ScriptError } from "../errors/index.ts";
import type { LoadOptions } from "../loader/index.ts";
import { type IterateOptions, RevisionMap, type RevisionNames } from "../revision/index.ts";
import { type LoadedEnvironment, loadEnvironment } from "./environment.ts";
import type { GeneratedRevision } from "./generate-revision.ts";
import { locate } from "./locations.ts";
import type { GenerateOptions } from "./plan-revision.ts";
import { readHeader, readSource } from "./read-header.ts";
import { Script } from "./script.ts";
import { findVersionFiles } from "./version-files.ts";

/**
 * The folder of a project's `env`, its template and its revisions.
 *
 * Nothing of it is run but what is asked for: headers of revisions are read as text, `env` is loaded by `loadEnvironment()` alone.
 *
 * @example
 * const script = await ScriptDirectory.fromConfig(new Config("alembic.ini"));
 * const heads = script.getHeads();
 */
export class ScriptDirectory {
  /** The script folder's absolute path. */
  readonly dir: string;
  /** The absolute paths of the folders with revisions. */
  readonly versionLocations: readonly string[];
  readonly settings: ScriptSettings;
  readonly config: Config;
  readonly #loadOptions: LoadOptions;
  readonly #onWarning: (message: string) => void;
  #scripts: readonly Script[] = [];
  #map: RevisionMap<Script> | undefined;

  private constructor(config: Config) {
    const settings = scriptSettings(config);
    const start = dirname(config.configFileName ?? config.packageFileName ?? resolve("package.json"));
    this.config = config;
    this.settings = settings;
    this.dir = locate(settings.scriptLocation, start);
    this.versionLocations = settings.versionLocations?.map((location) => locate(location, start)) ?? [
      join(this.dir, "versions"),
    ];
    this.#loadOptions = { prependSysPath: settings.prependSysPath.map((path) => locate(path, start)) };
    this.#onWarning = (message) => config.warn(message);
  }

  /**
   * Finds the script folder of a configuration, and reads the headers of its revisions.
   *
   * @throws {ConfigurationError} where `script_location` is missing
   * @throws {ScriptError} where the folder is not there, or a file of it is no revision
   */
  static async fromConfig(config: Config): Promise<ScriptDirectory> {
    const script = new ScriptDirectory(config);
    if (!isFolder(script.dir)) {
      throw new ScriptError("ALB0239", `The script folder ${script.dir} is not there.`, {
        hint: "Run `alembic init` to make one, or set script_location to where it is.",
      });
    }
    script.#scripts = await script.#readScripts();
    return script;
  }

  /**
   * The graph of all revisions, made at the first use.
   *
   * It is tolerant of revisions that are missing, and tells of them by warnings: call its `assertSound()` before a plan is carried out.
   *
   * @throws {RevisionError} where the graph cannot be built
   */
  get revisionMap(): RevisionMap<Script> {
    this.#map ??= new RevisionMap(this.#scripts, { onWarning: this.#onWarning, tolerant: true });
    return this.#map;
  }

  /**
   * The heads, in load order.
   *
   * @param options with `considerDependsOn`, a revision that another depends on is no head
   */
  getHeads(options: { readonly considerDependsOn?: boolean } = {}): readonly string[] {
    return this.revisionMap.getHeads(options);
  }

  /**
   * The one head, or null where there are no revisions.
   *
   * @throws {MultipleHeadsError} where there are several
   */
  getCurrentHead(): string | null {
    return this.revisionMap.getCurrentHead();
  }

  /**
   * The one base, or null where there are no revisions.
   *
   * @throws {CommandError} where there are several
   */
  getBase(): string | null {
    return this.revisionMap.getBase();
  }

  /** The revisions that come after no other. */
  getBases(): readonly string[] {
    return this.revisionMap.getBases();
  }

  /**
   * The revision that an identifier denotes: an id, a unique prefix, a label, `head`, `label@head`.
   *
   * @throws {ResolutionError} where it denotes none
   */
  getRevision(identifier: RevisionNames): Script | null {
    return this.revisionMap.getRevision(identifier);
  }

  /**
   * All revisions that identifiers denote; also `heads`.
   *
   * @throws {ResolutionError} where one denotes none
   */
  getRevisions(identifiers: RevisionNames): readonly Script[] {
    return this.revisionMap.getRevisions(identifiers);
  }

  /** A symbol as ids: `heads` as all of them, others as one, `base` as null. */
  asRevisionNumber(identifier: string | null): string | readonly string[] | null {
    return this.revisionMap.asRevisionNumber(identifier);
  }

  /**
   * The revisions from a head down to a base, both included, newest first.
   *
   * @param base where to stop; the beginning unless given
   * @param head where to begin; everything unless given
   * @throws {RangeNotAncestorError} where they do not lie along one branch
   */
  walkRevisions(base: RevisionNames = "base", head: RevisionNames = "heads"): readonly Script[] {
    return this.revisionMap.walkRevisions(base, head);
  }

  /**
   * The revisions between two ends, each before those that it builds on.
   *
   * @param upper the end
   * @param lower the start
   * @throws {RangeNotAncestorError} where they do not lie along one branch
   */
  iterateRevisions(upper: RevisionNames, lower: RevisionNames, options: IterateOptions = {}): readonly Script[] {
    return this.revisionMap.iterateRevisions(upper, lower, options);
  }

  /**
   * Writes a new revision file, after making sure that it fits.
   *
   * @param options its id, message, parents, labels and content
   * @throws {CommandError} where it does not fit: nothing was written
   * @throws {HookError} where a post-write hook failed: the file is kept
   * @example
   * const { script: added } = await script.generateRevision({ message: "create posts table" });
   */
  async generateRevision(options: GenerateOptions = {}): Promise<GeneratedRevision> {
    const { generateRevision } = await import("./generate-revision.ts");
    return generateRevision(this, options);
  }

  /**
   * Loads the `env` file.
   *
   * @throws {ScriptError} where there is none, or it cannot be loaded
   */
  async loadEnvironment(): Promise<LoadedEnvironment> {
    return loadEnvironment(this.dir, this.#loadOptions);
  }

  /**
   * Reads a revision file of the folder.
   *
   * @param path the file's absolute path
   * @throws {ScriptError} where it is no revision, or cannot be read
   */
  async readScript(path: string): Promise<Script> {
    const options = { ...this.#loadOptions, source: readSource(path) };
    return new Script(await readHeader(path, options.source, options), path, options);
  }

  async #readScripts(): Promise<readonly Script[]> {
    const recursive = this.settings.recursiveVersionLocations;
    const files = findVersionFiles(this.versionLocations, { recursive, onWarning: this.#onWarning });
    const scripts: Script[] = [];
    for (const file of files) scripts.push(await this.readScript(file));
    return scripts;
  }
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}
