import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { runCommandLine } from "../../src/cli/run.ts";
import { connect, loadDialect } from "../../src/dialects/registry.ts";
import type { Operations } from "../../src/operations/operations.ts";
import type { EnvironmentContext } from "../../src/runtime/index.ts";
import { MetaData, type TableItem } from "../../src/schema/index.ts";
import { build, type Builder, CallRunner, readCalls } from "../adapter/index.ts";
import { configureOptions } from "../adapter/configure.ts";
import { asConstruct, asText } from "../adapter/json.ts";
import { outerScope } from "../adapter/recorder.ts";
import type { Json } from "../corpus.ts";
import type { CliCase, RecordedRevision } from "./cli-case.ts";
import { hasCounterpart, translateContent, translateName } from "./translate.ts";

const DATABASE = "sqlite:///app.db";

/** What a command line answered. */
export interface Answer {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What the files of a project, which know nothing of the case, ask for at run time. */
interface Programs {
  runEnvironment(context: EnvironmentContext): Promise<void>;
}

const programsKey = Symbol.for("alembic-ts.conformance");
const programs: Map<string, Programs> = new Map();
Object.assign(globalThis, { [programsKey]: programs });

/** The folder of one case: a project as the case says, or an empty one. */
export class CliProject {
  #model: readonly Json[] = [];
  /** The revisions that were written while the case ran. */
  readonly #later: RecordedRevision[] = [];

  private constructor(
    readonly folder: string,
    private readonly recorded: CliCase,
    private readonly builder: Builder,
  ) {
    this.#model = recorded.project?.model ?? [];
  }

  /** Makes the files that are there before the first command. */
  static async create(folder: string, recorded: CliCase): Promise<CliProject> {
    const builder: Builder = { scope: outerScope(await loadDialect("sqlite")), result: () => undefined };
    const project = new CliProject(folder, recorded, builder);
    programs.set(folder, { runEnvironment: (context) => project.#runEnvironment(context) });
    for (const [name, content] of Object.entries(recorded.files ?? {})) await project.#write(name, content);
    if (recorded.project !== null) await project.#initialize();
    return project;
  }

  /** Runs a command line of ours in the folder. */
  async run(argv: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const output = { stdout: "", stderr: "" };
    const before = process.cwd();
    process.chdir(this.folder);
    try {
      const exit = await runCommandLine(argv, {
        stdout: { write: (text) => (output.stdout += text) },
        stderr: { write: (text) => (output.stderr += text) },
        env: { ...process.env, ...env },
      });
      return { exit, ...output };
    } finally {
      process.chdir(before);
    }
  }

  /** Gives env another model. */
  setModel(model: readonly Json[]): void {
    this.#model = model;
  }

  /** Writes files while a case runs: revisions as they are recorded, or texts by name. Gives the ids of the revisions. */
  async writeFiles(files: Json): Promise<readonly string[]> {
    const isRecord = (value: Json): boolean => typeof value === "object" && value !== null && "revision" in value;
    // An untyped border: the corpus keeps the shape of what has an id.
    const records = [files].flat().filter(isRecord) as unknown as readonly RecordedRevision[];
    for (const record of records) {
      this.#later.push(record);
      await this.#writeRevision(record);
    }
    if (records.length > 0 || typeof files !== "object" || files === null || Array.isArray(files)) {
      return records.map(({ revision }) => revision);
    }
    for (const [name, content] of Object.entries(files)) await this.#write(name, asText(content, name));
    return [];
  }

  /** Changes keys of the section of the ini file. */
  async changeSettings(setting: Json): Promise<void> {
    const entries = Array.isArray(setting) ? [setting] : Object.entries(setting ?? {});
    const ini = join(this.folder, "alembic.ini");
    await writeFile(
      ini,
      withSettings(await readFile(ini, "utf8"), Object.fromEntries(entries) as Record<string, Json>),
    );
  }

  /** Runs SQL on the database. */
  async execute(statements: readonly string[]): Promise<void> {
    await connect(this.#databaseUrl, async (connection) => {
      for (const statement of statements) await connection.execute(statement);
    });
  }

  /** The rows of a query. */
  async rows(query: string): Promise<readonly string[]> {
    return connect(this.#databaseUrl, async (connection) => {
      const { rows } = await connection.execute(query);
      return rows.map((row) => String(Object.values(row)[0]));
    });
  }

  /** Every file of the folder, by path, but the database. */
  async fileNames(): Promise<readonly string[]> {
    const entries = await readdir(this.folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    return files.map((path) => path.slice(this.folder.length + 1)).filter((path) => !path.startsWith("app.db"));
  }

  async read(name: string): Promise<string> {
    return readFile(join(this.folder, name), "utf8");
  }

  close(): void {
    programs.delete(this.folder);
  }

  get #databaseUrl(): string {
    return `sqlite:///${join(this.folder, "app.db")}`;
  }

