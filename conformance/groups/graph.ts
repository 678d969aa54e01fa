import { RevisionMap, Revision } from "../../src/revision/index.ts";
import { firstDifference } from "../compare.ts";
import type { CorpusCase } from "../corpus.ts";
import { describeError, isSameKind, type RecordedError } from "../error-kinds.ts";
import { type CaseResult, type ConformanceGroup, failed, PASSED } from "../group.ts";
import { callGraph, type QueryArguments } from "./graph-calls.ts";
import { matchesIds } from "./graph-digests.ts";
import { isPlan, planDifference, type RecordedPlan } from "./graph-plans.ts";

interface RecordedRevision {
  readonly revision: string;
  readonly down_revision: string | readonly string[] | null;
  readonly branch_labels?: string | readonly string[] | null;
  readonly depends_on?: string | readonly string[] | null;
  readonly doc?: string;
}

interface Answer {
  readonly result?: unknown;
  readonly error?: RecordedError;
}

interface Query extends Answer {
  readonly call: string;
  readonly args?: QueryArguments;
  readonly any?: readonly Answer[];
  readonly unordered?: boolean;
  readonly warnings?: readonly string[];
}

interface GraphCase {
  readonly id: string;
  readonly revisions: readonly RecordedRevision[];
  readonly warnings?: readonly string[];
  readonly queries: readonly Query[];
}

/** What a call gave. */
type Outcome = { readonly result: unknown } | { readonly thrown: unknown };

/** The classes that stand for a row that the version table cannot hold; which class is up to the database. */
const ACCIDENTS = ["IntegrityError"];

export const graph: ConformanceGroup = { name: "graph", runCase };
export const graphs: ConformanceGroup = { name: "graphs", runCase };

function runCase(testCase: CorpusCase): CaseResult {
  // An untyped border: FORMAT.md describes the shape.
  const recorded = testCase as unknown as GraphCase;
  const warnings: string[] = [];
  const map = attempt(() => buildMap(recorded.revisions, (warning) => warnings.push(warning)));
  const warned = warningDifference(recorded.warnings, warnings);
  if (warned !== null) return failed(`building the map: ${warned}`);
  const differences = recorded.queries.flatMap((query, index) => {
    warnings.length = 0;
    const outcome = "thrown" in map ? map : attempt(() => callGraph(map.result, query.call, query.args ?? {}));
    const difference = queryDifference(query, outcome) ?? warningDifference(query.warnings, warnings);
    return difference === null
      ? []
      : [`queries/${index} ${query.call} ${JSON.stringify(query.args ?? {})}: ${difference}`];
  });
  if (differences.length === 0) return PASSED;
  return failed(
    `${differences.length} of ${recorded.queries.length} queries differ\n    ${differences.join("\n    ")}`,
  );
}

function buildMap(records: readonly RecordedRevision[], onWarning: (warning: string) => void): RevisionMap {
  const revisions = records.map(
    (record) =>
      new Revision({
        revision: record.revision,
        downRevision: record.down_revision,
        branchLabels: record.branch_labels ?? null,
        dependsOn: record.depends_on ?? null,
        doc: record.doc,
      }),
  );
  return new RevisionMap(revisions, { onWarning });
}

function attempt<T>(call: () => T): { readonly result: T } | { readonly thrown: unknown } {
  try {
    return { result: call() };
  } catch (thrown) {
    return { thrown };
  }
}

/** The wording of warnings is not compared, only that there are some. */
function warningDifference(expected: readonly string[] | undefined, actual: readonly string[]): string | null {
  const expectedSome = expected !== undefined && expected.length > 0;
  if (expectedSome === actual.length > 0) return null;
  return expectedSome ? "a warning was expected, and none was given" : `there was a warning: ${actual.join("; ")}`;
}

function queryDifference(query: Query, outcome: Outcome): string | null {
  const answers = query.any ?? [query];
  const differences = answers.map((answer) => answerDifference(answer, outcome, query));
  return differences.includes(null) ? null : (differences[0] ?? null);
}

function answerDifference(answer: Answer, outcome: Outcome, query: Query): string | null {
  if (answer.error !== undefined) {
    if (!("thrown" in outcome)) return `expected ${answer.error.type}, got ${brief(outcome.result)}`;
    if (isSameKind(answer.error, outcome.thrown, ACCIDENTS)) return null;
    return `expected ${answer.error.cause ?? answer.error.type}, got ${describeError(outcome.thrown)}`;
  }
  if ("thrown" in outcome) return `expected ${brief(answer.result)}, got ${describeError(outcome.thrown)}`;
  return resultDifference(answer.result, outcome.result, query);
}

function resultDifference(expected: unknown, actual: unknown, query: Query): string | null {
  const isUnordered = query.unordered === true;
  if (isPlan(actual))
    return planDifference(expected as RecordedPlan, actual, { isUnordered, isOneOfSeveral: query.any !== undefined });
  if (isIds(actual)) return matchesIds(expected, isUnordered ? actual.toSorted() : actual);
  return firstDifference(expected, actual);
}

function isIds(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

function brief(value: unknown): string {
  return JSON.stringify(value).slice(0, 200);
}
