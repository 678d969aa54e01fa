/** A module's code, taken apart so that it can be run as a function's. */
export interface ModuleFunction {
  /** What it imports, in order: the values that the function is given stand in the same order. */
  readonly imports: readonly ImportedModule[];
  /** An expression that resolves to what the module exports, where `module.exports` holds the namespaces that it imports. */
  readonly code: string;
}

/** An import declaration: from where, and the names that must be there. */
export interface ImportedModule {
  readonly specifier: string;
  readonly names: readonly string[];
  /** Whether everything but the default is exported again. */
  readonly isExported: boolean;
}

/** What only a module has, or what a module has not and a function's scope would give it. */
const needsLoader = /\bimport\s*[.(]|\brequire\b|\bmodule\b|\bexports\b|\b__(?:file|dir)name\b|\barguments\b/;
const importLine = /^import (?:(?:([\w$]+)(?:, )?)?(?:\{ ([\w$, ]*) \}|\* as ([\w$]+))? from )?"([^"]*)";$/;
const exportFromLine = /^export (?:\{ ([\w$, ]+) \}|\*(?: as ([\w$]+))?) from "([^"]*)";$/;
const exportLine =
  /^export (?:const ([\w$]+) = |(?:async )?function\*? ([\w$]+)\(|class ([\w$]+)\b|default (?!async\b|function\b|class\b))/;
const exportList = /^export \{ ([\w$, ]+) \};$/;
const defaultName = "alembicDefaultExport";

/**
 * A module's code as that of a function that resolves to what the module exports. Each line stays the line it was, so
 * that the source map holds.
 *
 * @param code as oxc prints it, the source map last: every import and export declaration begins a line
 * @returns null where anything is unusual
 */
export function asFunction(code: string): ModuleFunction | null {
  const map = code.lastIndexOf("//# sourceMappingURL=");
  const body = code.slice(0, map);
  if (needsLoader.test(body)) return null;
  const imports: ImportedModule[] = [];
  const exported: string[] = [];
  const hasTemplates = body.includes("`");
  let isUnusual = false;
  const written = body.replaceAll(/^(?:import|export)\b.*$/gm, (line, offset: number) => {
    // Whether it stands within a template's text cannot be told by its own text.
    const isCode = !hasTemplates || body.slice(0, offset).split("`").length % 2 === 1;
    const declaration = imported(line, imports) ?? exportedFrom(line, imports, exported) ?? declared(line, exported);
    if (!isCode || declaration === null) isUnusual = true;
    return declaration ?? line;
  });
  if (isUnusual) return null;
  const start = 'const alembic = module.exports; module.exports = (async function () { "use strict"; ';
  const end = `return { ${exported.join(", ")} }; }).call();\n`;
  return { imports, code: start + written + end + code.slice(map) };
}

/** A name in one module and its name in another, as in `a as b`. */
type Binding = readonly [name: string, as: string];

function bindingsOf(list: string): readonly Binding[] {
  if (list === "") return [];
  return list.split(", ").map((binding) => {
    const [name = "", as = name] = binding.split(" as ");
    return [name, as];
  });
}

/** An import as constants, or null where the line is none. */
function imported(line: string, imports: ImportedModule[]): string | null {
  const [, whole, list = "", namespace, specifier] = importLine.exec(line) ?? [];
  if (specifier === undefined) return null;
  const bindings: readonly Binding[] = [
    ...(whole === undefined ? [] : [["default", whole] as const]),
    ...bindingsOf(list),
  ];
  const source = `alembic[${imports.length}]`;
  imports.push({ specifier, names: bindings.map(([name]) => name), isExported: false });
  const names =
    bindings.length === 0 ? "" : `const { ${bindings.map((each) => each.join(": ")).join(", ")} } = ${source};`;
  return namespace === undefined ? names : `${names} const ${namespace} = ${source};`;
}

/** Nothing, for what is exported of another module stands where all exports do; null where the line is no such export. */
function exportedFrom(line: string, imports: ImportedModule[], exported: string[]): string | null {
  const [, list, namespace, specifier] = exportFromLine.exec(line) ?? [];
  if (specifier === undefined) return null;
  const source = `alembic[${imports.length}]`;
  const bindings = bindingsOf(list ?? "");
  const isExported = list === undefined && namespace === undefined;
  imports.push({ specifier, names: bindings.map(([name]) => name), isExported });
  if (namespace !== undefined) exported.push(`${namespace}: ${source}`);
  exported.push(...bindings.map(([name, as]) => `${as}: ${source}.${name}`));
  // What the module exports itself goes before.
  if (isExported) exported.unshift(`...${source}`);
  return "";
}

/** An export's declaration without the export, or null where it is of another kind. */
function declared(line: string, exported: string[]): string | null {
  const [, list] = exportList.exec(line) ?? [];
  if (list !== undefined) {
    exported.push(...bindingsOf(list).map(([name, as]) => `${as}: ${name}`));
    return "";
  }
  const [start, constant, called, made] = exportLine.exec(line) ?? [];
  if (start === undefined) return null;
  const name = constant ?? called ?? made;
  exported.push(name ?? `default: ${defaultName}`);
  return name === undefined ? line.replace("export default", `const ${defaultName} =`) : line.slice("export ".length);
}