  async #initialize(): Promise<void> {
    const { settings = {}, revisions = [], files = {} } = this.recorded.project ?? {};
    await this.run(["init", "-t", "generic", "migrations"]);
    const ini = await this.read("alembic.ini");
    const withUrl = { "sqlalchemy.url": DATABASE, ...settings };
    await writeFile(join(this.folder, "alembic.ini"), withSettings(ini, withUrl));
    await writeFile(join(this.folder, "migrations", "env.ts"), environmentFile(this.folder));
    for (const revision of revisions) await this.#writeRevision(revision);
    for (const [name, content] of Object.entries(files)) await this.#write(name, content);
  }

  async #writeRevision(revision: RecordedRevision): Promise<void> {
    const folder = revision.folder ?? join("migrations", "versions");
    const name = translateName(revision.file ?? `${revision.revision}_.py`);
    await this.#write(join(folder, name), revisionFile(revision));
  }

  async #write(name: string, content: string): Promise<void> {
    if (!hasCounterpart(name)) return;
    const path = join(this.folder, translateName(name));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, translateContent(name, content));
  }

  async #runEnvironment(context: EnvironmentContext): Promise<void> {
    const options = {
      targetMetadata: this.recorded.project?.model === undefined ? null : this.#metadata(),
      ...this.#configured(),
      opts: {
        migrate: (id: string, direction: "upgrade" | "downgrade", op: Operations) => this.#migrate(id, direction, op),
      },
    };
    const url = context.config.getMainOption("sqlalchemy.url");
    if (context.isOfflineMode()) {
      context.configure({ url, ...options });
      await context.runMigrations();
      return;
    }
    await connect(url, async (connection) => {
      context.configure({ connection, ...options });
      await context.runMigrations();
    });
  }

  #configured(): object {
    const { literalBinds: _literals, ...options } = configureOptions(
      this.recorded.project?.configure ?? {},
      this.builder,
    );
    return options;
  }

  #metadata(): MetaData {
    const metadata = new MetaData();
    for (const recorded of this.#model) {
      const [table, ...items] = asConstruct(recorded)?.args ?? [];
      // The corpus holds tables here: the class itself checks what it is given.
      metadata.table(asText(table, "table"), items.map((item) => build(item, this.builder)) as readonly TableItem[]);
    }
    return metadata;
  }

  async #migrate(id: string, direction: "upgrade" | "downgrade", op: Operations): Promise<void> {
    const recorded = [...this.#later, ...(this.recorded.project?.revisions ?? [])];
    const revision = recorded.find((each) => each.revision === id);
    await new CallRunner(op, this.builder.scope).run(readCalls(revision?.[direction]));
  }
}

/** An ini file with keys of its section set; null takes one away. */
function withSettings(ini: string, settings: Readonly<Record<string, Json>>): string {
  const lines = Object.entries(settings).flatMap(([name, value]) =>
    value === null ? [] : [`${name} = ${asText(value, name)}`],
  );
  const kept = ini.split("\n").filter((line) => !Object.keys(settings).some((name) => line.startsWith(`${name} =`)));
  return kept.join("\n").replace("[alembic]", ["[alembic]", ...lines].join("\n"));
}

function environmentFile(folder: string): string {
  return `export default {
  [Symbol.for("alembic-ts.environment")]: true,
  run: (context) => globalThis[Symbol.for("alembic-ts.conformance")].get(${JSON.stringify(folder)}).runEnvironment(context),
};
`;
}

function revisionFile(revision: RecordedRevision): string {
  const parents = [revision.down_revision ?? []].flat().join(", ");
  const doc = [revision.doc, "", `Revision ID: ${revision.revision}`, `Revises: ${parents}`].join("\n");
  const id = JSON.stringify(revision.revision);
  return [
    `/**\n * ${doc.replaceAll("*/", "* /").replaceAll("\n", "\n * ")}\n */`,
    `export const revision = ${id};`,
    `export const downRevision = ${JSON.stringify(revision.down_revision)};`,
    `export const branchLabels = ${JSON.stringify(revision.branch_labels)};`,
    `export const dependsOn = ${JSON.stringify(revision.depends_on)};`,
    `export const upgrade = (op) => op.getContext().opts.migrate(${id}, "upgrade", op);`,
    `export const downgrade = (op) => op.getContext().opts.migrate(${id}, "downgrade", op);`,
    "",
  ].join("\n");
}
