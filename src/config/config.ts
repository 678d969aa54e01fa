import { basename, dirname, join, resolve } from "node:path";
import { ConfigurationError } from "../errors/index.ts";
import { checkOptions } from "../util/check-options.ts";
import { ownPackageRoot } from "../util/own-package.ts";
import {
  type ConfigValues,
  knownOptions,
  type NativeOptions,
  nativeOptions,
  type OptionValue,
} from "./config-values.ts";
import { IniSettings } from "./ini-settings.ts";
import { loggerLevels, type LogLevel } from "./logger-levels.ts";
import { readIfPresent, readProjectFile } from "./project-file.ts";

/** Something that text can be written to, such as `process.stdout` or a file's stream. */
export interface TextSink {
  write(text: string): unknown;
}

/** A line for a log: what happened, who says so, and how much it matters. */
export interface LogRecord {
  readonly level: Exclude<LogLevel, "NOTSET">;
  /** The logger's name, dots between its parts: `alembic.runtime.migration`. */
  readonly logger: string;
  readonly message: string;
}

/** A step of a migration that begins or ends, for whoever shows how a run goes. */
export interface StepEvent {
  readonly event: "step";
  readonly state: "started" | "done" | "failed";
  /** Which step it is, counted from 1. */
  readonly number: number;
  /** How many steps the run on this database has. */
  readonly of: number;
  readonly kind: "upgrade" | "downgrade" | "stamp";
  /** The ids that the step leaves. */
  readonly from: readonly string[];
  /** The ids that the step leads to. */
  readonly to: readonly string[];
  /** The step in words: `upgrade a -> b, create posts table`. */
  readonly step: string;
  /** How long it took so far. */
  readonly seconds: number;
}

/** The command line's options, as `env` can read them. */
export interface CommandLineOptions {
  /** The values of `-x`, in order. */
  readonly x?: readonly string[];
  readonly [name: string]: unknown;
}

/** A wish to stop that comes from outside, as Ctrl-C does. */
export interface Interruption {
  readonly signal: AbortSignal;
  /** Has the wish heard, in place of ending the process at once, until the returned function is called. */
  listen(): () => void;
}

/** What {@link Config} takes besides its file. */
export interface ConfigOptions {
  /** The main section of the ini file: `alembic` unless given. */
  readonly iniSection?: string;
  /** A `package.json` whose `alembic` key holds settings too; the ini file goes before it. */
  readonly packageFile?: string;
  /** Where the SQL of offline mode goes. */
  readonly outputBuffer?: TextSink;
  /** Where `printStdout()` writes; nothing is printed unless given. */
  readonly stdout?: TextSink;
  readonly cmdOpts?: CommandLineOptions;
  /** Settings that the files' text may refer to as `%(name)s`. */
  readonly configArgs?: Readonly<Record<string, string>>;
  /** Anything that `env` is to see, such as a connection. */
  readonly attributes?: Readonly<Record<string, unknown>>;
  /** Hears of what is odd but not wrong; Node's own warnings (`process.emitWarning`) unless given. */
  readonly onWarning?: (message: string) => void;
  /** Hears of each step that is run, and of what else there is to log. Levels are for it to mind: see `loggerLevels()`. */
  readonly onLog?: (record: LogRecord) => void;
  /** Stops what runs: its statement is cancelled, its transaction rolled back. */
  readonly interruption?: Interruption;
  /** Hears of each step when it begins and when it has ended. */
  readonly onStep?: (event: StepEvent) => void;
}

const configOptionNames = [
  "iniSection",
  "packageFile",
  "outputBuffer",
  "stdout",
  "cmdOpts",
  "configArgs",
  "attributes",
  "onWarning",
  "onLog",
  "interruption",
  "onStep",
] as const satisfies readonly (keyof ConfigOptions)[];

/**
 * The settings of a project: from an ini file, the `alembic` key of `package.json`, or a program.
 *
 * Files are read on first use. Only their own text is interpolated (`%(here)s`, `%%`): what a program sets is kept as it is.
 *
 * @example
 * const config = new Config("alembic.ini");
 * const inMemory = new Config({ scriptLocation: "alembic", url: "sqlite://" });
 */
