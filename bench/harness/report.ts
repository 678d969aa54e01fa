import { type CaseResult, figuresOf, present } from "./rounds.ts";
import { growthOf, judge, type ScenarioResult, type Verdict } from "./bounds.ts";
import { median, quantile } from "./statistics.ts";

/** What a case showed of one contestant. */
export interface Row {
  readonly name: string;
  readonly role: string;
  readonly runs: number;
  /** Milliseconds. */
  readonly wall: { readonly median: number; readonly lower: number; readonly upper: number };
  readonly cpu: number | null;
  /** MiB. */
  readonly memory: number | null;
  /** How many times as long as the tool under test it takes. */
  readonly ratio: number | null;
}

/** The rows of a case, in the order of its contestants. */
export function rowsOf(result: CaseResult): readonly Row[] {
  const tool = result.showings.find(({ contestant }) => contestant.role === "tool")?.contestant.name;
  const figures = figuresOf(result);
  return result.showings.map(({ contestant, samples }) => {
    const taken = present(samples);
    const walls = taken.map(({ wall }) => wall);
    const cpus = taken.flatMap(({ cpu }) => cpu ?? []);
    return {
      name: contestant.name,
      role: contestant.role,
      runs: taken.length,
      wall: { median: median(walls), lower: quantile(walls, 0.25), upper: quantile(walls, 0.75) },
      cpu: cpus.length === 0 ? null : median(cpus),
      memory: figures.memory(contestant.name),
      ratio: tool === undefined ? null : figures.ratio(contestant.name, tool),
    };
  });
}

/** The results as a page's section: the claims, then every scenario's tables. */
export function markdown(results: readonly ScenarioResult[], plots: ReadonlyMap<string, string>): string {
  return [
    "## Claims",
    "",
    verdictTable(results.flatMap(judge)),
    ...results.flatMap((result) => ["", ...scenarioSection(result, plots)]),
    "",
  ].join("\n");
}

/** The verdicts as a table. */
export function verdictTable(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map((verdict) => [
    `${verdict.scenario}: ${verdict.title}`,
    verdict.claim,
    verdict.measured === null ? "–" : factor(verdict.measured),
    outcome(verdict),
  ]);
  return table(["what", "claim", "measured", ""], rows);
}

function outcome({ excess, measured }: Verdict): string {
  if (measured === null || excess === null) return "not measured";
  return excess <= 1 ? "met" : `**missed** by ${factor(excess)}`;
}

function scenarioSection(result: ScenarioResult, plots: ReadonlyMap<string, string>): readonly string[] {
  const { scenario, cases } = result;
  const plot = plots.get(scenario.name);
  return [
    `## ${scenario.title}`,
    "",
    scenario.about,
    ...(plot === undefined ? [] : ["", `![${scenario.title}](${plot})`]),
    ...cases.flatMap((found) => ["", `### ${found.case.title}`, "", ...caseLines(found)]),
    ...growthLines(cases),
  ];
}

function caseLines(result: CaseResult): readonly string[] {
  const rows = rowsOf(result).map((row) => [
    row.role === "tool" ? `**${row.name}**` : row.name,
    milliseconds(row.wall.median),
    `${milliseconds(row.wall.lower)} – ${milliseconds(row.wall.upper)}`,
    row.ratio === null ? "–" : factor(row.ratio),
    row.cpu === null ? "–" : milliseconds(row.cpu),
    row.memory === null ? "–" : `${row.memory.toFixed(0)} MiB`,
    String(row.runs),
  ]);
  const refusals = result.refusals.map(
    ({ name, reason }) => `${name} did not do it: ${reason.trim().split("\n", 1)[0] ?? ""}`,
  );
  const head = ["", "median", "middle half", "to the tool", "processor", "peak memory", "runs"];
  return [table(head, rows), ...refusals.flatMap((line) => ["", line])];
}

/** How time grows with size, for each series that has several sizes. */
function growthLines(cases: readonly CaseResult[]): readonly string[] {
  const series = [...new Set(cases.map((result) => result.case.series))];
  const rows = series.flatMap((name) => {
    const names = new Set(
      cases
        .filter((result) => result.case.series === name)
        .flatMap(({ showings }) => showings.map((s) => s.contestant.name)),
    );
    return [...names].flatMap((contestant) => {
      const grown = growthOf(name, contestant, cases);
      return grown === null ? [] : [[name, contestant, grown.toFixed(2)]];
    });
  });
  if (rows.length === 0) return [];
  return [
    "",
    "### Growth",
    "",
    "Time is proportional to the size to the power of:",
    "",
    table(["", "", "exponent"], rows),
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Three digits, as far as they say anything. */
export function factor(value: number): string {
  if (!Number.isFinite(value)) return "∞";
  if (Math.abs(value) >= 100) return value.toFixed(0);
  return Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** Milliseconds, or seconds where there are many. */
export function milliseconds(value: number): string {
  return value >= 10_000 ? `${(value / 1000).toFixed(1)} s` : `${value.toFixed(value < 100 ? 1 : 0)} ms`;
}
