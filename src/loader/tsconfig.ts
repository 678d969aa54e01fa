import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { ScriptError } from "../errors/index.ts";
import { parseJsonc } from "../util/jsonc.ts";

/** The compiler options that decide what a file means when it runs. */
export interface CompilerOptions {
  readonly experimentalDecorators: boolean;
  readonly emitDecoratorMetadata: boolean;
  readonly useDefineForClassFields: boolean;
  readonly verbatimModuleSyntax: boolean;
  readonly strictNullChecks: boolean;
  /** Patterns of bare specifiers that stand for files. */
  readonly paths: readonly string[];
}

/** Finds the file of a bare name given in `extends`, or null. */
export type FindConfig = (folder: string, name: string) => string | null;

/** Without a `tsconfig.json` nothing says that decorators are of the standard kind, and Node could not run those. */
const withoutConfig: CompilerOptions = {
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
  useDefineForClassFields: true,
  verbatimModuleSyntax: false,
  strictNullChecks: true,
  paths: [],
};

/** Reads the compiler options of files, once for each folder. */
export class CompilerOptionsReader {
  private readonly byFolder = new Map<string, CompilerOptions>();

  /** @param findConfig for an `extends` that names a package */
  constructor(private readonly findConfig: FindConfig) {}

  /**
   * The options of the nearest `tsconfig.json`.
   *
   * @throws {ScriptError} where it is no JSON
   */
  optionsFor(folder: string): CompilerOptions {
    const known = this.byFolder.get(folder);
    if (known !== undefined) return known;
    const options = this.read(folder);
    this.byFolder.set(folder, options);
    return options;
  }

  private read(folder: string): CompilerOptions {
    const own = this.rawOptions(join(folder, "tsconfig.json"), []);
    if (own !== null) return interpret(own);
    const parent = dirname(folder);
    return parent === folder ? withoutConfig : this.optionsFor(parent);
  }

  /** A file's options over those of the files that it extends, or null where there is no file. */
  private rawOptions(file: string, seen: readonly string[]): RawOptions | null {
    const content = readObject(file);
    if (content === null || seen.includes(file)) return null;
    const inherited = extendedNames(content["extends"]).map((name) => {
      const base = this.locate(dirname(file), name);
      // A base that is missing is no reason to stop: in production the package that has it is often left out.
      return base === null ? null : this.rawOptions(base, [...seen, file]);
    });
    return Object.assign({}, ...inherited, objectOr(content["compilerOptions"]));
  }

  private locate(folder: string, name: string): string | null {
    const isPath = /^\.{0,2}[/\\]|^[A-Za-z]:/.test(name);
    if (!isPath) return this.findConfig(folder, name);
    return resolve(folder, name.endsWith(".json") ? name : `${name}.json`);
  }
}

type RawOptions = Readonly<Record<string, unknown>>;

function interpret(raw: RawOptions): CompilerOptions {
  const target = typeof raw["target"] === "string" ? raw["target"].toLowerCase() : "es2022";
  return {
    experimentalDecorators: raw["experimentalDecorators"] === true,
    emitDecoratorMetadata: raw["emitDecoratorMetadata"] === true,
    useDefineForClassFields: booleanOr(raw["useDefineForClassFields"], target === "esnext" || target >= "es2022"),
    verbatimModuleSyntax: raw["verbatimModuleSyntax"] === true,
    strictNullChecks: booleanOr(raw["strictNullChecks"], raw["strict"] === true),
    paths: Object.keys(objectOr(raw["paths"])),
  };
}

function readObject(file: string): RawOptions | null {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    // Not there, or not readable: the next folder up may have one.
    return null;
  }
  try {
    return objectOr(parseJsonc(text));
  } catch (cause) {
    throw new ScriptError(
      "ALB0223",
      `${file} is not valid JSON: ${cause instanceof Error ? cause.message : String(cause)}.`,
      {
        hint: "Mend the file: it says how the project's TypeScript is compiled.",
        cause,
      },
    );
  }
}

function extendedNames(value: unknown): readonly string[] {
  const names: readonly unknown[] = Array.isArray(value) ? value : [value];
  return names.filter((name) => typeof name === "string");
}

function objectOr(value: unknown): RawOptions {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function booleanOr(value: unknown, otherwise: boolean): boolean {
  return typeof value === "boolean" ? value : otherwise;
}
