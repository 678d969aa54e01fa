/** What the reference calls its files and options, in our words. */

const templates: Readonly<Record<string, string>> = {
  async: "generic",
  pyproject: "package",
  pyproject_async: "package",
};

/** Arguments of the reference's commands as ours take them. */
export function translateArguments(argv: readonly string[], folder: string): readonly string[] {
  const isInit = argv.includes("init");
  return argv.map((word, index) => {
    const isTemplate = isInit && ["-t", "--template"].includes(argv[index - 1] ?? "");
    return (isTemplate ? (templates[word] ?? word) : word).replaceAll("<dir>", folder);
  });
}

/** Whether a file of the reference has one that stands for it here: a folder needs no marker. */
export function hasCounterpart(name: string): boolean {
  return !name.endsWith("__init__.py");
}

/** The name of a file as it is called here. */
export function translateName(name: string): string {
  if (name.endsWith("script.py.mako")) return name.replace("script.py.mako", "script.ts.eta");
  if (name === "pyproject.toml") return "package.json";
  return name.replace(/\.py(\.bak)?$/, ".ts$1");
}

/** The content of a file as it would be written here. */
export function translateContent(name: string, content: string): string {
  if (name === "pyproject.toml") return projectFile(content);
  if (/\.py(\.bak)?$/.test(name)) return translateModule(content);
  return content;
}

/** A revision file: its doc, its variables, and functions that do what their first statement does. */
function translateModule(content: string): string {
  const [, doc, code = content] = /^\s*(?:"""|''')([^]*?)(?:"""|''')([^]*)$/.exec(content) ?? [];
  const body = code
    .replaceAll(/^def (\w+)\(.*?\)[^:\n]*:[ \t]*(.*(?:\n(?:[ \t]+.*|(?=\n)))*)/gm, translateFunction)
    .split("\n")
    .map(translateLine);
  return (doc === undefined ? body : [`/**\n * ${doc.trim().replaceAll("\n", "\n * ")}\n */`, ...body]).join("\n");
}

function translateFunction(_match: string, name: string, body: string): string {
  const raised = /^\s*raise (.*)$/m.exec(body)?.[1];
  return `export function ${name}() { ${raised === undefined ? "" : `throw new Error(${JSON.stringify(raised)});`} }`;
}

function translateLine(line: string): string {
  const [, name, value] = /^(\w+)(?:\s*:[^=]*)? = (.+)$/.exec(line) ?? [];
  if (name !== undefined && value !== undefined) return `export const ${camelCase(name)} = ${translateValue(value)};`;
  if (/^(?:import|from) /.test(line)) return "";
  if (line.startsWith("#")) return `//${line.slice(1)}`;
  const [, message] = /^raise \w+\('(.*)'\)$/.exec(line) ?? [];
  return message === undefined ? line : `throw new Error(${JSON.stringify(message)});`;
}

/** None, texts, and tuples or lists of texts. */
function translateValue(value: string): string {
  const bare = value.replace(/\s+#.*$/, "").replaceAll("'", '"');
  if (bare === "None") return "null";
  return /^\(.*\)$/.test(bare) ? `[${bare.slice(1, -1)}]` : bare;
}

function camelCase(name: string): string {
  return name.replaceAll(/_(\w)/g, (_match, letter: string) => letter.toUpperCase());
}

/** `[project]` is the whole of a `package.json`, `[tool.alembic]` its key `alembic`. */
function projectFile(toml: string): string {
  const project: Record<string, unknown> = {};
  let section = project;
  for (const line of toml.split("\n")) {
    if (line === "[tool.alembic]") {
      section = {};
      project["alembic"] = section;
    }
    const [, name, value] = /^(\w+) = "(.*)"$/.exec(line) ?? [];
    if (name !== undefined) section[camelCase(name)] = value;
  }
  return `${JSON.stringify(project, null, 2)}\n`;
}
