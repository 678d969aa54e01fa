import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, onTestFinished } from "vitest";
import type { Terminal } from "../../src/cli/output.ts";
import { runCommandLine } from "../../src/cli/run.ts";
import { connect } from "../../src/dialects/registry.ts";
import type { Row } from "../../src/engine/index.ts";
import { createTemporaryFolder } from "../../src/testing/temporary-folder.ts";

/** What a command line answered. */
export interface CliAnswer {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A revision file, written by hand. */
export interface RevisionFile {
  readonly down?: string | readonly string[] | null;
  readonly labels?: string | readonly string[];
  readonly dependsOn?: string | readonly string[];
  readonly message?: string;
  /** The folder, below the project's. Default: `migrations/versions`. */
  readonly folder?: string;
  /** The body of `upgrade(op)`. */
  readonly upgrade?: string;
  /** The body of `downgrade(op)`. */
  readonly downgrade?: string;
}

/** The folder of a user's project, in which command lines are run by this process. */
export interface CliProject {
  readonly path: string;
  /** Runs a command line: `project.alembic("upgrade", "head")`. */
  alembic(...argv: readonly string[]): Promise<CliAnswer>;
  /** The same with variables added to the environment. */
  alembicWith(env: Readonly<Record<string, string>>, ...argv: readonly string[]): Promise<CliAnswer>;
  /** The same on a terminal at which every question gets the same answer. */
  alembicAnswering(answer: boolean, ...argv: readonly string[]): Promise<CliAnswer>;
  write(file: string, text: string): Promise<void>;
  read(file: string): Promise<string>;
  /** All files, as paths within the project, sorted. */
  files(): Promise<readonly string[]>;
  /** Writes a revision's file. */
  revision(id: string, revision?: RevisionFile): Promise<void>;
  /** Runs a command line that must end with status 0, and gives its standard output. */
  stdoutOf(...argv: readonly string[]): Promise<string>;
  /** The rows of a query on the SQLite file `app.db`. */
  rows(query: string): Promise<readonly Row[]>;
  /** The rows of the version table, sorted; null where there is no such table. */
  versionRows(): Promise<readonly string[] | null>;
}

/** An empty folder, which is gone after the test. */
export async function createEmptyProject(): Promise<CliProject> {
  const folder = await createTemporaryFolder();
  onTestFinished(() => folder.remove());
  const { path } = folder;
  const alembicWith = (env: Readonly<Record<string, string>>, ...argv: readonly string[]) => runIn(path, env, argv);
  const write = async (file: string, text: string): Promise<void> => {
    await mkdir(dirname(join(path, file)), { recursive: true });
    await writeFile(join(path, file), text);
  };
  const rows = (query: string) =>
    connect(`sqlite:///${join(path, "app.db")}`, async (connection) => (await connection.execute(query)).rows);
  return {
    path,
    alembicWith,
    alembic: (...argv) => alembicWith({}, ...argv),
    alembicAnswering: (answer, ...argv) => runIn(path, {}, argv, { confirm: () => Promise.resolve(answer) }),
    write,
    read: (file) => readFile(join(path, file), "utf8"),
    files: () => filesBelow(path),
    revision: (id, revision = {}) =>
      write(join(revision.folder ?? "migrations/versions", `${id}_.ts`), revisionText(id, revision)),
    async stdoutOf(...argv) {
      const { status, stdout, stderr } = await alembicWith({}, ...argv);
      expect(`${status} ${stderr}`).toMatch(/^0 /);
      return stdout;
    },
    rows,
    async versionRows() {
      if (!existsSync(join(path, "app.db"))) return null;
      const tables = await rows("select name from sqlite_master where name = 'alembic_version'");
      if (tables.length === 0) return null;
      return (await rows("select version_num from alembic_version order by 1")).map((row) =>
        String(row["version_num"]),
      );
    },
  };
}

/**
 * A project as `alembic init migrations` makes it, on a SQLite file.
 *
 * @param settings lines for the section of alembic.ini
 */
export async function createCliProject(...settings: readonly string[]): Promise<CliProject> {
  const project = await createEmptyProject();
  await project.alembic("init", "migrations");
  await addSettings(project, "sqlalchemy.url = sqlite:///app.db", ...settings);
  return project;
}

/** Adds lines to the section [alembic]; a setting that is there already gives way. */
export async function addSettings(project: CliProject, ...settings: readonly string[]): Promise<void> {
  const keys = settings.map((line) => line.split("=", 1)[0] ?? line);
  const kept = (await project.read("alembic.ini"))
    .split("\n")
    .filter((line) => !keys.some((key) => line.startsWith(key)));
  kept.splice(kept.indexOf("[alembic]") + 1, 0, ...settings);
  await project.write("alembic.ini", kept.join("\n"));
}

/** Makes env take models from `models.ts`, whose text is given. */
export async function useModels(project: CliProject, models: string): Promise<void> {
  await project.write("models.ts", models);
  const env = await project.read("migrations/env.ts");
  await project.write(
    "migrations/env.ts",
    env.replace("const targetMetadata = null;", 'import { targetMetadata } from "../models.ts";'),
  );
}

async function filesBelow(path: string): Promise<readonly string[]> {
  const entries = await readdir(path, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1)).toSorted();
}

function revisionText(id: string, revision: RevisionFile): string {
  const { down = null, labels = null, dependsOn = null, message = `make ${id}` } = revision;
  return `/**
 * ${message}
 */
export const revision = ${JSON.stringify(id)};
export const downRevision = ${JSON.stringify(down)};
export const branchLabels = ${JSON.stringify(labels)};
export const dependsOn = ${JSON.stringify(dependsOn)};
export async function upgrade(op) {
  ${revision.upgrade ?? ""}
}
export async function downgrade(op) {
  ${revision.downgrade ?? ""}
}
`;
}

async function runIn(
  path: string,
  env: Readonly<Record<string, string>>,
  argv: readonly string[],
  more: Pick<Terminal, "confirm"> = {},
): Promise<CliAnswer> {
  const before = process.cwd();
  const said = { stdout: "", stderr: "" };
  process.chdir(path);
  try {
    const status = await runCommandLine(argv, {
      stdout: { write: (text) => (said.stdout += text) },
      stderr: { write: (text) => (said.stderr += text) },
      env: { PATH: process.env["PATH"], ...env },
      ...more,
    });
    return { status, ...said };
  } finally {
    process.chdir(before);
  }
}
