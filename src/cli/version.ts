import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ownPackageRoot } from "../util/own-package.ts";

/** The name and version of the tool, as `--version` prints them. */
export function versionLine(): string {
  // Our own manifest: its version is always there.
  const manifest = JSON.parse(readFileSync(join(ownPackageRoot(), "package.json"), "utf8")) as {
    readonly version: string;
  };
  return `alembic ${manifest.version}\n`;
}
