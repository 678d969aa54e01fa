#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ownPackageRoot } from "../util/own-package.ts";

if (process.argv[2] === "--version") {
  // Our own manifest: its version is always there.
  const manifest = JSON.parse(readFileSync(join(ownPackageRoot(), "package.json"), "utf8")) as { version: string };
  process.stdout.write(`alembic ${manifest.version}\n`);
}
