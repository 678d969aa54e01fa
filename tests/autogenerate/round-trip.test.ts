import { describe, expect, it, onTestFinished } from "vitest";
import { produceMigrations } from "../../src/autogenerate/index.ts";
import { connect } from "../../src/dialects/registry.ts";
import type { Connection } from "../../src/engine/connection.ts";
import { OpContainer } from "../../src/operations/containers.ts";
import { createOperations } from "../../src/operations/operations.ts";
import { Printer, renderOps } from "../../src/render/index.ts";
import { MigrationContext } from "../../src/runtime/index.ts";
import * as sa from "../../src/sa.ts";
import type { MetaData } from "../../src/schema/index.ts";
import { sql } from "../../src/sql/index.ts";
import { testEngines } from "../../src/testing/engines.ts";

/** A blog: what the tutorial has, and an index, a unique constraint and a table that refers to itself. */
function blog(): MetaData {
  const metadata = sa.metaData();
  metadata.table("users", [
    sa.column("id", sa.integer(), { primaryKey: true }),
    sa.column("email", sa.string(200), { nullable: false, unique: true }),
    sa.column("balance", sa.numeric(10, 2), { nullable: false, serverDefault: sql`0` }),
  ]);
  metadata.table("posts", [
    sa.column("id", sa.integer(), { primaryKey: true }),
    sa.column("title", sa.string(100), { nullable: false }),
    sa.column("published", sa.boolean(), { nullable: false }),
    sa.column("created_at", sa.timestamp({ timezone: true })),
    sa.column("owner_id", sa.integer(), { foreignKey: sa.foreignKey("users.id", { onDelete: "CASCADE" }) }),
    sa.column("parent_id", sa.integer(), { foreignKey: sa.foreignKey("posts.id") }),
    sa.uniqueConstraint(["owner_id", "title"], { name: "uq_posts_owner_title" }),
    sa.index("ix_posts_owner", ["owner_id", "created_at"]),
    sa.index("ix_posts_created", ["created_at", "id"]),
  ]);
  return metadata;
}

async function operationsFor(connection: Connection, targetMetadata: MetaData): Promise<OpContainer> {
  const context = await MigrationContext.configure({ connection, targetMetadata });
  return (await produceMigrations(context, context.options)).upgradeOps;
}

async function apply(connection: Connection, container: OpContainer, targetMetadata: MetaData): Promise<void> {
  const op = createOperations(await MigrationContext.configure({ connection, targetMetadata }));
  const leaves = (ops: OpContainer): readonly OpContainer["ops"][number][] =>
    ops.ops.flatMap((each) => (each instanceof OpContainer ? leaves(each) : [each]));
  for (const operation of leaves(container)) await op.invoke(operation);
}

function source(container: OpContainer): string {
  return renderOps(container, {}, 0).body;
}

describe.each(Object.values(testEngines).filter(({ name, isAvailable }) => isAvailable && name !== "pglite"))(
  "Autogenerate on $name",
  (engine) => {
    async function open(): Promise<Connection> {
      const database = await engine.createDatabase();
      const connection = await connect(database.url);
      onTestFinished(async () => {
        await connection.close();
        await database.drop();
      });
      return connection;
    }

    it("AUT-56 finds nothing after what it found has been applied", async () => {
      const connection = await open();
      const found = await operationsFor(connection, blog());
      expect(source(found)).toContain('op.createTable("posts"');
      await apply(connection, found, blog());
      expect(source(await operationsFor(connection, blog()))).toBe("");
    });

    it("AUT-34 undoes what it found, and finds the same again", async () => {
      const connection = await open();
      const found = await operationsFor(connection, blog());
      await apply(connection, found, blog());
      const reversed = found.reverse();
      if (!(reversed instanceof OpContainer)) throw new Error("a container is reversed into a container");
      await apply(connection, reversed, blog());
      expect(source(await operationsFor(connection, blog()))).toBe(source(found));
    });

    it("AUT-33 drops tables before those that they refer to", async () => {
      const connection = await open();
      await apply(connection, await operationsFor(connection, blog()), blog());
      const empty = sa.metaData();
      const found = await operationsFor(connection, empty);
      const dropped = source(found).match(/op\.dropTable\("\w+"/g);
      expect(dropped).toEqual(['op.dropTable("posts"', 'op.dropTable("users"']);
      await apply(connection, found, empty);
      expect(source(await operationsFor(connection, empty))).toBe("");
    });

    it("AUT-02 finds an added and a removed column, in that order", async () => {
      const connection = await open();
      await connection.execute("CREATE TABLE notes (id INTEGER NOT NULL PRIMARY KEY, old TEXT)");
      const metadata = sa.metaData();
      metadata.table("notes", [sa.column("id", sa.integer(), { primaryKey: true }), sa.column("fresh", sa.text())]);
      expect(source(await operationsFor(connection, metadata)).split("\n")).toEqual([
        'await op.addColumn("notes", sa.column("fresh", sa.text(), { nullable: true }));',
        'await op.dropColumn("notes", "old");',
      ]);
    });

    it("AUT-15 finds an index that is added, changed and removed", async () => {
      const connection = await open();
      await connection.execute("CREATE TABLE notes (id INTEGER NOT NULL PRIMARY KEY, a INTEGER, b INTEGER)");
      await connection.execute("CREATE INDEX ix_gone ON notes (a)");
      await connection.execute("CREATE INDEX ix_changed ON notes (a)");
      const metadata = sa.metaData();
      const columns = ["a", "b"].map((name) => sa.column(name, sa.integer()));
      metadata.table("notes", [
        sa.column("id", sa.integer(), { primaryKey: true }),
        ...columns,
        sa.index("ix_changed", ["a", "b"]),
        sa.index("ix_new", ["b"], { unique: true }),
      ]);
      const found = await operationsFor(connection, metadata);
      expect(source(found).match(/(create|drop)Index\(\S*"ix_\w+"/g)).toEqual([
        'dropIndex(op.f("ix_gone"',
        'dropIndex(op.f("ix_changed"',
        'createIndex("ix_changed"',
        'createIndex("ix_new"',
      ]);
      await apply(connection, found, metadata);
      expect(source(await operationsFor(connection, metadata))).toBe("");
    });

    it("AUT-31 leaves the version table alone", async () => {
      const connection = await open();
      await connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)");
      expect(source(await operationsFor(connection, sa.metaData()))).toBe("");
    });
  },
);

describe("The source of what was found", () => {
  it("prints the same again when it is run", () => {
    const printed = new Printer().print(blog().tables.get("posts"));
    expect(printed).toContain('sa.uniqueConstraint(["owner_id", "title"]');
  });
});
