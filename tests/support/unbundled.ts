import { cp, mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { transformSync } from "oxc-transform";
import manifest from "../../package.json" with { type: "json" };

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/**
 * Puts a copy of some folders of `src/` into a folder, as JavaScript, file by file: a package that Node runs, whose inner modules a
 * test can import as well.
 *
 * @param folder where the package goes: `…/node_modules/alembic-ts`
 * @param sources folders below `src/`
 * @param entry the module that `import "alembic-ts"` gives, below `src/` and without its extension
 */
export async function installUnbundled(folder: string, sources: readonly string[], entry: string): Promise<void> {
  for (const source of sources) await transpileFolder(join(root, "src", source), join(folder, "dist", source));
  await writeFile(
    join(folder, "package.json"),
    JSON.stringify({
      name: manifest.name,
      version: manifest.version,
      type: "module",
      exports: { ".": { default: `./dist/${entry}.mjs` } },
    }),
  );
  await cp(join(root, "templates"), join(folder, "templates"), { recursive: true });
  await mkdir(join(folder, "node_modules"), { recursive: true });
  for (const name of Object.keys(manifest.dependencies)) {
    await mkdir(dirname(join(folder, "node_modules", name)), { recursive: true });
    await symlink(join(root, "node_modules", name), join(folder, "node_modules", name), "junction");
  }
}

async function transpileFolder(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (entry.isDirectory() && entry.name !== "fixtures") {
      await transpileFolder(join(from, entry.name), join(to, entry.name));
    }
    if (!entry.name.endsWith(".ts") || entry.name.endsWith(".test.ts")) continue;
    const { code } = transformSync(entry.name, await readFile(join(from, entry.name), "utf8"), {
      target: "es2022",
      typescript: { onlyRemoveTypeImports: true },
    });
    await writeFile(
      join(to, entry.name.replace(/\.ts$/, ".mjs")),
      code.replaceAll(/(["'])(\.{1,2}\/[^"']+)\.ts\1/g, '"$2.mjs"'),
    );
  }
}
