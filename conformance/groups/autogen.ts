import { loadDialect } from "../../src/dialects/registry.ts";
import type { Dialect } from "../../src/dialects/base/dialect.ts";
import type { Connection } from "../../src/engine/connection.ts";
import { DatabaseError, UnsupportedOperationError } from "../../src/errors/index.ts";
import type { OpContainer } from "../../src/operations/containers.ts";
import { AdapterError, type Builder } from "../adapter/index.ts";
import { collectOperations } from "../adapter/collect.ts";
import { outerScope } from "../adapter/recorder.ts";
import { asAutogenCase, type AutogenCase, schemasOf } from "../autogen/autogen-case.ts";
import { Canonical, type CanonicalOperation } from "../autogen/canonical.ts";
import { EmptyDatabases } from "../autogen/empty-database.ts";
import { recordedDiffs } from "../autogen/recorded-diffs.ts";
import { Comparison } from "../autogen/run-case.ts";
import { firstDifference } from "../compare.ts";
import type { CorpusCase, Json } from "../corpus.ts";
import { describeError, isAccident, isSameKind } from "../error-kinds.ts";
import { seesWhatIsMissed } from "../autogen/blind-spots.ts";
import { type CaseResult, type ConformanceGroup, failed, PASSED } from "../group.ts";

const databases = new Map<string, EmptyDatabases>();

export const autogen: ConformanceGroup = {
  name: "autogen",
  runCase,
  close: async () => {
    for (const each of databases.values()) await each.close();
    databases.clear();
  },
};

