// Checks the packed file as its users get it: publint (the manifest against the files) and are-the-types-wrong (how
// TypeScript resolves each entry). Wants `npm run build` first.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "alembic-ts-pack-"));

function run(command, args) {
  return execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}

try {
  const [packed] = JSON.parse(run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder]));
  const tarball = join(folder, packed.filename);
  process.stdout.write(run("npx", ["publint", "--strict", tarball]));
  process.stdout.write(run("npx", ["attw", "--profile", "esm-only", tarball]));
} catch (error) {
  process.stdout.write(error.stdout ?? "");
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
