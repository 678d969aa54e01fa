import { existsSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../../tests/support/run.ts";
import type { Command, Contestant } from "../harness/scenario.ts";
import { type Files, writeFiles } from "./files.ts";

// Exact versions, so that two runs compare the same programs. On SQLite they have libsql, as the tool has: it comes ready
// from npm, where the drivers that they would take by themselves are compiled, or fetched from elsewhere.
const drivers = { pg: "8.23.1", mysql2: "3.24.6", libsql: "0.5.29" } as const;

const peers = {
  knex: { packages: { knex: "3.3.0", ...drivers }, program: "knex/bin/cli.js" },
  "drizzle-kit": {
    packages: { "drizzle-kit": "0.31.11", "drizzle-orm": "0.45.4", "@libsql/client": "0.18.0", ...drivers },
    program: "drizzle-kit/bin.cjs",
  },
  typeorm: { packages: { typeorm: "1.1.1", "reflect-metadata": "0.2.2", ...drivers }, program: "typeorm/cli.js" },
  "node-pg-migrate": {
    packages: { "node-pg-migrate": "9.0.0", pg: drivers.pg },
    program: "node-pg-migrate/bin/node-pg-migrate.js",
  },
  dbmate: { packages: { dbmate: "2.36.0" }, program: "dbmate/dist/cli.js" },
  prisma: { packages: { prisma: "7.10.1" }, program: "prisma/build/index.js" },
} as const satisfies Record<string, { packages: Record<string, string>; program: string }>;

/** A peer that is a package of npm. */
export type NpmPeer = keyof typeof peers;

/** The names of all of them. */
export const npmPeerNames = Object.keys(peers) as readonly NpmPeer[]; // Object.keys() gives up the literal types.

/** The peers that are packages of npm, as far as they are here. */
export interface NpmPeers {
  has(name: NpmPeer): boolean;
  /** Makes a project of a peer's user, and gives its folder. */
  project(name: NpmPeer, title: string, files: Files): Promise<string>;
  /** The peer's command line in a project; nobody where it is not installed. */
  contestant(
    name: NpmPeer,
    project: string,
    args: readonly string[],
    more?: Partial<Contestant>,
  ): readonly Contestant[];
}

/** No peers of npm. */
export const noPeers: NpmPeers = {
  has: () => false,
  project: async () => "",
  contestant: () => [],
};

/**
 * Installs peers, each in a folder of its own, where it stays for the next run.
 *
 * @param folder where to
 * @param say is told, in a line, of each peer that cannot be had
 */
export async function installPeers(folder: string, say: (line: string) => void): Promise<NpmPeers> {
  const programs = new Map<NpmPeer, string>();
  for (const name of npmPeerNames) {
    const problem = await install(name, join(folder, name));
    if (problem === null) programs.set(name, join(folder, name, "node_modules", peers[name].program));
    else say(`${name} takes no part: ${problem}`);
  }
  return {
    has: (name) => programs.has(name),
    async project(name, title, files) {
      const path = join(folder, name, "projects", title);
      await writeFiles(path, { "package.json": '{ "private": true, "type": "module" }\n', ...files });
      return path;
    },
    contestant(name, project, args, more = {}) {
      const program = programs.get(name);
      if (program === undefined) return [];
      const command: Command = { program: process.execPath, args: [program, ...args], cwd: project };
      return [{ name, role: "peer", command, ...more }];
    },
  };
}

/** Milliseconds after which an installation is given up. */
const installLimit = 180_000;

/** Null when it is there, else what stood in the way. */
async function install(name: NpmPeer, folder: string): Promise<string | null> {
  const { packages, program } = peers[name];
  const manifest = JSON.stringify({ private: true, type: "module", dependencies: packages });
  const file = join(folder, "installed.json");
  const isThere = existsSync(join(folder, "node_modules", program));
  if (isThere && existsSync(file) && readFileSync(file, "utf8") === manifest) return null;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), manifest);
  // No install scripts: none of these packages needs its own, and prisma's fetches engines from another place than npm.
  const args = ["install", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"];
  const answer = await run("npm", args, { cwd: folder, timeout: installLimit });
  if (answer.exitCode === null) return `its installation took longer than ${installLimit / 1000} s`;
  if (answer.exitCode !== 0) return firstLine(answer.stderr);
  if (!existsSync(join(folder, "node_modules", program))) return `its package has no ${program}`;
  await writeFile(file, manifest);
  return null;
}

function firstLine(text: string): string {
  return text.trim().split("\n", 1)[0] ?? "";
}