export class Config {
  /** The ini file's absolute path, whether or not it is there. */
  readonly configFileName: string | null;
  /** The absolute path of the `package.json` that is read besides. */
  readonly packageFileName: string | null;
  readonly iniSection: string;
  readonly outputBuffer: TextSink | null;
  readonly stdout: TextSink | null;
  readonly cmdOpts: CommandLineOptions;
  readonly configArgs: Readonly<Record<string, string>>;
  /** Free for a program to pass things to `env`. */
  readonly attributes: Record<string, unknown>;
  readonly interruption: Interruption | null;
  private readonly values: NativeOptions | null;
  private readonly onWarning: (message: string) => void;
  private readonly onLog: ((record: LogRecord) => void) | null;
  private readonly onStep: ((event: StepEvent) => void) | null;
  private iniSettings: IniSettings | undefined;
  private projectOptions: NativeOptions | null | undefined;

  /**
   * @param source an ini file's path, the path of a `package.json`, or the settings themselves
   * @param options the main section, streams, and what `env` is to see
   * @throws {InvalidArgumentError} for an option or setting that does not exist
   * @throws {ConfigurationError} for a setting of the wrong kind
   */
  constructor(source: string | ConfigValues | null = null, options: ConfigOptions = {}) {
    checkOptions("new Config()", options, configOptionNames);
    const file = typeof source === "string" ? source : null;
    const isProjectFile = file !== null && basename(file) === "package.json";
    this.configFileName = file === null || isProjectFile ? null : resolve(file);
    this.packageFileName = absolute(isProjectFile ? file : (options.packageFile ?? null));
    this.values = typeof source === "string" || source === null ? null : checkedValues(source);
    this.iniSection = options.iniSection ?? "alembic";
    this.outputBuffer = options.outputBuffer ?? null;
    this.stdout = options.stdout ?? null;
    this.cmdOpts = options.cmdOpts ?? {};
    this.configArgs = options.configArgs ?? {};
    this.attributes = { ...options.attributes };
    this.onWarning = options.onWarning ?? emitWarning;
    this.onLog = options.onLog ?? null;
    this.interruption = options.interruption ?? null;
    this.onStep = options.onStep ?? null;
  }

  /**
   * A setting of the main section, else of `package.json`, as text.
   *
   * @param name as in an ini file: `sqlalchemy.url`
   * @param defaultValue what to give where it is not set; null unless given
   */
  getMainOption(name: string): string | null;
  getMainOption(name: string, defaultValue: string): string;
  getMainOption(name: string, defaultValue: string | null): string | null;
  getMainOption(name: string, defaultValue: string | null = null): string | null {
    const value = this.getAlembicOption(name);
    if (value === null) return defaultValue;
    return typeof value === "object" ? JSON.stringify(value) : String(value);
  }

  /**
   * Sets an option of the main section; it goes before what the files say.
   *
   * @param value the text itself: a percent sign needs no doubling
   */
  setMainOption(name: string, value: string): void {
    this.ini.set(this.iniSection, name, value);
  }

  /** Takes an option out of the main section, and out of what `package.json` or the program gave. */
  removeMainOption(name: string): void {
    this.ini.remove(this.iniSection, name);
    const rest = new Map(this.native);
    rest.delete(name);
    this.projectOptions = rest;
  }

  /**
   * All settings of a section of the ini file, those of `[DEFAULT]` and `here` among them.
   *
   * @param name the section
   * @param defaultValue what to give where there is no such section; null unless given
   */
  getSection(name: string): Record<string, string> | null;
  getSection(name: string, defaultValue: Record<string, string>): Record<string, string>;
  getSection(name: string, defaultValue: Record<string, string> | null = null): Record<string, string> | null {
    return this.ini.entries(name) ?? defaultValue;
  }

  /** Sets an option of any section of the ini file, and makes the section if need be. The text is kept as it is. */
  setSectionOption(section: string, name: string, value: string): void {
    this.ini.set(section, name, value);
  }

  /**
   * An option of a section of the ini file.
   *
   * @throws {ConfigurationError} where there is no such section
   */
  getSectionOption(section: string, name: string): string | null;
  getSectionOption(section: string, name: string, defaultValue: string): string;
  getSectionOption(section: string, name: string, defaultValue: string | null = null): string | null {
    if (!this.ini.hasSection(section)) throw this.missingSection(section);
    return this.ini.get(section, name) ?? defaultValue;
  }

