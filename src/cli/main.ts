#!/usr/bin/env node
const argv = process.argv.slice(2);
const [first] = argv;

// What is asked for most often by people and scripts answers before anything else is loaded.
if (first === "--version") {
  const { versionLine } = await import("./version.ts");
  process.stdout.write(versionLine());
} else if (first === "--help" || first === "-h") {
  const { toolHelp } = await import("./help.ts");
  process.stdout.write(toolHelp());
} else {
  const { runProcess } = await import("./process.ts");
  await runProcess(argv);
}
