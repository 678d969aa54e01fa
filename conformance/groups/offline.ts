import { writeFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { downgrade } from "../../src/commands/downgrade.ts";
import { stamp } from "../../src/commands/stamp.ts";
import type { MigrationResult } from "../../src/commands/steps.ts";
import { upgrade } from "../../src/commands/upgrade.ts";
import { Config } from "../../src/config/index.ts";
import { loadDialect } from "../../src/dialects/registry.ts";
import { RevisionError } from "../../src/errors/index.ts";
import type { Operations } from "../../src/operations/operations.ts";
import { defineEnvironment, type EnvironmentContext } from "../../src/runtime/index.ts";
import { withTemporaryFolder } from "../../src/testing/temporary-folder.ts";
import { AdapterError, asText, type Builder, CallRunner, readCalls } from "../adapter/index.ts";
import { configureOptions } from "../adapter/configure.ts";
import { outerScope } from "../adapter/recorder.ts";
import { normalizeLines, withoutPlaceholderNames } from "../compare-sql.ts";
import type { CorpusCase, Json, JsonObject } from "../corpus.ts";
import { describeError, isSameKind, type RecordedError } from "../error-kinds.ts";
import { type CaseResult, type ConformanceGroup, failed, PASSED } from "../group.ts";

/** A revision as it was recorded: FORMAT.md describes the shape. */
interface RecordedRevision {
  readonly revision: string;
  readonly down_revision: Json;
  readonly branch_labels: Json;
  readonly depends_on: Json;
  readonly doc: string;
  readonly upgrade: Json;
  readonly downgrade: Json;
}

interface OfflineCase {
  readonly dialect: string;
  readonly options: JsonObject;
  readonly revisions: readonly RecordedRevision[];
  readonly command: { readonly name: string; readonly args: readonly Json[]; readonly kw: JsonObject };
  readonly output?: string;
  readonly also?: readonly string[];
  readonly error?: RecordedError;
  readonly output_before_error?: string;
}

/** The script that was written, and the error that ended it. */
interface Outcome {
  readonly script: string;
  readonly thrown: unknown;
}

export const offline: ConformanceGroup = { name: "offline", runCase };

async function runCase(testCase: CorpusCase): Promise<CaseResult> {
  // An untyped border: the runner has checked nothing but the id.
  const recorded = testCase as unknown as OfflineCase;
  const outcome = await withTemporaryFolder((folder) => runProject(folder, recorded));
  const cause = innermost(outcome.thrown);
  if (cause instanceof AdapterError) return failed(`not in the adapter: ${cause.message}`);
  const script = { ...outcome, script: withoutNames(recorded, outcome.script) };
  return recorded.error === undefined
    ? compareScripts(recorded, script)
    : compareErrors(recorded.error, recorded, script);
}

/** Makes a project of the case's revisions, and runs its command in it. */
async function runProject(folder: string, recorded: OfflineCase): Promise<Outcome> {
  const builder: Builder = { scope: outerScope(await loadDialect(recorded.dialect)), result: () => undefined };
  await writeProject(folder, recorded.revisions);
  const pieces: string[] = [];
  const migrate = (index: number, direction: "upgrade" | "downgrade", op: Operations): Promise<void> =>
    new CallRunner(op, builder.scope).run(readCalls(recorded.revisions[index]?.[direction]));
  const env = async (context: EnvironmentContext): Promise<void> => {
    const options = configureOptions(recorded.options, builder);
    await context.configure({ dialectName: recorded.dialect, ...options, opts: { migrate } });
    await context.runMigrations();
  };
  const config = new Config(
    { scriptLocation: folder },
    { attributes: { environment: defineEnvironment(env) }, outputBuffer: { write: (text) => pieces.push(text) } },
  );
  const thrown: unknown = await runCommand(config, recorded.command).then(
    () => null,
    (error: unknown) => error,
  );
  return { script: pieces.join(""), thrown };
}

async function runCommand(config: Config, { name, args, kw }: OfflineCase["command"]): Promise<MigrationResult> {
  const [target] = args;
  const options = { sql: kw["sql"] === true, ...(typeof kw["tag"] === "string" ? { tag: kw["tag"] } : {}) };
  if (name === "stamp") return stamp(config, [target ?? ""].flat().map(String), options);
  const revision = asText(target, "the revision");
  if (name === "upgrade") return upgrade(config, revision, options);
  if (name === "downgrade") return downgrade(config, revision, options);
  throw new AdapterError(`no command ${name} writes a script`);
}

/** The files know nothing of the case: env gets what it does from the configuration, and revisions from the context. */
const ENVIRONMENT = `export default {
  [Symbol.for("alembic-ts.environment")]: true,
  run: (context) => context.config.attributes.environment.run(context),
};
`;

async function writeProject(folder: string, revisions: readonly RecordedRevision[]): Promise<void> {
  await mkdir(join(folder, "versions"));
  await writeFile(join(folder, "env.mjs"), ENVIRONMENT);
  await Promise.all(
    revisions.map((revision, index) =>
      writeFile(join(folder, "versions", fileName(index)), revisionFile(revision, index)),
    ),
  );
}

/** Names in the order in which the reference read the files. */
function fileName(index: number): string {
  return `${String(index).padStart(4, "0")}.mjs`;
}

function revisionFile(revision: RecordedRevision, index: number): string {
  return [
    `/**\n * ${revision.doc.replaceAll("*/", "* /").replaceAll("\n", "\n * ")}\n */`,
    `export const revision = ${JSON.stringify(revision.revision)};`,
    `export const downRevision = ${JSON.stringify(revision.down_revision)};`,
    `export const branchLabels = ${JSON.stringify(revision.branch_labels)};`,
    `export const dependsOn = ${JSON.stringify(revision.depends_on)};`,
    `export const upgrade = (op) => op.getContext().opts.migrate(${index}, "upgrade", op);`,
    `export const downgrade = (op) => op.getContext().opts.migrate(${index}, "downgrade", op);`,
    "",
  ].join("\n");
}

function compareScripts(recorded: OfflineCase, { script, thrown }: Outcome): CaseResult {
  if (thrown !== null)
    return failed(`expected a script, got ${describeError(thrown)}: ${describeError(innermost(thrown))}`);
  const answers = [recorded.output ?? "", ...(recorded.also ?? [])].map((answer) => withoutNames(recorded, answer));
  const results = answers.map((answer) => scriptDifference(answer, script));
  return results.find((result) => result.status === "passed") ?? results[0] ?? PASSED;
}

function compareErrors(expected: RecordedError, recorded: OfflineCase, { script, thrown }: Outcome): CaseResult {
  if (thrown === null) return failed(`expected ${expected.type} (${expected.message ?? ""}), got a script:\n${script}`);
  if (!isSameFailure(expected, thrown)) {
    return failed(`expected ${expected.type}, got ${describeError(innermost(thrown))}`);
  }
  return scriptDifference(recorded.output_before_error ?? "", script);
}

/** What the reference's commands make a command error of is an error of the graph here. */
function isSameFailure(expected: RecordedError, thrown: unknown): boolean {
  if (expected.type === "CommandError" && thrown instanceof RevisionError) return true;
  return isSameKind(expected, thrown) || isSameKind(expected, innermost(thrown));
}

/** Placeholders, which stand in a script without literals, have other names in ours. */
function withoutNames({ options }: OfflineCase, script: string): string {
  return options["literal_binds"] === true ? script : withoutPlaceholderNames(script);
}

function scriptDifference(expected: string, actual: string): CaseResult {
  const left = normalizeLines(expected);
  const right = normalizeLines(actual);
  const length = Math.max(left.length, right.length);
  const at = Array.from({ length }, (_, index) => index).find((index) => left[index] !== right[index]);
  if (at === undefined) return PASSED;
  return failed(`line ${at + 1}: expected ${left[at] ?? "the end"}\n      got ${right[at] ?? "the end"}`);
}

/** The error that a migration failed with. */
function innermost(error: unknown): unknown {
  return error instanceof Error && error.cause instanceof Error && error.name === "MigrationError"
    ? error.cause
    : error;
}
