import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { growthsOf, judge, type ScenarioResult, type Verdict } from "./bounds.ts";
import { type CaseResult, figuresOf, present, type Refusal } from "./rounds.ts";
import { median, quantile } from "./statistics.ts";

/** What a case showed of one contestant. */
export interface Row {
  readonly name: string;
  readonly role: string;
  readonly runs: number;
  /** Milliseconds. */
  readonly wall: { readonly median: number; readonly lower: number; readonly upper: number };
  /** Milliseconds. */
  readonly cpu: number | null;
  /** MiB. */
  readonly memory: number | null;
  /** How many times as long as the tool under test it takes. */
  readonly ratio: number | null;
}

/** A case as the page tells of it. */
export interface CaseReport {
  readonly title: string;
  readonly size: number | null;
  readonly series: string;
  readonly rows: readonly Row[];
  readonly refusals: readonly Refusal[];
}

/** How a contestant's time grows over a series. */
export interface Growth {
  readonly series: string;
  readonly contestant: string;
  readonly exponent: number;
}

/** When and on what a scenario was run. */
export interface Circumstances {
  /** `2026-01-31` */
  readonly date: string;
  readonly node: string;
  /** How many processors there are, and which. */
  readonly processors: string;
  /** Versions of others, and who took no part. */
  readonly notes: readonly string[];
}

/** The last results of a scenario, as they are kept. */
export interface ScenarioReport {
  /** The scenario's name. */
  readonly scenario: string;
  readonly circumstances: Circumstances;
  readonly cases: readonly CaseReport[];
  readonly verdicts: readonly Verdict[];
  readonly growths: readonly Growth[];
}

/** What is kept of a scenario's results. */
export function reportOf(result: ScenarioResult, circumstances: Circumstances): ScenarioReport {
  return {
    scenario: result.scenario.name,
    circumstances,
    cases: result.cases.map((found) => ({
      title: found.case.title,
      size: found.case.size,
      series: found.case.series,
      rows: rowsOf(found),
      refusals: found.refusals.map(({ name, reason }) => ({ name, reason: gist(reason) })),
    })),
    verdicts: judge(result),
    growths: growthsOf(result.cases),
  };
}

/** The rows of a case, in the order of its contestants. */
export function rowsOf(result: CaseResult): readonly Row[] {
  const tool = result.showings.find(({ contestant }) => contestant.role === "tool")?.contestant.name;
  const figures = figuresOf(result);
  return result.showings.map(({ contestant: { name, role }, samples }) => {
    const taken = present(samples);
    const walls = taken.map(({ wall }) => wall);
    const cpus = taken.flatMap(({ cpu }) => cpu ?? []);
    return {
      name,
      role,
      runs: taken.length,
      wall: { median: median(walls), lower: quantile(walls, 0.25), upper: quantile(walls, 0.75) },
      cpu: cpus.length === 0 ? null : median(cpus),
      memory: figures.memory(name),
      ratio: tool === undefined ? null : figures.ratio(name, tool),
    };
  });
}

/** The line of a long complaint that says what is wrong, without what terminals do with it, and without places. */
export function gist(reason: string): string {
  const lines = stripVTControlCharacters(reason)
    .split(/[\r\n]+/)
    .map((line) => line.trim());
  const said = lines.filter((line) => line !== "");
  const line = said.find((found) => /error/i.test(found)) ?? said[0] ?? "";
  return line.replaceAll(process.cwd(), ".");
}

/** Keeps the results of one scenario in a file of its own. */
export async function writeReport(folder: string, report: ScenarioReport): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${report.scenario}.json`), `${JSON.stringify(report, null, 2)}\n`);
}

/** The last results of each scenario that has any, by its name. */
export async function readReports(folder: string): Promise<ReadonlyMap<string, ScenarioReport>> {
  const files = await readdir(folder).catch(() => []);
  const reports = await Promise.all(
    files
      .filter((file) => file.endsWith(".json"))
      // Written by writeReport().
      .map(async (file) => JSON.parse(await readFile(join(folder, file), "utf8")) as ScenarioReport),
  );
  return new Map(reports.map((report) => [report.scenario, report]));
}
