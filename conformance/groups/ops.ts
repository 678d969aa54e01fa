import { AdapterError, CallRunner, readCalls } from "../adapter/index.ts";
import { record, type Recorder } from "../adapter/recorder.ts";
import { normalize, withoutPlaceholderNames, withSortedConstraints, withSortedStatements } from "../compare-sql.ts";
import type { CorpusCase, JsonObject } from "../corpus.ts";
import { describeError, isSameKind, type RecordedError } from "../error-kinds.ts";
import { type CaseResult, type ConformanceGroup, failed, PASSED } from "../group.ts";

/** What was recorded for one case: FORMAT.md describes the shape. */
interface OpsCase {
  readonly sql?: readonly string[];
  readonly also?: readonly (readonly string[])[];
  readonly error?: RecordedError;
  readonly sql_before_error?: readonly string[];
}

/** What our calls gave: the statements, where each call's begin, and the error that ended them. */
interface Outcome {
  readonly statements: readonly string[];
  readonly starts: readonly number[];
  readonly thrown: unknown;
}

export const ops: ConformanceGroup = { name: "ops", runCase };

async function runCase(testCase: CorpusCase, path: string): Promise<CaseResult> {
  const dialect = path.replace(/^.*\//, "").replace(/\.json$/, "");
  const options = (testCase["options"] ?? {}) as JsonObject;
  const recorder = await record(dialect, options);
  const outcome = await runCalls(testCase, recorder);
  if (outcome.thrown instanceof AdapterError) return failed(`not in the adapter: ${outcome.thrown.message}`);
  // An untyped border: the runner has checked nothing but the id.
  const recorded = testCase as unknown as OpsCase;
  return recorded.error === undefined
    ? compareStatements(recorded, outcome, options["literal_binds"] === true)
    : compareErrors(recorded.error, recorded, outcome);
}

async function runCalls(testCase: CorpusCase, { op, scope, statements }: Recorder): Promise<Outcome> {
  const starts: number[] = [];
  const runner = new CallRunner(op, scope, () => starts.push(statements.length));
  const thrown: unknown = await runner.run(readCalls(testCase["calls"])).then(
    () => null,
    (error: unknown) => error,
  );
  return { statements, starts, thrown };
}

function compareErrors(
  expected: RecordedError,
  recorded: OpsCase,
  { statements, starts, thrown }: Outcome,
): CaseResult {
  if (thrown === null)
    return failed(`expected ${expected.type} (${expected.message ?? ""}), got ${JSON.stringify(statements)}`);
  if (!isSameKind(expected, thrown)) return failed(`expected ${expected.type}, got ${describeError(thrown)}`);
  const before = recorded.sql_before_error;
  if (before === undefined) return PASSED;
  // Our calls are checked before anything of them is sent: what an earlier call sent is the same.
  const sent = statements.slice(0, starts.at(-1));
  return difference(before.slice(0, sent.length), sent, starts, false);
}

function compareStatements(recorded: OpsCase, { statements, starts, thrown }: Outcome, isLiteral: boolean): CaseResult {
  if (thrown !== null) return failed(`expected ${JSON.stringify(recorded.sql)}, got ${describeError(thrown)}`);
  const answers = [recorded.sql ?? [], ...(recorded.also ?? [])];
  const results = answers.map((answer) => difference(answer, statements, starts, isLiteral));
  return results.find((result) => result.status === "passed") ?? results[0] ?? PASSED;
}

function difference(
  expected: readonly string[],
  actual: readonly string[],
  starts: readonly number[],
  isLiteral: boolean,
): CaseResult {
  const left = canonical(expected, starts, isLiteral);
  const right = canonical(actual, starts, isLiteral);
  const index = right.findIndex((statement, at) => statement !== left[at]);
  if (index === -1 && left.length === right.length) return PASSED;
  const at = index === -1 ? right.length : index;
  return failed(`statement ${at}: expected ${left[at] ?? "nothing"}\n      got ${right[at] ?? "nothing"}`);
}

function canonical(statements: readonly string[], starts: readonly number[], isLiteral: boolean): string[] {
  const plain = statements
    .map((statement) => withSortedConstraints(normalize(statement)))
    .map((statement) => (isLiteral ? statement : withoutPlaceholderNames(statement)));
  const ends = [...starts.slice(1), plain.length];
  return starts.length === 0
    ? plain
    : starts.flatMap((start, index) => withSortedStatements(plain.slice(start, ends[index])));
}
