import { cp, mkdir, readdir, readFile, rename, stat, symlink, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import manifest from "../../package.json" with { type: "json" };
import { createTemporaryFolder } from "../../src/testing/temporary-folder.ts";
import { type Answer, mustRun, run, type RunOptions } from "./run.ts";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** A user's project that has the packed package installed. */
export interface PackedProject {
  readonly path: string;
  /** Runs the installed command: `project.alembic("upgrade", "head")`. */
  alembic(...args: readonly string[]): Promise<Answer>;
  /** The same with an environment or input. */
  alembicWith(options: RunOptions, ...args: readonly string[]): Promise<Answer>;
  write(file: string, text: string): Promise<void>;
  read(file: string): Promise<string>;
  remove(): Promise<void>;
}

/** Options of {@link createPackedProject}. */
export interface PackedProjectOptions {
  /** Of the packages that this repository has installed, those that the project has too. All, if not given. */
  readonly packages?: readonly string[];
  /** Where packages are taken from that this repository does not have; the folder of this run, if not given. */
  readonly sideFolder?: string | undefined;
  /** The Node that runs the command: this one, if not given. */
  readonly node?: string | undefined;
}

/**
 * Makes an empty project of a user who installed the packed package: unpacked as npm does, its dependencies linked from
 * this repository. The package is built and packed once in a run of the tests.
 */
export async function createPackedProject(options: PackedProjectOptions = {}): Promise<PackedProject> {
  const installed = await packedPackage();
  const folder = await createTemporaryFolder();
  await writeFile(join(folder.path, "package.json"), '{ "name": "user-project", "private": true, "type": "module" }\n');
  const modules = join(folder.path, "node_modules");
  if (options.packages === undefined) await symlink(installed, modules, "junction");
  else await installSome(installed, modules, options);
  return projectIn(folder.path, options.node ?? process.execPath, () => folder.remove());
}

function projectIn(path: string, node: string, remove: () => Promise<void>): PackedProject {
  const command = join(path, "node_modules", manifest.name, manifest.bin.alembic);
  const alembicWith = (options: RunOptions, ...args: readonly string[]) =>
    run(node, [command, ...args], { cwd: path, ...options });
  return {
    path,
    alembicWith,
    alembic: (...args) => alembicWith({}, ...args),
    async write(file, text) {
      await mkdir(dirname(join(path, file)), { recursive: true });
      await writeFile(join(path, file), text);
    },
    read: (file) => readFile(join(path, file), "utf8"),
    remove,
  };
}

/** The packed file, as `npm publish` would send it. */
export async function packedFile(): Promise<string> {
  await packedPackage();
  return join(runFolder(), tarballName);
}

const tarballName = `${manifest.name}-${manifest.version}.tgz`;

function runFolder(): string {
  const folder = process.env["ALEMBIC_TS_TEST_RUN_FOLDER"];
  if (folder === undefined) throw new Error("tests/support/set-up-run.ts has not run");
  return folder;
}

/** The run's folder `node_modules` with the packed package in it. Test files run side by side: the first one packs. */
async function packedPackage(): Promise<string> {
  const folder = runFolder();
  const modules = join(folder, "installed", "node_modules");
  const lock = join(folder, "packing");
  const isFirst = await mkdir(lock).then(
    () => true,
    () => false,
  );
  if (isFirst) await pack(folder, modules).catch((error: unknown) => writeFile(join(lock, "failed"), String(error)));
  await waitFor(async () => (await exists(modules)) || (await exists(join(lock, "failed"))));
  if (await exists(modules)) return modules;
  throw new Error(await readFile(join(lock, "failed"), "utf8"));
}

async function waitFor(isDone: () => Promise<boolean>): Promise<void> {
  while (!(await isDone())) await new Promise((resolve) => setTimeout(resolve, 50));
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Builds outside the checkout, so that nobody's `dist` changes under their hands. */
async function pack(folder: string, modules: string): Promise<void> {
  const stage = join(folder, "stage");
  await mustRun(
    process.execPath,
    [join(root, "node_modules/tsdown/dist/run.mjs"), "--out-dir", join(stage, "dist")],
    root,
  );
  for (const name of ["package.json", "README.md", "LICENSE", "templates"]) {
    if (await exists(join(root, name))) await cp(join(root, name), join(stage, name), { recursive: true });
  }
  await mustRun("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], stage);
  const unpacked = join(folder, "unpacked");
  await mkdir(join(unpacked, manifest.name), { recursive: true });
  await mustRun(
    "tar",
    ["-xzf", join(folder, tarballName), "--strip-components=1", "-C", join(unpacked, manifest.name)],
    folder,
  );
  await linkPackages(unpacked, await installedPackages());
  await mkdir(dirname(modules), { recursive: true });
  await rename(unpacked, modules);
}

async function installSome(
  installed: string,
  modules: string,
  { packages = [], sideFolder }: PackedProjectOptions,
): Promise<void> {
  await cp(join(installed, manifest.name), join(modules, manifest.name), { recursive: true });
  await linkPackages(modules, [...Object.keys(manifest.dependencies), ...packages], sideFolder);
}

async function linkPackages(
  modules: string,
  packages: readonly string[],
  sideFolder = process.env["ALEMBIC_TS_SIDE_FOLDER"] ?? root,
): Promise<void> {
  for (const name of packages) {
    await mkdir(dirname(join(modules, name)), { recursive: true });
    await symlink(await placeOf(name, sideFolder), join(modules, name), "junction");
  }
}

/** Where a package is installed: in the side folder, if it is there, or in the repository. */
async function placeOf(name: string, sideFolder: string): Promise<string> {
  const side = resolve(sideFolder, "node_modules", name);
  return (await exists(side)) ? side : join(root, "node_modules", name);
}

/** The names of the packages at the top of this repository's `node_modules`. */
async function installedPackages(): Promise<readonly string[]> {
  const modules = join(root, "node_modules");
  const names = (await readdir(modules)).filter((name) => !name.startsWith(".") && name !== manifest.name);
  const nested = await Promise.all(
    names.map(async (name) =>
      name.startsWith("@") ? (await readdir(join(modules, name))).map((inner) => `${name}/${inner}`) : [name],
    ),
  );
  return nested.flat();
}
