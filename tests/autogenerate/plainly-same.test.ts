import { describe, expect, it } from "vitest";
import { PlainComparison } from "../../src/autogenerate/compare/plainly-same.ts";
import { autogenContext } from "../../src/autogenerate/produce-migrations.ts";
import type { Connection } from "../../src/engine/connection.ts";
import { sa, sql } from "../../src/index.ts";
import { MigrationContext } from "../../src/runtime/index.ts";
import type { MetaData, TableItem, TableOptions } from "../../src/schema/index.ts";
import { testEngines } from "../../src/testing/engines.ts";
import { found, models, open, run } from "./harness.ts";

const engines = [testEngines.sqlite, testEngines.postgresql, testEngines.mariadb];

const owners = ["owners", [sa.column("id", sa.integer(), { primaryKey: true })]] as const;

/** What a table may have: each change of one of them is to be seen. */
const items = {
  id: sa.column("id", sa.integer(), { primaryKey: true, autoincrement: false }),
  title: sa.column("title", sa.string(50), { nullable: false, comment: "what it is called" }),
  state: sa.column("state", sa.string(10), { serverDefault: "new" }),
  owner: sa.column("owner_id", sa.integer()),
  unique: sa.uniqueConstraint(["title"], { name: "uq_posts_title" }),
  index: sa.index("ix_posts_state", ["state"]),
  key: sa.foreignKeyConstraint(["owner_id"], ["owners.id"], { name: "fk_posts_owner", onDelete: "CASCADE" }),
} satisfies Readonly<Record<string, TableItem>>;

const extra: Readonly<Record<string, TableItem>> = {
  column: sa.column("extra", sa.integer()),
  check: sa.checkConstraint(sql`id > 0`, { name: "ck_posts_id" }),
  boolean: sa.column("done", sa.boolean()),
  index: sa.index("ix_posts_title_state", ["title", "state"]),
  unique: sa.uniqueConstraint(["state", "title"]),
};

/** What only some databases have. */
const own: Readonly<Record<string, Readonly<Record<string, TableItem>>>> = {
  postgresql: { exclude: sa.excludeConstraint([["id", "="]], { name: "ex_posts_id", using: "btree" }) },
};

type Changed = Readonly<Partial<Record<keyof typeof items, TableItem | null>>>;

const changes: Readonly<Record<string, Changed>> = {
  nothing: {},
  "a type": { title: sa.column("title", sa.string(60), { nullable: false, comment: "what it is called" }) },
  nullability: { title: sa.column("title", sa.string(50), { comment: "what it is called" }) },
  "a comment": { title: sa.column("title", sa.string(50), { nullable: false }) },
  "a default": { state: sa.column("state", sa.string(10), { serverDefault: "old" }) },
  "no default": { state: sa.column("state", sa.string(10)) },
  "another column": { state: sa.column("stated", sa.string(10)), index: null },
  "no key": { key: null },
  "what a key does": {
    key: sa.foreignKeyConstraint(["owner_id"], ["owners.id"], { name: "fk_posts_owner", onDelete: "SET NULL" }),
  },
  "a key's name": { key: sa.foreignKeyConstraint(["owner_id"], ["owners.id"], { name: "fk", onDelete: "CASCADE" }) },
  "a unique constraint without a name": { unique: sa.uniqueConstraint(["title"]) },
  "a unique constraint's columns": { unique: sa.uniqueConstraint(["title", "state"], { name: "uq_posts_title" }) },
  "a unique index": { unique: sa.index("uq_posts_title", ["title"], { unique: true }) },
  "no unique constraint": { unique: null },
  "an index's name": { index: sa.index("ix_posts", ["state"]) },
  "an index's columns": { index: sa.index("ix_posts_state", ["state", "title"]) },
  "an index's order": { index: sa.index("ix_posts_state", [sa.desc("state")]) },
  "an index that is unique": { index: sa.index("ix_posts_state", ["state"], { unique: true }) },
  "no index": { index: null },
  "the primary key": { owner: sa.column("owner_id", sa.integer(), { primaryKey: true }) },
  "an index over what a key begins with": { index: sa.index("fk_posts_owner", ["owner_id"]) },
};

function posts(changed: Changed, more: readonly TableItem[] = [], options: TableOptions = {}): MetaData {
  const all = Object.values({ ...items, ...changed }).filter((item) => item !== null);
  return models(owners, ["posts", [...all, ...more], options]);
}

describe.each(engines.filter(({ isAvailable }) => isAvailable))("What is plainly the same on $name", (engine) => {
  async function migrated(metadata: MetaData): Promise<Connection> {
    const connection = await open(engine);
    await run(connection, (await found(connection, metadata)).upgrade);
    return connection;
  }

  it.each([undefined, true])("hides no change, where defaults are compared: %s", async (compareServerDefault) => {
    const connection = await migrated(posts({}));
    const cases = [
      ...Object.entries(changes).map(([what, changed]) => [what, posts(changed)] as const),
      ...Object.entries({ ...extra, ...own[engine.name] }).map(
        ([what, item]) => [`one more: ${what}`, posts({}, [item])] as const,
      ),
      ["a table's comment", posts({}, [], { comment: "all of them" })] as const,
    ];
    for (const [what, metadata] of cases) {
      const seen = await found(connection, metadata, { compareServerDefault });
      const watched = await found(connection, metadata, { compareServerDefault, includeObject: () => true });
      expect([what, seen]).toEqual([what, watched]);
    }
    const { messages } = await found(connection, posts({}), { compareServerDefault });
    expect(messages).toEqual([]);
  });

  it("needs no comparator", async () => {
    const metadata = posts({});
    const connection = await migrated(metadata);
    const context = autogenContext(await MigrationContext.configure({ connection }), { targetMetadata: metadata });
    const plain = new PlainComparison(context, await context.inspector.defaultSchema());
    const tables = await context.inspector.tables();
    const verdicts = [...metadata.tables].map(([name, model]) => {
      const reported = tables.get(name);
      return [name, reported !== undefined && plain.isSame(reported, model)];
    });
    expect(verdicts).toEqual([
      ["owners", true],
      ["posts", true],
    ]);
  });
});
