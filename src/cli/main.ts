#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ownPackageRoot } from "../util/own-package.ts";

const argv = process.argv.slice(2);

// What is asked for most often by people and scripts answers before anything else is loaded.
if (argv[0] === "--version") {
  // Our own manifest: its version is always there.
  const manifest = JSON.parse(readFileSync(join(ownPackageRoot(), "package.json"), "utf8")) as { version: string };
  process.stdout.write(`alembic ${manifest.version}\n`);
} else if (argv[0] === "--help" || argv[0] === "-h" || (argv[0] === "help" && argv.length === 1)) {
  const { toolHelp } = await import("./help.ts");
  process.stdout.write(toolHelp());
} else {
  const { runProcess } = await import("./process.ts");
  await runProcess(argv);
}
