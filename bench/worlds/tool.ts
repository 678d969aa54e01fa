import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { transformSync } from "oxc-transform";
import manifest from "../../package.json" with { type: "json" };
import { packedFile } from "../../tests/support/packed.ts";
import { mustRun } from "../../tests/support/run.ts";
import type { Command, Contestant } from "../harness/scenario.ts";
import { type Files, writeFiles } from "./files.ts";

const floors = resolve(fileURLToPath(import.meta.url), "../../floors");

/** The tool under test: the packed package, installed as users install it. */
export interface Tool {
  /** Makes a project, and gives its folder. */
  project(name: string, files: Files): Promise<string>;
  /** The tool itself, in a project. */
  contestant(project: string, ...args: readonly string[]): Contestant;
  /** A script of `bench/floors/`, in a project. */
  floor(name: string, project: string, script: string, ...args: readonly string[]): Promise<Contestant>;
}

/** The name of the tool in every table. */
export const toolName = "alembic-ts";

/** The name of the floor below every Node program. */
export const nodeName = "`node -e 0`";

/** Node itself. */
export function node(cwd: string): Contestant {
  return { name: nodeName, role: "floor", command: { program: process.execPath, args: ["-e", "0"], cwd } };
}

/**
 * Builds, packs and installs the package and its drivers.
 *
 * @param folder where to
 */
export async function installTool(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), '{ "name": "bench", "private": true, "type": "module" }\n');
  const drivers = (["pg", "mariadb", "libsql"] as const).map((name) => `${name}@${manifest.devDependencies[name]}`);
  const options = ["--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"];
  await mustRun("npm", ["install", ...options, await packedFile(), ...drivers], folder);
}

/**
 * The tool as {@link installTool} has installed it.
 *
 * @param folder where it is
 */
export function toolIn(folder: string): Tool {
  const main = join(folder, "node_modules", manifest.name, manifest.bin.alembic);
  const run = (cwd: string, args: readonly string[]): Command => ({
    program: process.execPath,
    args: [main, ...args],
    cwd,
  });
  return {
    async project(name, files) {
      const path = join(folder, "projects", name);
      await writeFiles(path, { "package.json": '{ "private": true, "type": "module" }\n', ...files });
      return path;
    },
    contestant: (project, ...args) => ({ name: toolName, role: "tool", command: run(project, args) }),
    async floor(name, project, script, ...args) {
      const source = await readFile(join(floors, `${script}.ts`), "utf8");
      await writeFile(join(project, `${script}.mjs`), transformSync(`${script}.ts`, source).code);
      const command = { program: process.execPath, args: [`${script}.mjs`, ...args], cwd: project };
      return { name, role: "floor", command };
    },
  };
}
