import { readFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import type { transformSync, TransformOptions } from "oxc-transform";
import type { CompilerOptions } from "./tsconfig.ts";
import { isError, syntaxError } from "./load-error.ts";

/** What a file is to Node. */
export type ModuleFormat = "module" | "commonjs";

/** JavaScript that Node can run in place of a TypeScript file. */
export interface Transpiled {
  readonly format: ModuleFormat;
  readonly code: string;
  /** A comment to stand after the code, so that stack traces point at the original lines. */
  readonly sourceMap: string;
}

/** Turns TypeScript into JavaScript. */
export type Transpile = (file: string, source: string, options: CompilerOptions) => Transpiled;

/**
 * Makes a {@link Transpile} of oxc's transform, which is handed in since it must be loaded before a module hook runs.
 *
 * @throws {SyntaxError} from the made function: it has the place of the error as `detail`
 */
export function transpilerWith(transform: typeof transformSync): Transpile {
  return (file, source, options) => {
    const isModule = saysModule(file);
    const result = transform(file, source, transformOptions(file, options, isModule));
    const problem = result.errors.find(({ severity }) => isError(severity));
    if (problem !== undefined) {
      throw syntaxError(file, source, problem.message, charactersBefore(source, problem.labels[0]?.start ?? 0));
    }
    const format = isModule || hasModuleSyntax(result.code) ? "module" : "commonjs";
    return { format, code: result.code, sourceMap: sourceMapOf(file, result.map?.mappings, result.map?.names) };
  };
}

function transformOptions(file: string, options: CompilerOptions, isModule: boolean): TransformOptions {
  return {
    lang: extname(file) === ".tsx" ? "tsx" : "ts",
    // A file of a CommonJS package may hold either: its own syntax tells.
    sourceType: isModule ? "module" : "unambiguous",
    sourcemap: true,
    target: "es2022",
    decorator: {
      legacy: options.experimentalDecorators,
      emitDecoratorMetadata: options.emitDecoratorMetadata,
      strictNullChecks: options.strictNullChecks,
    },
    assumptions: { setPublicClassFields: !options.useDefineForClassFields },
    typescript: {
      onlyRemoveTypeImports: options.verbatimModuleSyntax,
      removeClassFieldsWithoutInitializer: !options.useDefineForClassFields,
    },
  };
}

/** oxc 0.158 counts the bytes of UTF-8; JavaScript counts UTF-16 units. */
function charactersBefore(source: string, bytes: number): number {
  return Buffer.from(source).subarray(0, bytes).toString().length;
}

/** The extension, or else the nearest package.json, makes the file an ES module whatever it holds. */
export function saysModule(file: string): boolean {
  const extension = extname(file);
  if (extension === ".mts") return true;
  return extension !== ".cts" && packageType(dirname(file)) === "module";
}

const packageTypes = new Map<string, string>();

function packageType(folder: string): string {
  const known = packageTypes.get(folder);
  if (known !== undefined) return known;
  const type = readPackageType(folder) ?? (dirname(folder) === folder ? "commonjs" : packageType(dirname(folder)));
  packageTypes.set(folder, type);
  return type;
}

function readPackageType(folder: string): string | null {
  let text: string;
  try {
    text = readFileSync(join(folder, "package.json"), "utf8");
  } catch {
    // No package.json here: the next folder up decides.
    return null;
  }
  const content: unknown = JSON.parse(text);
  const isModule = typeof content === "object" && content !== null && "type" in content && content.type === "module";
  return isModule ? "module" : "commonjs";
}

/** oxc prints every import and export declaration at the start of a line. */
function hasModuleSyntax(code: string): boolean {
  return /^(?:import|export)\b(?!\s*\()|\bimport\.meta\b/m.test(code);
}

function sourceMapOf(file: string, mappings = "", names: readonly string[] = []): string {
  const map = JSON.stringify({ version: 3, sources: [encodeURI(basename(file))], names, mappings });
  return `//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString("base64")}\n`;
}
