import { afterAll, describe, expect, it } from "vitest";
import { outerScope } from "../../conformance/adapter/recorder.ts";
import { type AutogenCase, asAutogenCase, schemasOf } from "../../conformance/autogen/autogen-case.ts";
import { EmptyDatabases } from "../../conformance/autogen/empty-database.ts";
import { Comparison } from "../../conformance/autogen/run-case.ts";
import { readCorpus } from "../../conformance/corpus.ts";
import { DEFAULT_CORPUS } from "../../conformance/runner.ts";
import type { Dialect } from "../../src/dialects/base/dialect.ts";
import { loadDialect } from "../../src/dialects/registry.ts";
import type { Connection } from "../../src/engine/connection.ts";
import { testEngines } from "../../src/testing/engines.ts";

/** The groups of cases that are about forms of types, defaults, indexes and constraints. */
const forms = /^\w+\.(same|type|default|index|unique|check|pg|my|sl)\./;

/** What cannot be made from the models alone in a transaction: types that are made elsewhere, CREATE INDEX CONCURRENTLY. */
const impossible = /^postgresql\.pg\.(enum\.add\.table|index\..*concurrently.*)$/;

/** Cases of one dialect, those of the same models once. */
function casesOf(dialect: string, isShared: boolean): readonly AutogenCase[] {
  const file = readCorpus(DEFAULT_CORPUS, ["autogen"]).find(({ path }) => path === `autogen/${dialect}.json`);
  const cases = (file?.cases ?? []).map((each) => asAutogenCase(each, isShared)).filter(({ id }) => forms.test(id));
  const possible = cases.filter(({ id }) => !impossible.test(id));
  return [...new Map(possible.map((each) => [JSON.stringify(each.metadata), each])).values()];
}

/** What is found in a database that was made from the very models that it is compared with. */
async function phantomsOf(
  recorded: AutogenCase,
  connection: Connection,
  dialect: Dialect,
): Promise<readonly unknown[]> {
  const options = { ...recorded.options, compare_server_default: true, compare_type: true };
  const comparison = new Comparison(
    connection,
    { ...recorded, options },
    { scope: outerScope(dialect), result: () => undefined },
  );
  // Only what the models refer to: tables and their types are made from them.
  for (const statement of recorded.database)
    if (/^CREATE (SCHEMA|DATABASE|EXTENSION|SEQUENCE|COLLATION|FUNCTION)/i.test(statement))
      await connection.execute(statement);
  await comparison.run(comparison.source((await comparison.script()).upgradeOps));
  return comparison.diffs();
}

describe.each(["postgresql", "mariadb", "sqlite"] as const)(
  "A database of %s made from models of the corpus",
  (name) => {
    const databases = new EmptyDatabases(name);
    afterAll(() => databases.close());

    it.runIf(testEngines[name].isAvailable)("has nothing that differs from them", async () => {
      const dialect = await loadDialect(name);
      const phantoms: unknown[] = [];
      for (const recorded of casesOf(name, databases.isShared)) {
        const found = await databases.use(schemasOf(recorded), async (connection) =>
          phantomsOf(recorded, connection, dialect).catch((error: unknown) => [String(error)]),
        );
        if (found.length > 0) phantoms.push([recorded.id, found]);
      }
      expect(phantoms).toEqual([]);
    });
  },
);
