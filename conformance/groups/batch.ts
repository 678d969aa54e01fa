import { connect } from "../../src/dialects/registry.ts";
import type { Connection } from "../../src/engine/connection.ts";
import { UnsupportedOperationError } from "../../src/errors/index.ts";
import { createOperations } from "../../src/operations/operations.ts";
import { OperationQueue } from "../../src/operations/operation-queue.ts";
import { MigrationContext } from "../../src/runtime/index.ts";
import { AdapterError, CallRunner, readCalls } from "../adapter/index.ts";
import { configureOptions } from "../adapter/configure.ts";
import { outerScope, record } from "../adapter/recorder.ts";
import { normalize, withSortedConstraints, withSortedStatements } from "../compare-sql.ts";
import type { CorpusCase, Json, JsonObject } from "../corpus.ts";
import { describeError, isSameKind, type RecordedError } from "../error-kinds.ts";
import { type CaseResult, type ConformanceGroup, failed, PASSED } from "../group.ts";
import { withoutLosses } from "./batch-losses.ts";

/** What was recorded for one case: FORMAT.md describes the shape. */
interface BatchCase {
  readonly options: JsonObject;
  readonly start: readonly string[];
  readonly calls: Json;
  readonly sql?: readonly string[];
  readonly also?: readonly (readonly string[])[];
  readonly schema_after?: readonly (readonly [name: string, sql: string])[];
  readonly rows_after?: { readonly [table: string]: Json };
  readonly error?: RecordedError;
  readonly sql_before_error?: readonly string[];
}

/** What our calls sent, the error that ended them, and what the database held afterwards. */
interface Outcome {
  readonly statements: readonly string[];
  readonly thrown: unknown;
  readonly schema: readonly (readonly [name: string, sql: string])[];
  readonly rows: { readonly [table: string]: Json };
}

export const batch: ConformanceGroup = { name: "batch", runCase };

async function runCase(testCase: CorpusCase): Promise<CaseResult> {
  // An untyped border: the runner has checked nothing but the id.
  const recorded = testCase as unknown as BatchCase;
  const outcome = await connect("sqlite://", (connection) => runOn(connection, recorded));
  if (outcome.thrown instanceof AdapterError) return failed(`not in the adapter: ${outcome.thrown.message}`);
  return recorded.error === undefined
    ? compareAnswers(recorded, outcome)
    : compareErrors(recorded.error, recorded, outcome);
}

async function runOn(connection: Connection, recorded: BatchCase): Promise<Outcome> {
  for (const statement of recorded.start) await connection.execute(statement);
  const { statements, thrown } =
    recorded.options["as_sql"] === true
      ? await runOffline(connection, recorded)
      : await runOnline(connection, recorded);
  return { statements, thrown, ...(await contents(connection)) };
}

type Run = Pick<Outcome, "statements" | "thrown">;

async function runOnline(connection: Connection, { options, calls }: BatchCase): Promise<Run> {
  const statements: string[] = [];
  const scope = outerScope((await MigrationContext.configure({ connection })).dialect);
  const given = configureOptions(options, { scope, result: () => undefined });
  const { literalBinds: _scripts, ...configured } = given;
  const context = await MigrationContext.configure({ ...configured, connection });
  const op = createOperations(context, new OperationQueue());
  const stop = connection.onStatement(({ sql }) => statements.push(sql));
  const thrown = await failureOf(() => new CallRunner(op, scope).run(readCalls(calls)));
  stop();
  return { statements: statements.filter((statement) => isSent(statement)), thrown };
}

async function runOffline(connection: Connection, { options, calls }: BatchCase): Promise<Run> {
  const { op, scope, statements } = await record("sqlite", options);
  const thrown = await failureOf(() => new CallRunner(op, scope).run(readCalls(calls)));
  if (thrown === null) for (const statement of statements) await connection.execute(statement);
  return { statements, thrown };
}

/** Reflection's own queries, probes that change no row, and what a transaction is made of, are not in the recording. */
function isSent(statement: string): boolean {
  return (
    !statement.endsWith(" WHERE 0") && !/^\s*(SELECT|PRAGMA|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)\b/i.test(statement)
  );
}

function failureOf(run: () => Promise<void>): Promise<unknown> {
  return run().then(
    () => null,
    (error: unknown) => error,
  );
}

