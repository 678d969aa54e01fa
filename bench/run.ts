// The benchmark suite: `npm run bench`, `npm run bench -- --quick`, `npm run bench -- --only upgrade,check`.
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import setUpRun from "../tests/support/set-up-run.ts";
import { isRegression, judge, type ScenarioResult } from "./harness/bounds.ts";
import { writeResults } from "./harness/page.ts";
import { factor, milliseconds, rowsOf, verdictTable } from "./harness/report.ts";
import { tellsResources } from "./harness/measure.ts";
import { type CaseResult, type Effort, runRounds } from "./harness/rounds.ts";
import type { Scenario } from "./harness/scenario.ts";
import { scenarios } from "./scenarios/index.ts";
import { benchEngines } from "./worlds/databases.ts";
import { installPeers, noPeers } from "./worlds/npm-peers.ts";
import { findPythonAlembic } from "./worlds/python-alembic.ts";
import { installTool, toolIn } from "./worlds/tool.ts";
import type { World } from "./worlds/world.ts";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const workshop = join(root, ".bench");

const efforts: Readonly<Record<"whole" | "quick", Effort>> = {
  whole: { rounds: 5, mostRounds: 15, budget: 4000, patience: 15_000, limit: 120_000 },
  quick: { rounds: 3, mostRounds: 9, budget: 1500, patience: 5000, limit: 60_000 },
};

interface Options {
  readonly quick: boolean;
  /** Measure the package that the last run has installed. */
  readonly installed: boolean;
}

/** What took no part, for the page. */
const notes: string[] = [];

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function note(line: string): void {
  say(line);
  notes.push(line);
}

async function prepareWorld({ quick: isQuick, installed }: Options): Promise<World> {
  const folder = join(workshop, "tool");
  if (!installed) {
    say("Building, packing and installing the package…");
    await installTool(folder);
  }
  const tool = toolIn(folder);
  const python = await findPythonAlembic(join(workshop, "python"));
  if (!tellsResources) note("Processor time and peak memory are not told: there is no /usr/bin/time (GNU time).");
  if (python === null)
    note("Python Alembic takes no part: Debian has it as alembic, python3-psycopg2, python3-pymysql.");
  const peers = isQuick ? noPeers : await installPeers(join(workshop, "peers"), note);
  return { isQuick, tool, python, peers, engines: benchEngines() };
}

async function runScenario(scenario: Scenario, world: World): Promise<ScenarioResult> {
  const cases: CaseResult[] = [];
  for await (const job of scenario.cases(world)) {
    const effort = efforts[world.isQuick ? "quick" : "whole"];
    const result = await runRounds(job, effort, join(workshop, "time.txt"));
    await job.cleanUp?.();
    cases.push(result);
    tell(scenario, result);
  }
  return { scenario, cases };
}

function tell(scenario: Scenario, result: CaseResult): void {
  say(`\n${scenario.title}: ${result.case.title}`);
  for (const { name, wall, ratio, cpu, memory, runs } of rowsOf(result)) {
    const figures = [milliseconds(wall.median), ratio === null ? "" : `×${factor(ratio)}`];
    const resources = [
      cpu === null ? "" : `cpu ${milliseconds(cpu)}`,
      memory === null ? "" : `${memory.toFixed(0)} MiB`,
    ];
    say(`  ${name.padEnd(32)} ${[...figures, ...resources, `${runs} runs`].map((text) => text.padStart(12)).join("")}`);
  }
  for (const { name, reason } of result.refusals) say(`  ${name} did not do it: ${reason}`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      quick: { type: "boolean", default: false },
      installed: { type: "boolean", default: false },
      only: { type: "string" },
    },
  });
  const wanted = values.only?.split(",");
  const tearDown = await setUpRun();
  try {
    const world = await prepareWorld(values);
    const results: ScenarioResult[] = [];
    for (const scenario of scenarios) {
      if (wanted === undefined || wanted.includes(scenario.name)) results.push(await runScenario(scenario, world));
    }
    const verdicts = results.flatMap(judge);
    say(`\n${verdictTable(verdicts)}`);
    const places = { page: join(root, "docs/benchmarks.md"), data: join(root, "bench/results/latest.json") };
    // The page tells of whole runs.
    if (!values.quick && wanted === undefined) await writeResults(results, notes, places);
    if (values.quick && verdicts.some(isRegression)) process.exitCode = 1;
  } finally {
    await tearDown();
  }
}

await main();