async function runCase(testCase: CorpusCase, path: string): Promise<CaseResult> {
  const dialectName = path.replace(/^.*\//, "").replace(/\.json$/, "");
  const empty = databases.get(dialectName) ?? new EmptyDatabases(dialectName);
  databases.set(dialectName, empty);
  const recorded = asAutogenCase(testCase, empty.isShared);
  const dialect = await loadDialect(dialectName);
  return empty.use(schemasOf(recorded), (connection) => new CaseRun(recorded, connection, dialect).run());
}

/** One case on its empty database. */
class CaseRun {
  readonly #builder: Builder;
  readonly #canonical: Canonical;

  constructor(
    private readonly recorded: AutogenCase,
    private readonly connection: Connection,
    dialect: Dialect,
  ) {
    this.#builder = { scope: outerScope(dialect), result: () => undefined };
    this.#canonical = new Canonical(dialect);
  }

  async run(): Promise<CaseResult> {
    for (const statement of this.recorded.database) await this.connection.execute(statement);
    const { error } = this.recorded;
    if (error !== undefined) return this.#refusal(error);
    const difference = await this.#difference();
    return difference === null ? PASSED : failed(difference);
  }

  /** Where the reference fell over, or asked the database what it could not answer, an answer that works is right as well. */
  async #refusal(error: NonNullable<AutogenCase["error"]>): Promise<CaseResult> {
    const thrown: unknown = await this.#difference().then(
      () => null,
      (reason: unknown) => reason,
    );
    if (thrown instanceof AdapterError) return failed(`not in the adapter: ${thrown.message}`);
    if (thrown !== null && isSameKind(error, thrown)) return PASSED;
    if (thrown !== null) return failed(`expected ${error.type}, got ${describeError(thrown)}`);
    const isFailure = isAccident(error) || isSameKind(error, new DatabaseError("ALB0520", "", {}));
    const { isClean, difference } = await this.#outcome(true);
    return isFailure && isClean && difference === null ? PASSED : failed(`expected ${error.type}, got an answer`);
  }

  async #difference(): Promise<string | null> {
    const { answer, seesMore, isClean, difference } = await this.#outcome();
    if (answer !== null && isClean && difference === null && (this.#isRecordedAnswerBroken || seesMore)) return null;
    if (answer === null) return difference;
    const isOpen = this.#isRecordedAnswerBroken || seesMore;
    return isOpen ? `${answer}; carried out, ours is no better: ${difference ?? "it leaves something"}` : answer;
  }

  async #outcome(isForced = false): Promise<Outcome> {
    const comparison = new Comparison(this.connection, this.recorded, this.#builder);
    const found = plain(this.#canonical.diffs(await comparison.diffs()));
    const script = await comparison.script();
    const expected = plain(await this.#expectedDiffs());
    const answer =
      this.#inOrder("diffs", ...withSameColumns(expected, found)) ??
      (await this.#operations("upgrade", script.upgradeOps)) ??
      (await this.#operations("downgrade", script.downgradeOps));
    const seesMore = answer !== null && seesWhatIsMissed(expected, found);
    const applied = await this.#applied(comparison, script, found, isForced || answer !== null);
    return { answer, seesMore, ...applied };
  }

  /** The reference's own answer does not run, or leaves something: one that does better is right. */
  get #isRecordedAnswerBroken(): boolean {
    const { applied, phantom } = this.recorded;
    if (phantom === true) return true;
    return applied !== undefined && (applied.error !== undefined || (applied.diffs ?? []).length > 0);
  }

  /** What the reference sees in a database that was made from these very models is not there. */
  async #expectedDiffs(): Promise<readonly unknown[]> {
    const { phantom, diffs = [], also_finds: more = [] } = this.recorded;
    return [...recordedDiffs(phantom === true ? [] : diffs, this.#canonical, this.#builder), ...more];
  }

  async #operations(direction: "upgrade" | "downgrade", container: OpContainer): Promise<string | null> {
    // JSON of the corpus: a list of calls.
    const calls = (this.recorded.phantom === true ? [] : (this.recorded[direction] ?? [])) as Json;
    const expected = this.#canonical.operations(await collectOperations(calls, this.#builder.scope));
    const ours = withoutLeftIndexes(expected, this.#canonical.operations(container.ops));
    return this.#inOrder(direction, inChosenOrder(expected), inChosenOrder(withNamesLeftOut(expected, ours)));
  }

  #inOrder(place: string, expected: readonly unknown[], actual: readonly unknown[]): string | null {
    const isUnordered = this.recorded.unordered === true;
    const [left, right] = [plain(expected), plain(actual)].map((list) => (isUnordered ? list.toSorted(byText) : list));
    return firstDifference(left, right, place);
  }

  /** Runs the upgrade as it is rendered and compares again; then the downgrade, after which all of it is found again. */
  async #applied(
    comparison: Comparison,
    script: Awaited<ReturnType<Comparison["script"]>>,
    found: readonly unknown[],
    isNeeded: boolean,
  ): Promise<{ readonly isClean: boolean; readonly difference: string | null }> {
    const { applied } = this.recorded;
    if (applied === undefined && !isNeeded) return { isClean: false, difference: null };
    const thrown: unknown = await comparison.run(comparison.source(script.upgradeOps, isNeeded)).then(
      () => null,
      (error: unknown) => error,
    );
    if (thrown !== null) {
      const isExpected = applied?.error !== undefined;
      return {
        isClean: false,
        difference: isExpected ? null : `the upgrade does not run: ${describeError(thrown)}${causeOf(thrown)}`,
      };
    }
    const left = this.#canonical.diffs(await comparison.diffs());
    if (left.length > 0) {
      const isExpected = applied?.diffs !== undefined && applied.diffs.length > 0;
      return { isClean: false, difference: isExpected ? null : `the upgrade leaves ${JSON.stringify(left)}` };
    }
    return isNeeded ? this.#undone(comparison, script.downgradeOps, found) : { isClean: true, difference: null };
  }

  async #undone(
    comparison: Comparison,
    downgrade: OpContainer,
    found: readonly unknown[],
  ): Promise<{ readonly isClean: boolean; readonly difference: string | null }> {
    const thrown: unknown = await comparison.run(comparison.source(downgrade, true)).then(
      () => null,
      (error: unknown) => error,
    );
    if (thrown !== null) {
      const isExpected = thrown instanceof UnsupportedOperationError && thrown.code === "ALB0308";
      const difference = isExpected ? null : `the downgrade does not run: ${describeError(thrown)}${causeOf(thrown)}`;
      return { isClean: true, difference };
    }
    const again = this.#canonical.diffs(await comparison.diffs());
    const difference = firstDifference(asFound(found), asFound(again), "after the downgrade");
    return { isClean: true, difference };
  }
}

/** Operations whose order among each other, one after the other on one table, the reference leaves to chance. */
const unorderedOperations: ReadonlySet<string> = new Set([
  "op.addColumn",
  "op.dropColumn",
  "op.createForeignKey",
  "op.dropConstraint",
]);

function inChosenOrder(ops: readonly CanonicalOperation[]): readonly unknown[] {
  const runs: CanonicalOperation[][] = [];
  for (const op of ops) {
    const run = runs.at(-1);
    const isSame = run?.[0]?.op === op.op && JSON.stringify(tableOf(run[0])) === JSON.stringify(tableOf(op));
    if (run !== undefined && isSame && unorderedOperations.has(op.op)) run.push(op);
    else runs.push([op]);
  }
  return runs.flatMap((run) => run.toSorted(byText));
}

function tableOf({ op, args }: CanonicalOperation): unknown {
  return op.endsWith("Column") ? args[0] : args[1];
}

/** The index that a database makes for a foreign key stays there when the reference drops the key; ours goes with it. */
function withoutLeftIndexes(
  expected: readonly CanonicalOperation[],
  ours: readonly CanonicalOperation[],
): readonly CanonicalOperation[] {
  const known = new Set(expected.filter(({ op }) => op === "op.dropIndex").map(({ args }) => JSON.stringify(args[0])));
  return ours.filter((each, index) => {
    const before = ours[index - 1];
    const isOfKey = before?.op === "op.dropConstraint" && JSON.stringify(before).includes('"foreignkey"');
    return each.op !== "op.dropIndex" || !isOfKey || known.has(JSON.stringify(each.args[0]));
  });
}

/** The reference drops a constraint that has no name by no name, which cannot run: any name of ours is better. */
function withNamesLeftOut(
  expected: readonly CanonicalOperation[],
  ours: readonly CanonicalOperation[],
): readonly CanonicalOperation[] {
  return ours.map((op, index) => {
    const other = expected[index];
    const isNameless = op.op === "op.dropConstraint" && other?.op === op.op && other.args[0] === null;
    return isNameless ? { ...op, args: [null, ...op.args.slice(1)] } : op;
  });
}

function causeOf(error: unknown): string {
  return error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : "";
}

function plain(list: readonly unknown[]): readonly unknown[] {
  return list.map((each): unknown => JSON.parse(JSON.stringify(each) ?? "null"));
}

/** A column that comes back is not numbered by itself any more: neither tool says how it was. */
function asFound(list: readonly unknown[]): readonly unknown[] {
  const texts = plain(list).map((each) => JSON.stringify(each).replaceAll(',"autoincrement":1', ""));
  return texts.toSorted();
}

/** Columns of indexes count where both sides tell them. */
function withSameColumns(
  expected: readonly unknown[],
  actual: readonly unknown[],
): readonly [readonly unknown[], readonly unknown[]] {
  const isOpen = (diff: unknown): boolean =>
    Array.isArray(diff) && String(diff[0]).endsWith("_index") && diff[4] === null;
  const open = expected.map((each, index) => isOpen(each) || isOpen(actual[index]));
  const closed = (list: readonly unknown[]): readonly unknown[] =>
    list.map((each, index) => (open[index] === true && Array.isArray(each) ? each.slice(0, 4) : each));
  return [inRuns(closed(expected)), inRuns(closed(actual))];
}

/** Dropped columns and keys of one table stand in an order that the reference leaves to chance. */
function inRuns(diffs: readonly unknown[]): readonly unknown[] {
  const keyOf = (diff: unknown): string => {
    const [kind, second, third] = Array.isArray(diff) ? diff : [];
    if (kind === "remove_column") return JSON.stringify([kind, second, third]);
    return kind === "remove_fk" || kind === "add_fk" ? JSON.stringify([kind, third]) : "";
  };
  const runs: { readonly key: string; readonly list: unknown[] }[] = [];
  for (const diff of diffs) {
    const key = keyOf(diff);
    const run = runs.at(-1);
    if (run !== undefined && key !== "" && run.key === key) run.list.push(diff);
    else runs.push({ key, list: [diff] });
  }
  return runs.flatMap(({ list }) => list.toSorted(byText));
}

interface Outcome {
  /** How our answer differs from the recorded one; null where it does not. */
  readonly answer: string | null;
  /** Ours has all of the recorded one, and what the reference is known to miss. */
  readonly seesMore: boolean;
  /** The upgrade ran, and left nothing. */
  readonly isClean: boolean;
  readonly difference: string | null;
}

function byText(left: unknown, right: unknown): number {
  return JSON.stringify(left) < JSON.stringify(right) ? -1 : 1;
}
