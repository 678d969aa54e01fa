// The benchmark suite: `npm run bench`, `npm run bench -- --quick`, `npm run bench -- --only upgrade,check`.
import { availableParallelism, cpus } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import setUpRun from "../tests/support/set-up-run.ts";
import { judge, regressionsOf, type Verdict } from "./harness/bounds.ts";
import { tellsResources } from "./harness/measure.ts";
import { writePage } from "./harness/page.ts";
import { factor, milliseconds, verdictTable } from "./harness/report.ts";
import { type Circumstances, readReports, reportOf, rowsOf, writeReport } from "./harness/results.ts";
import { type CaseResult, type Effort, leaveOutSlow, runRounds } from "./harness/rounds.ts";
import type { Case, Scenario } from "./harness/scenario.ts";
import { reasons } from "./reasons.ts";
import { scenarios } from "./scenarios/index.ts";
import { benchEngines, dropLeftovers } from "./worlds/databases.ts";
import { installPeers, noPeers } from "./worlds/npm-peers.ts";
import { findPythonAlembic } from "./worlds/python-alembic.ts";
import { installTool, toolIn } from "./worlds/tool.ts";
import type { World } from "./worlds/world.ts";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const workshop = join(root, ".bench");
const kept = join(root, "bench/results");

const efforts = {
  /** The tool is claimed to be faster than others, or as fast as something. */
  compared: { rounds: 3, mostRounds: 15, budget: 6000, patience: 10_000, limit: 120_000 },
  /** No such claim: the figures are there, and show how times grow. */
  shown: { rounds: 3, mostRounds: 3, budget: 0, patience: 5000, limit: 60_000 },
  quick: { rounds: 3, mostRounds: 9, budget: 1500, patience: 5000, limit: 60_000 },
} as const satisfies Record<string, Effort>;

interface Options {
  readonly quick: boolean;
  /** Measure the package that the last run has installed. */
  readonly installed: boolean;
}

/** Versions of others and who took no part, for the page. */
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
  note(
    python === null
      ? "Python Alembic takes no part: Debian has it as alembic, python3-psycopg2, python3-pymysql."
      : `Python Alembic is ${python.version}.`,
  );
  const peers = isQuick ? noPeers : await installPeers(join(workshop, "peers"), note);
  return { isQuick, tool, python, peers, engines: benchEngines() };
}

async function runScenario(scenario: Scenario, world: World): Promise<readonly CaseResult[]> {
  const cases: CaseResult[] = [];
  for await (const job of scenario.cases(world)) {
    const result = world.isQuick ? await runQuickly(job) : await runWhole(job, cases);
    cases.push(result);
    tell(scenario, result);
  }
  return cases;
}

async function runWhole(whole: Case, earlier: readonly CaseResult[]): Promise<CaseResult> {
  const isCompared = whole.bounds.some(({ needs }) => needs.length > 1);
  const effort = isCompared ? efforts.compared : efforts.shown;
  const { job, refusals } = leaveOutSlow(whole, earlier, effort);
  const result = await runRounds(job, effort, join(workshop, "time.txt"));
  return { ...result, refusals: [...refusals, ...result.refusals] };
}

/** What looks like a regression has a second chance: a machine that had something else to do does not fail the gate. */
async function runQuickly(job: Case): Promise<CaseResult> {
  const first = await runRounds(job, efforts.quick, join(workshop, "time.txt"));
  if (regressionsOf(first).length === 0) return first;
  say(`Once more, since it looks like a regression: ${job.title}`);
  const second = await runRounds(job, efforts.quick, join(workshop, "time.txt"));
  return regressionsOf(second).length < regressionsOf(first).length ? second : first;
}

function tell(scenario: Scenario, result: CaseResult): void {
  say(`\n${scenario.title}: ${result.case.title}`);
  for (const { name, wall, ratio, cpu, memory, runs } of rowsOf(result)) {
    const figures = [milliseconds(wall.median), ratio === null ? "" : `×${factor(ratio)}`];
    const resources = [
      cpu === null ? "" : `cpu ${milliseconds(cpu)}`,
      memory === null ? "" : `${memory.toFixed(0)} MiB`,
    ];
    say(`  ${name.padEnd(34)} ${[...figures, ...resources, `${runs} runs`].map((text) => text.padStart(13)).join("")}`);
  }
  for (const { name, reason } of result.refusals) say(`  ${name} is left out: ${reason}`);
}

function circumstances(): Circumstances {
  return {
    date: new Date().toISOString().slice(0, 10),
    node: process.versions.node,
    processors: `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? "?"}`,
    notes,
  };
}

/** Runs scenarios; keeps the results of each as soon as it has ended, unless it was the quick form. */
async function measureScenarios(options: Options, wanted: readonly Scenario[]): Promise<void> {
  const tearDown = await setUpRun();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(
      signal,
      () =>
        void dropLeftovers()
          .then(tearDown)
          .finally(() => process.exit(1)),
    );
  }
  try {
    const world = await prepareWorld(options);
    const verdicts: Verdict[] = [];
    const regressions: Verdict[] = [];
    for (const scenario of wanted) {
      const result = { scenario, cases: await runScenario(scenario, world) };
      verdicts.push(...judge(result));
      regressions.push(...result.cases.flatMap(regressionsOf));
      if (!world.isQuick) await writeReport(kept, reportOf(result, circumstances()));
    }
    say(`\n${verdictTable(verdicts.filter(({ measured }) => measured !== null))}`);
    if (world.isQuick) failFor(regressions);
  } finally {
    await tearDown();
  }
}

function failFor(regressions: readonly Verdict[]): void {
  if (regressions.length === 0) return;
  say(`\nMissed by more than half of the limit, by the clock and in processor time:\n${verdictTable(regressions)}`);
  process.exitCode = 1;
}

/** Writes the page from the last results of every scenario. */
async function rewritePage(): Promise<void> {
  const reports = await readReports(kept);
  const told = scenarios.flatMap((scenario) => {
    const report = reports.get(scenario.name);
    return report === undefined ? [] : [{ scenario, report }];
  });
  await writePage(join(root, "docs/benchmarks.md"), told, reasons);
}

/** @throws {Error} when there is no scenario of such a name */
function scenariosNamed(names: string | undefined): readonly Scenario[] {
  if (names === undefined) return scenarios;
  return names.split(",").map((name) => {
    const found = scenarios.find((scenario) => scenario.name === name);
    if (found !== undefined) return found;
    throw new Error(`There is no scenario "${name}", but ${scenarios.map((scenario) => scenario.name).join(", ")}.`);
  });
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      quick: { type: "boolean", default: false },
      installed: { type: "boolean", default: false },
      only: { type: "string" },
      page: { type: "boolean", default: false },
    },
  });
  const started = performance.now();
  if (!values.page) await measureScenarios(values, scenariosNamed(values.only));
  if (!values.quick) await rewritePage();
  say(`All of it took ${milliseconds(performance.now() - started)}.`);
}

await main();
