import type { Verdict } from "./bounds.ts";
import type { CaseReport, Circumstances, Growth, Row, ScenarioReport } from "./results.ts";
import type { Scenario } from "./scenario.ts";

/** Why a claim is missed, as somebody has found out: the page says it beside the figure, until the claim is met. */
export interface Reason {
  /** The scenario's name. */
  readonly scenario: string;
  /** How the case's title, or the series, begins; every one where it is left out. */
  readonly title?: string;
  /** How the claim begins. */
  readonly claim: string;
  readonly why: string;
}

/** A scenario that has results. */
export interface Told {
  readonly scenario: Pick<Scenario, "name" | "title" | "about">;
  readonly report: ScenarioReport;
}

/**
 * The figures of the page: the claims, then every scenario with its tables.
 *
 * @param plots where each scenario's plot is, by the scenario's name
 */
export function markdown(
  told: readonly Told[],
  reasons: readonly Reason[],
  plots: ReadonlyMap<string, string>,
): string {
  return [
    "## Claims",
    "",
    ...claimLines(told, reasons),
    ...told.flatMap((scenario) => ["", ...scenarioSection(scenario, plots)]),
  ].join("\n");
}

function claimLines(told: readonly Told[], reasons: readonly Reason[]): readonly string[] {
  const verdicts = told.flatMap(({ scenario, report }) => report.verdicts.map((verdict) => ({ scenario, verdict })));
  const judged = verdicts.filter(({ verdict }) => verdict.excess !== null);
  const met = judged.filter(({ verdict }) => isMet(verdict));
  const rows = verdicts.map(({ scenario, verdict }) => [
    `${scenario.title}: ${verdict.title}`,
    verdict.claim,
    measuredText(verdict),
    outcome(verdict),
    isMet(verdict) ? "" : (reasonFor(scenario.name, verdict, reasons) ?? ""),
  ]);
  return [`${met.length} of ${judged.length} are met.`, "", table(["what", "claim", "measured", "", "why"], rows)];
}

/** The verdicts as a table. */
export function verdictTable(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map((verdict) => [verdict.title, verdict.claim, measuredText(verdict), outcome(verdict)]);
  return table(["what", "claim", "measured", ""], rows);
}

/** What is said of a verdict. */
export function outcome(verdict: Verdict): string {
  const { excess } = verdict;
  if (excess === null) return "not measured";
  if (isMet(verdict)) return "met";
  return excess < 2 ? `**missed** by ${((excess - 1) * 100).toFixed(0)} %` : `**missed**, ${factor(excess)} times`;
}

function measuredText({ measured }: Verdict): string {
  return measured === null ? "–" : factor(measured);
}

function isMet({ excess }: Verdict): boolean {
  return excess !== null && excess <= 1;
}

/** The reason that stands for a missed claim. */
export function reasonFor(scenario: string, verdict: Verdict, reasons: readonly Reason[]): string | undefined {
  return reasons.find(
    (reason) =>
      reason.scenario === scenario &&
      verdict.title.startsWith(reason.title ?? "") &&
      verdict.claim.startsWith(reason.claim),
  )?.why;
}

function scenarioSection({ scenario, report }: Told, plots: ReadonlyMap<string, string>): readonly string[] {
  const plot = plots.get(scenario.name);
  return [
    `## ${scenario.title}`,
    "",
    scenario.about,
    "",
    circumstancesLine(report.circumstances),
    ...(plot === undefined ? [] : ["", `![${scenario.title.replaceAll("`", "")}](${plot})`]),
    ...report.cases.flatMap((found) => ["", `### ${found.title}`, "", ...caseLines(found)]),
    ...growthLines(report.growths),
  ];
}

function circumstancesLine({ date, node, processors, notes }: Circumstances): string {
  return [`Measured on ${date} with Node ${node} on ${processors}.`, ...notes].join(" ");
}

function caseLines({ rows, refusals }: CaseReport): readonly string[] {
  const head = ["", "median", "middle half", "to the tool", "processor", "peak memory", "runs"];
  const left = refusals.map(({ name, reason }) => `${name} is left out: ${reason}`);
  return [table(head, rows.map(cellsOf)), ...left.flatMap((line) => ["", line])];
}

function cellsOf({ name, role, wall, ratio, cpu, memory, runs }: Row): readonly string[] {
  return [
    role === "tool" ? `**${name}**` : name,
    milliseconds(wall.median),
    `${milliseconds(wall.lower)} – ${milliseconds(wall.upper)}`,
    ratio === null ? "–" : factor(ratio),
    cpu === null ? "–" : milliseconds(cpu),
    memory === null ? "–" : `${memory.toFixed(0)} MiB`,
    String(runs),
  ];
}

function growthLines(growths: readonly Growth[]): readonly string[] {
  if (growths.length === 0) return [];
  const serieses = [...new Set(growths.map(({ series }) => series))];
  const names = [...new Set(growths.map(({ contestant }) => contestant))];
  const cell = (series: string, name: string) =>
    growths.find((growth) => growth.series === series && growth.contestant === name)?.exponent.toFixed(2) ?? "–";
  const rows = names.map((name) => [name, ...serieses.map((series) => cell(series, name))]);
  return [
    "",
    "### Growth",
    "",
    "Time is proportional to the size to the power of:",
    "",
    table(["", ...serieses], rows),
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Three digits, as far as they say anything. */
export function factor(value: number): string {
  if (Math.abs(value) >= 100) return value.toFixed(0);
  return Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** Milliseconds, or seconds where there are many. */
export function milliseconds(value: number): string {
  return value >= 10_000 ? `${(value / 1000).toFixed(1)} s` : `${value.toFixed(value < 100 ? 1 : 0)} ms`;
}
