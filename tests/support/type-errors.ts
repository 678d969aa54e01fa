import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const root = resolve(import.meta.dirname, "../..");

/**
 * What the compiler says of files of a user's project under strict settings; empty where it has nothing to say.
 *
 * @param folder the project, which gets a `tsconfig.json`
 * @param files paths within it
 */
export async function typeErrors(folder: string, files: readonly string[]): Promise<string> {
  const compiler = join(root, "node_modules/typescript7/bin/tsc");
  const settings = {
    compilerOptions: {
      strict: true,
      noEmit: true,
      noUnusedLocals: true,
      target: "es2022",
      module: "nodenext",
      moduleResolution: "nodenext",
      allowImportingTsExtensions: true,
      skipLibCheck: true,
      lib: ["es2023"],
      types: ["node"],
      typeRoots: [join(root, "node_modules/@types")],
      paths: { "alembic-ts": [join(root, "src/index.ts")] },
    },
    files,
  };
  const path = join(folder, "tsconfig.json");
  await writeFile(path, JSON.stringify(settings));
  const said = await promisify(execFile)(process.execPath, [compiler, "-p", path]).then(
    () => "",
    (error: unknown) => (error instanceof Error && "stdout" in error ? String(error.stdout) : String(error)),
  );
  // The sources of the package are checked by settings of their own.
  const lines = said.split("\n").filter((line) => line !== "" && !line.startsWith("src/") && !line.startsWith(" "));
  return lines.join("\n");
}
