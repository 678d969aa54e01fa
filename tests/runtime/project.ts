import { randomUUID } from "node:crypto";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { runCommandLine } from "../../src/cli/run.ts";
import { Config, type ConfigOptions } from "../../src/config/config.ts";
import { connect } from "../../src/dialects/registry.ts";
import type { Connection } from "../../src/engine/index.ts";
import type { Operations } from "../../src/operations/operations.ts";
import { type ConfigureOptions, defineEnvironment, type EnvironmentContext } from "../../src/runtime/index.ts";
import { createTemporaryFolder, type TestEngine } from "../../src/testing/index.ts";
import { ownPackageRoot } from "../../src/util/own-package.ts";

/** What a revision does, as a function of the test. */
export type Migrate = (op: Operations, args: Readonly<Record<string, unknown>>) => unknown;

/** A revision of a test's project. */
export interface RevisionSpec {
  readonly id: string;
  readonly down?: string | readonly string[] | null;
  readonly labels?: readonly string[];
  readonly dependsOn?: readonly string[];
  readonly doc?: string;
  readonly upgrade?: Migrate;
  readonly downgrade?: Migrate;
}

/** Where the files of projects find the functions of their test: a file can import none of them. */
const functions = new Map<string, unknown>();
const registry = Symbol.for("alembic-ts.tests.runtime");
Object.assign(globalThis, { [registry]: functions });

/** A line of revisions, each on the one before. */
export function line(...revisions: readonly RevisionSpec[]): readonly RevisionSpec[] {
  return revisions.map((revision, index) => ({ down: revisions[index - 1]?.id ?? null, ...revision }));
}

/**
 * Makes a project of revisions, and gives its configuration.
 *
 * @param revisions what they do
 * @param env what env does
 * @param options where scripts and logs go, and what stands on the command line
 */
export async function createProject(
  revisions: readonly RevisionSpec[],
  env: (context: EnvironmentContext) => void | Promise<void>,
  options: ConfigOptions = {},
): Promise<Config> {
  const scriptLocation = await writeProject(revisions, env);
  return new Config({ scriptLocation }, { onWarning: () => undefined, ...options });
}

/** What a command line answered. */
export interface CommandLineAnswer {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Options of {@link createCommandLine}. */
export interface CommandLineOptions {
  /** Lines of the section [alembic]. */
  readonly settings?: readonly string[];
  /** Other sections. */
  readonly sections?: string;
  /** Whether standard error is a terminal. */
  readonly isTerminal?: boolean;
  /** How wide it says it is. */
  readonly columns?: number;
  readonly variables?: Readonly<Record<string, string>>;
}

/**
 * Makes a project of revisions, and gives what runs command lines on it, in this process.
 *
 * @param revisions what they do
 * @param env what env does
 * @param options what alembic.ini says, and what the terminal is
 */
export async function createCommandLine(
  revisions: readonly RevisionSpec[],
  env: (context: EnvironmentContext) => void | Promise<void>,
  options: CommandLineOptions = {},
): Promise<(...argv: readonly string[]) => Promise<CommandLineAnswer>> {
  const folder = await writeProject(revisions, env);
  const ini = join(folder, "alembic.ini");
  const { settings = [], sections = "", isTerminal = false, columns, variables = {} } = options;
  await writeFile(ini, ["[alembic]", "script_location = %(here)s", ...settings, "", sections].join("\n"));
  return async (...argv) => {
    const said = { stdout: "", stderr: "" };
    const status = await runCommandLine(["-c", ini, ...argv], {
      stdout: { write: (text) => (said.stdout += text) },
      stderr: { write: (text) => (said.stderr += text), isTTY: isTerminal, columns },
      env: { PATH: process.env["PATH"], ...variables },
    });
    return { status, ...said };
  };
}

async function writeProject(
  revisions: readonly RevisionSpec[],
  env: (context: EnvironmentContext) => void | Promise<void>,
): Promise<string> {
  const folder = await createTemporaryFolder();
  onTestFinished(() => folder.remove());
  await mkdir(join(folder.path, "versions"));
  await copyFile(join(ownPackageRoot(), "templates/generic/script.ts.eta"), join(folder.path, "script.ts.eta"));
  await writeFile(join(folder.path, "env.mjs"), `export default ${lookUp(defineEnvironment(env))};\n`);
  for (const revision of revisions) {
    await writeFile(join(folder.path, "versions", `${revision.id}_.mjs`), revisionText(revision));
  }
  return folder.path;
}

function lookUp(value: unknown): string {
  const key = randomUUID();
  functions.set(key, value);
  return `globalThis[Symbol.for("alembic-ts.tests.runtime")].get("${key}")`;
}

function revisionText(spec: RevisionSpec): string {
  const { id, down = null, labels = null, dependsOn = null, doc = `make ${id}` } = spec;
  const nothing: Migrate = () => undefined;
  return `/**
 * ${doc.replaceAll("\n", "\n * ")}
 */
export const revision = ${JSON.stringify(id)};
export const downRevision = ${JSON.stringify(down)};
export const branchLabels = ${JSON.stringify(labels)};
export const dependsOn = ${JSON.stringify(dependsOn)};
export const upgrade = ${lookUp(spec.upgrade ?? nothing)};
export const downgrade = ${lookUp(spec.downgrade ?? nothing)};
`;
}

/** An env that migrates one database with given options. */
export function envOn(url: string, options: ConfigureOptions = {}): (context: EnvironmentContext) => Promise<void> {
  return (context) =>
    connect(url, async (connection) => {
      context.configure({ connection, ...options });
      await context.runMigrations();
    });
}

/** An env that writes a script for a dialect. */
export function envFor(
  dialectName: string,
  options: ConfigureOptions = {},
): (context: EnvironmentContext) => Promise<void> {
  return async (context) => {
    context.configure({ dialectName, ...options });
    await context.runMigrations();
  };
}

/** An empty database that is gone after the test: its URL. */
export async function emptyDatabase(engine: TestEngine): Promise<string> {
  const database = await engine.createDatabase();
  onTestFinished(() => database.drop());
  return database.url;
}

/** The rows of a query on a database. */
export async function rowsOf(url: string, query: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  return connect(url, async (connection: Connection) => (await connection.execute(query)).rows);
}

/** The first column of a query's rows. */
export async function valuesOf(url: string, query: string): Promise<readonly unknown[]> {
  return (await rowsOf(url, query)).map((row) => Object.values(row)[0]);
}

/** Those of some tables that a database has. */
export async function tablesAmong(url: string, names: readonly string[]): Promise<readonly string[]> {
  return connect(url, async (connection) => {
    const there: string[] = [];
    for (const name of names) {
      const answered = await connection.execute(`SELECT count(*) FROM ${name}`).catch(() => null);
      if (answered !== null) there.push(name);
    }
    return there;
  });
}

/** Whether a database has a table. */
export async function hasTable(url: string, name: string): Promise<boolean> {
  return (await tablesAmong(url, [name])).length > 0;
}

/** What the version table says. */
export async function versionsOf(url: string, table = "alembic_version"): Promise<readonly unknown[]> {
  return valuesOf(url, `SELECT version_num FROM ${table} ORDER BY version_num`);
}
