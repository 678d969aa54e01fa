import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { GROUP_NAMES, isGroupName } from "./corpus.ts";
import type { ConformanceGroup } from "./group.ts";
import { groups } from "./groups/index.ts";
import { count, type FileReport, runConformance } from "./runner.ts";

const USAGE = `npm run conformance -- [--dir DIR] [--only ${GROUP_NAMES.join("|")}]... [--json FILE] [--differences N]`;

/** How many failures of a file are printed. */
const SHOWN = 5;

const { values } = parseArgs({
  options: {
    dir: { type: "string" },
    only: { type: "string", multiple: true, default: [] },
    json: { type: "string" },
    differences: { type: "string", default: String(SHOWN) },
    help: { type: "boolean", default: false },
  },
});

if (values.help) {
  console.log(USAGE);
} else {
  const reports = await runConformance({
    folder: values.dir,
    groups: chosenGroups(values.only),
    onFile: (report) => printFile(report, Number(values.differences)),
  });
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(reports, null, 2)}\n`);
  const failures = count(reports, "failed");
  console.log(`${count(reports, "passed")} passed, ${failures} failed`);
  process.exitCode = failures > 0 ? 1 : 0;
}

function chosenGroups(only: readonly string[]): ConformanceGroup[] {
  const names = only.flatMap((each) => each.split(","));
  for (const name of names) {
    if (!isGroupName(name)) throw new Error(`There is no group "${name}". Usage: ${USAGE}`);
    if (!groups.some((group) => group.name === name)) throw new Error(`Nothing runs the group "${name}" yet.`);
  }
  return groups.filter((group) => names.length === 0 || names.includes(group.name));
}

function printFile(report: FileReport, shown: number): void {
  const numbers = (["passed", "failed", "skipped"] as const).map((status) => `${count([report], status)} ${status}`);
  console.log(`${report.path}: ${numbers.join(", ")}`);
  const failures = report.cases.filter((each) => each.status === "failed");
  for (const failure of failures.slice(0, shown)) console.log(`Failed: ${failure.id}: ${failure.detail}`);
  if (failures.length > shown) console.log(`  and ${failures.length - shown} more`);
}
