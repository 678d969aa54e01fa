import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { build, CallRunner, readCalls } from "../../conformance/adapter/index.ts";
import { record } from "../../conformance/adapter/recorder.ts";
import { type CorpusCase, type JsonObject, readCorpus } from "../../conformance/corpus.ts";
import { readDifferences, readSkips, skipReason, withOurAnswers } from "../../conformance/deviations.ts";
import { DEFAULT_CORPUS } from "../../conformance/runner.ts";
import type { Connection } from "../../src/engine/connection.ts";
import { MetaData } from "../../src/schema/index.ts";
import { dropShared, type IsolationNeeds, type LiveEngine, shareDatabase, type SharedDatabase } from "./engines.ts";
import { operationsOn } from "./online.ts";
import type { Snapshot } from "./snapshots.ts";

const differences = readDifferences();
const skips = readSkips();

/** What our answer needs, where the reference makes it by itself. */
const needed: Readonly<Record<string, readonly string[]>> = {
  "postgresql.type.enum_create_type_off": ["CREATE TYPE tide AS ENUM ('low', 'high')"],
};

/** Answers of ours that no server of the suite can carry out, with what it lacks. */
const lacking: Readonly<Record<string, string>> = {
  "postgresql.create_table.schema_dotted": "a catalogue's name before the schema's is for one's own database only",
  "mariadb.create_index.my_with_parser": "the parser ngram is MySQL's",
};

/** The cases that a server carried out when they were recorded, and those for which our own answer is another. */
function executableCases(dialect: string): readonly CorpusCase[] {
  const path = `ops/${dialect}.json`;
  const file = readCorpus(DEFAULT_CORPUS, ["ops"]).find((each) => each.path === path);
  return (file?.cases ?? [])
    .filter((each) => skipReason(skips, path, each) === null && lacking[each.id] === undefined)
    .map((each) => [each, withOurAnswers(differences, path, each)] as const)
    .filter(([recorded, ours]) => recorded["executes"] === true || (ours !== recorded && ours["sql"] !== undefined))
    .map(([, ours]) => withOwnSchemas(dialect, ours));
}

/** What has to be known to undo a case. */
function needsOf(testCase: CorpusCase): IsolationNeeds {
  const text = JSON.stringify(testCase);
  const setup = (testCase["setup"] ?? []) as readonly string[];
  return {
    isTransactional: !/CONCURRENTLY|autocommit_block|"COMMIT"|TEMPORARY/i.test(text),
    schemas: setup.flatMap((statement) => /^CREATE DATABASE `(.*)`$/.exec(statement)?.[1] ?? []),
  };
}

/** A schema of the server's own, under a name that no other run has. */
function withOwnSchemas(dialect: string, testCase: CorpusCase): CorpusCase {
  if (dialect !== "mariadb") return testCase;
  // JSON in, JSON out: the shape is the same.
  return JSON.parse(
    JSON.stringify(testCase).replaceAll(/\bfleet\b|Night Shift/g, (name) => `${name}_${process.pid}`),
  ) as CorpusCase;
}

async function prepare(connection: Connection, testCase: CorpusCase): Promise<void> {
  const setup = [...((testCase["setup"] ?? []) as readonly string[]), ...(needed[testCase.id] ?? [])];
  for (const statement of setup) await connection.execute(statement);
}

function metadataOf(testCase: CorpusCase, scope: Parameters<typeof build>[1]["scope"]): MetaData {
  const given = ((testCase["options"] ?? {}) as JsonObject)["target_metadata"];
  const built = given === undefined ? null : build(given, { scope, result: () => undefined });
  return built instanceof MetaData ? new MetaData({ namingConvention: built.namingConvention }) : new MetaData();
}

/** The database after the statements of the script that offline mode writes: the recorded ones, as the conformance run shows. */
async function afterScript(live: LiveEngine, connection: Connection, testCase: CorpusCase): Promise<Snapshot> {
  await prepare(connection, testCase);
  const { op, scope, statements } = await record(live.dialect, {
    ...(testCase["options"] as JsonObject),
    literal_binds: true,
  });
  await new CallRunner(op, scope).run(readCalls(testCase["calls"]));
  for (const statement of statements) {
    if (!/^(COMMIT|BEGIN)$/.test(statement)) await connection.execute(statement);
  }
  return live.snapshot(connection, needsOf(testCase).schemas);
}

/** The database after the calls, made on the connection itself. */
async function afterCalls(live: LiveEngine, connection: Connection, testCase: CorpusCase): Promise<Snapshot> {
  await prepare(connection, testCase);
  const { scope } = await record(live.dialect, {});
  const { op } = await operationsOn(connection, metadataOf(testCase, scope));
  await new CallRunner(op, scope).run(readCalls(testCase["calls"]));
  return live.snapshot(connection, needsOf(testCase).schemas);
}

/** Every recorded case that an engine can carry out: online and as a script it leaves the same database. */
export function recordedOperations(live: LiveEngine): void {
  const cases = executableCases(live.dialect);

  describe(`the recorded operations on ${live.engine.name}`, () => {
    let shared: SharedDatabase;

    beforeAll(async () => {
      shared = await shareDatabase(live.engine);
    });

    afterAll(async () => {
      await dropShared(shared);
    });

    it.each(cases.filter((each) => each["error"] === undefined).map((each) => [each.id, each] as const))(
      "%s leaves the database as its script does",
      async (_id, testCase) => {
        const needs = needsOf(testCase);
        const expected = await live.isolated(shared, (connection) => afterScript(live, connection, testCase), needs);
        const actual = await live.isolated(shared, (connection) => afterCalls(live, connection, testCase), needs);
        expect(actual).toEqual(expected);
      },
    );

    it.each(cases.filter((each) => each["error"] !== undefined).map((each) => [each.id, each] as const))(
      "%s is refused, and leaves the database as it was",
      async (_id, testCase) => {
        await live.isolated(
          shared,
          async (connection) => {
            await expect(afterCalls(live, connection, testCase)).rejects.toThrow(/\S/);
          },
          { ...needsOf(testCase), isTransactional: false },
        );
      },
    );
  });
}