async function contents(connection: Connection): Promise<Pick<Outcome, "schema" | "rows">> {
  const schema: [string, string][] = [];
  const rows: Record<string, Json> = {};
  const files = await connection.execute("SELECT name FROM pragma_database_list WHERE name <> 'temp' ORDER BY seq");
  for (const { name: file } of files.rows) {
    const prefix = file === "main" ? "" : `${String(file)}.`;
    const objects = await connection.execute(
      `SELECT name, type, sql FROM "${String(file)}".sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
    );
    for (const { name, type, sql } of objects.rows) {
      schema.push([`${prefix}${String(name)}`, String(sql)]);
      if (type === "table") rows[`${prefix}${String(name)}`] = await rowsOf(connection, String(file), String(name));
    }
  }
  return { schema: schema.toSorted(([left], [right]) => (left < right ? -1 : 1)), rows };
}

async function rowsOf(connection: Connection, file: string, table: string): Promise<Json> {
  const { rows } = await connection.execute(`SELECT * FROM "${file}"."${table.replaceAll('"', '""')}"`);
  return rows.map((row) => Object.values(row).map((value) => recordedValue(value)));
}

function recordedValue(value: unknown): Json {
  if (value instanceof Uint8Array) return { $: "bytes", args: [Buffer.from(value).toString("hex")] };
  if (typeof value === "bigint") return Number(value);
  return typeof value === "number" || typeof value === "string" ? value : null;
}

function compareErrors(expected: RecordedError, recorded: BatchCase, { statements, thrown }: Outcome): CaseResult {
  if (thrown === null) {
    return failed(`expected ${expected.type} (${expected.message ?? ""}), got ${JSON.stringify(statements)}`);
  }
  if (!isSameFailure(expected, thrown)) return failed(`expected ${expected.type}, got ${describeError(thrown)}`);
  // Our calls are checked before anything of them is sent, and a failure is rolled back instead of cleaned up.
  const before = (recorded.sql_before_error ?? []).slice(0, statements.length);
  return statements.length > before.length ? PASSED : difference(before, statements, recorded.start);
}

/** What the database of the reference refuses may be refused here before it is sent. */
function isSameFailure(expected: RecordedError, thrown: unknown): boolean {
  if (isSameKind(expected, thrown)) return true;
  return expected.type === "OperationalError" && thrown instanceof UnsupportedOperationError;
}

function compareAnswers(recorded: BatchCase, outcome: Outcome): CaseResult {
  const { statements, thrown, schema, rows } = outcome;
  if (thrown !== null) return failed(`expected ${JSON.stringify(recorded.sql)}, got ${describeError(thrown)}`);
  const answers = [recorded.sql ?? [], ...(recorded.also ?? [])];
  const results = answers.map((answer) => difference(answer, statements, recorded.start));
  const sent = results.find(({ status }) => status === "passed") ?? results[0] ?? PASSED;
  if (sent.status !== "passed") return sent;
  const objects = difference(objectsOf(recorded.schema_after ?? []), objectsOf(schema), recorded.start);
  if (objects.status !== "passed") return failed(`afterwards, ${objects.detail}`);
  const [expected, actual] = [sorted(recorded.rows_after ?? {}), sorted(rows)];
  return expected === actual ? PASSED : failed(`rows afterwards: expected ${expected}\n      got ${actual}`);
}

function objectsOf(schema: readonly (readonly [name: string, sql: string])[]): readonly string[] {
  return schema.map(([, sql]) => sql);
}

function sorted(rows: { readonly [table: string]: Json }): string {
  return JSON.stringify(Object.entries(rows).toSorted(([left], [right]) => (left < right ? -1 : 1)));
}

/** As they are, or without what the reference loses. */
function difference(expected: readonly string[], actual: readonly string[], start: readonly string[]): CaseResult {
  const strict = firstDifference(canonical(expected), canonical(actual));
  if (strict.status === "passed") return strict;
  const kept = firstDifference(
    canonical(withoutLosses(expected.map(normalize), start)),
    canonical(withoutLosses(actual.map(normalize), start)),
  );
  return kept.status === "passed" ? kept : strict;
}

function canonical(statements: readonly string[]): readonly string[] {
  return withSortedStatements(statements.map((statement) => withSortedConstraints(normalize(statement))));
}

function firstDifference(expected: readonly string[], actual: readonly string[]): CaseResult {
  const length = Math.max(expected.length, actual.length);
  const at = Array.from({ length }, (_, index) => index).find((index) => expected[index] !== actual[index]);
  if (at === undefined) return PASSED;
  return failed(`statement ${at}: expected ${expected[at] ?? "nothing"}\n      got ${actual[at] ?? "nothing"}`);
}
