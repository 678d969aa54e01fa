import type { EcmaScriptModule, StaticExport, StaticExportEntry, StaticImport } from "oxc-parser";

/** A module's code, taken apart so that it can be run as a function's. Plain data. */
export interface ModuleFunction {
  /** What it imports, in order: the values that the function is given stand in the same order. */
  readonly imports: readonly ImportedModule[];
  /** The function's body: it has the namespaces that it imports as {@link importedName}, and returns a promise of what it exports. */
  readonly code: string;
}

/** An import declaration: from where, and the names that must be there. */
export interface ImportedModule {
  readonly specifier: string;
  readonly names: readonly string[];
  /** Whether everything but the default is exported again. */
  readonly isExported: boolean;
}

/** Text that takes the place of a declaration. */
interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What a module has not, and a function's scope would give it; and what could import from there, which only Node's loader allows. */
const needsModuleScope =
  /\brequire\b|\bmodule\b|\bexports\b|\b__(?:file|dir)name\b|\barguments\b|\beval\b|\bFunction\b/;
/** A variable of the module itself, as transpiled code has it: at the start of a line. What is exported of it changes with it. */
const hasVariable = /^(?:let|var)\b/m;
/** The parameter of the function. It and the other name are the function's own: no file of anybody's has them. */
export const importedName = "alembic$imported";
const defaultName = "alembic$default";
/** What stands before the first line of the module. */
export const functionStart = 'return (async function () { "use strict"; ';

/**
 * A module's code as that of a function. Each line stays the line it was, so that a source map holds; and what is not a declaration
 * of imports or a default export stays in its column, but for the first line, before which is {@link functionStart}.
 *
 * @param code the module
 * @param record what a parser says of its imports and exports
 * @returns null where anything is unusual
 */
export function asFunction(code: string, record: EcmaScriptModule): ModuleFunction | null {
  if (record.dynamicImports.length > 0 || record.importMetas.length > 0) return null;
  if (needsModuleScope.test(code) || code.includes("alembic$")) return null;
  const parts = new ModuleParts();
  for (const declaration of inOrder(record)) {
    const isTaken = "moduleRequest" in declaration ? parts.addImport(declaration) : parts.addExport(declaration, code);
    if (!isTaken) return null;
  }
  const end = `\nreturn { ${parts.exported.join(", ")} }; }).call();\n`;
  return { imports: parts.imports, code: functionStart + replaced(code, parts.replacements) + end };
}

/** In the order of the text, in which what is imported runs. */
function inOrder({ staticImports, staticExports }: EcmaScriptModule): readonly (StaticImport | StaticExport)[] {
  return [...staticImports, ...staticExports].toSorted((left, right) => left.start - right.start);
}

/** Gathers what a module imports and exports, and what stands for its declarations in a function. */
class ModuleParts {
  readonly imports: ImportedModule[] = [];
  readonly replacements: Replacement[] = [];
  /** Properties of an object literal. */
  readonly exported: string[] = [];
  #end = 0;

  addImport({ start, end, moduleRequest, entries }: StaticImport): true {
    const source = `${importedName}[${this.imports.length}]`;
    const named = entries
      .filter(({ importName }) => !isKind(importName, "NamespaceObject"))
      .map(({ importName, localName }) => ({
        name: isKind(importName, "Default") ? "default" : (importName.name ?? ""),
        local: localName.value,
      }));
    const whole = entries.filter(({ importName }) => isKind(importName, "NamespaceObject"));
    this.imports.push({ specifier: moduleRequest.value, names: named.map(({ name }) => name), isExported: false });
    const text = [
      ...(named.length === 0
        ? []
        : [`const { ${named.map(({ name, local }) => property(name, local)).join(", ")} } = ${source};`]),
      ...whole.map(({ localName }) => `const ${localName.value} = ${source};`),
    ].join(" ");
    this.replacements.push({ start, end, text });
    this.#end = end;
    return true;
  }

  /** Whether the declaration is of a kind that a function can have. */
  addExport({ start, end, entries }: StaticExport, code: string): boolean {
    // A binding that is imported and exported again by its name here stands under its import, and its export nowhere.
    if (start < this.#end) return false;
    const text = code.slice(start, end);
    const [first] = entries;
    if (first?.moduleRequest !== null) {
      for (const entry of entries) this.#addExportFrom(entry);
      this.replacements.push({ start, end, text: "" });
      return true;
    }
    const [word = ""] = /^export (?:default|const|class|(?:async )?function|\{)/.exec(text) ?? [];
    for (const { exportName, localName } of entries) {
      const local = localName.name ?? defaultName;
      this.exported.push(property(isKind(exportName, "Default") ? "default" : exportName.name, local));
    }
    if (word === "export {" && hasVariable.test(code)) return false;
    if (word === "export {") this.replacements.push({ start, end, text: "" });
    else if (word === "export default" && first.localName.name === null)
      this.replacements.push({ start, end: start + word.length, text: `const ${defaultName} =` });
    else
      this.replacements.push({ start, end: start + (word === "export default" ? word : "export ").length, text: "" });
    return word !== "";
  }

  #addExportFrom({ moduleRequest, importName, exportName }: StaticExportEntry): void {
    const source = `${importedName}[${this.imports.length}]`;
    const names = isKind(importName, "Name") ? [importName.name ?? ""] : [];
    const isExported = isKind(importName, "AllButDefault");
    this.imports.push({ specifier: moduleRequest?.value ?? "", names, isExported });
    // What the module exports itself goes before.
    if (isExported) this.exported.unshift(`...${source}`);
    else
      this.exported.push(property(exportName.name, source + names.map((name) => `[${JSON.stringify(name)}]`).join("")));
  }
}

/** One of an object literal, or of a pattern. A name may be any string. */
function property(name: string | null, value: string): string {
  return `${JSON.stringify(name ?? "")}: ${value}`;
}

/** The parser's enums are there for types alone: at run time a kind is its text. */
function isKind<Kind extends string>(name: { readonly kind: Kind }, kind: `${Kind}`): boolean {
  const text: string = name.kind;
  return text === kind;
}

/** What is replaced leaves its line breaks behind, and its place, as far as it is longer. */
function replaced(code: string, replacements: readonly Replacement[]): string {
  let written = "";
  let done = 0;
  for (const { start, end, text } of replacements.toSorted((left, right) => left.start - right.start)) {
    const breaks = code.slice(start, end).match(/\r\n|[\n\r\u2028\u2029]/g) ?? [];
    written += code.slice(done, start) + (breaks.length > 0 ? text + breaks.join("") : text.padEnd(end - start));
    done = end;
  }
  return written + code.slice(done);
}