  /** An option in its own kind: text from an ini file; also a list, number or boolean from `package.json` or a program. */
  getAlembicOption(name: string): OptionValue | null;
  getAlembicOption<D extends OptionValue>(name: string, defaultValue: D): OptionValue | D;
  getAlembicOption(name: string, defaultValue: OptionValue | null = null): OptionValue | null {
    const fromIni = this.ini.hasSection(this.iniSection) ? this.ini.get(this.iniSection, name) : undefined;
    return fromIni ?? this.native?.get(name) ?? defaultValue;
  }

  /** Whether the ini file, or the program, has this section. */
  hasSection(name: string): boolean {
    return this.ini.hasSection(name);
  }

  /** The levels that the ini file's logging sections give: from a logger's name (`root` for the root) to its level. */
  loggerLevels(): ReadonlyMap<string, LogLevel> {
    return loggerLevels(this.ini, this.configFileName ?? "alembic.ini");
  }

  /** The folder of the templates that `init` copies. */
  getTemplateDirectory(): string {
    return join(ownPackageRoot(), "templates");
  }

  /** Writes a line to the stream that was given as `stdout`, if any. */
  printStdout(text: string): void {
    this.stdout?.write(`${text}\n`);
  }

  /** Tells whoever listens of something odd but not wrong. */
  warn(message: string): void {
    this.onWarning(message);
  }

  /** Tells whoever listens of what was done. */
  log(level: LogRecord["level"], logger: string, message: string): void {
    this.onLog?.({ level, logger, message });
  }

  /** Tells whoever listens of a step that has begun or ended. */
  tellStep(event: StepEvent): void {
    this.onStep?.(event);
  }

  /** The error of a setting that must be there: says what was looked for, and where. */
  missingOption(name: string): ConfigurationError {
    const hint = this.hintForMissing();
    return new ConfigurationError("ALB0207", `There is no '${name}' in the configuration: ${this.describeSources()}.`, {
      hint,
    });
  }

  private get ini(): IniSettings {
    this.iniSettings ??= this.readIniFile();
    return this.iniSettings;
  }

  private get native(): NativeOptions | null {
    this.projectOptions ??= this.values ?? this.readProject();
    return this.projectOptions;
  }

  private readIniFile(): IniSettings {
    const text = this.configFileName === null ? null : readIfPresent(this.configFileName);
    const here = this.configFileName === null ? resolve(".") : dirname(this.configFileName);
    return new IniSettings(this.configFileName, text, { here, ...this.configArgs });
  }

  private readProject(): NativeOptions | null {
    if (this.packageFileName === null) return null;
    return readProjectFile(this.packageFileName, { here: dirname(this.packageFileName), ...this.configArgs });
  }

  private describeSources(): string {
    const ini = this.configFileName;
    if (ini === null)
      return this.packageFileName === null ? "none was given" : `see "alembic" in ${this.packageFileName}`;
    if (readIfPresent(ini) === null) return `there is no file ${ini}`;
    if (!this.ini.hasSection(this.iniSection)) return `${ini} has no section [${this.iniSection}]`;
    return `[${this.iniSection}] of ${ini} lacks it`;
  }

  private hintForMissing(): string {
    if (this.configFileName === null) return "Give it as new Config({ scriptLocation: … }), or name a file.";
    if (readIfPresent(this.configFileName) === null) {
      return "Run `alembic init alembic` to make one, or name the file with -c or the environment variable ALEMBIC_CONFIG.";
    }
    return `Add it to the section [${this.iniSection}], or name another section with -n.`;
  }

  private missingSection(section: string): ConfigurationError {
    const file = this.configFileName ?? "the configuration";
    return new ConfigurationError("ALB0208", `${file} has no section [${section}].`, {
      hint:
        this.ini.sectionNames.length === 0 ? "Is it the right file?" : `It has: ${this.ini.sectionNames.join(", ")}.`,
    });
  }
}

function checkedValues(values: ConfigValues): NativeOptions {
  checkOptions("new Config()", values, Object.keys(knownOptions));
  return nativeOptions(values, "new Config()");
}

function absolute(path: string | null): string | null {
  return path === null ? null : resolve(path);
}

function emitWarning(message: string): void {
  process.emitWarning(message, "AlembicWarning");
}
