import { describe, expect, it } from "vitest";
import { call, connect, type Connection, MigrateOperation, ops, sa, sql } from "../../src/index.ts";
import { availableEngines } from "../../src/testing/index.ts";
import { type LiveEngine, liveEngines } from "./engines.ts";
import { operationsOn } from "./online.ts";

const id = sa.column("id", sa.integer(), { primaryKey: true });
const text = sa.string(40);

/** What each operation finds, and the operation: done and undone it leaves the database as it was. */
const reversible: Readonly<Record<string, MigrateOperation>> = {
  createTable: new ops.CreateTableOp("more", [id, sa.column("a", text, { index: true, comment: "c" })]),
  dropTable: new ops.CreateTableOp("spare", [id, sa.column("a", text)]).reverse(),
  renameTable: new ops.RenameTableOp("posts", "articles"),
  createTableComment: new ops.CreateTableCommentOp("posts", "what people wrote", { existingComment: null }),
  dropTableComment: new ops.DropTableCommentOp("users", { existingComment: "who wrote it" }),
  addColumn: new ops.AddColumnOp("posts", sa.column("b", sa.integer(), { serverDefault: "3" })),
  dropColumn: new ops.AddColumnOp("users", sa.column("last", text)).reverse(),
  "alterColumn: name": new ops.AlterColumnOp("posts", "title", {
    newColumnName: "headline",
    existingType: text,
    existingNullable: true,
  }),
  "alterColumn: type": new ops.AlterColumnOp("posts", "title", {
    type: sa.string(80),
    existingType: text,
    existingNullable: true,
  }),
  "alterColumn: nullable": new ops.AlterColumnOp("posts", "title", {
    nullable: false,
    existingType: text,
    existingNullable: true,
  }),
  "alterColumn: default": new ops.AlterColumnOp("posts", "title", {
    serverDefault: "none",
    existingServerDefault: null,
    existingType: text,
    existingNullable: true,
  }),
  "alterColumn: comment": new ops.AlterColumnOp("posts", "title", {
    comment: "it's",
    existingComment: null,
    existingType: text,
    existingNullable: true,
  }),
  createIndex: new ops.CreateIndexOp("ix_title", "posts", ["title", sa.desc("id")]),
  dropIndex: new ops.CreateIndexOp("ix_name", "users", ["name"], { unique: true }).reverse(),
  createUniqueConstraint: new ops.CreateUniqueConstraintOp("uq_title", "posts", ["title"]),
  createForeignKey: new ops.CreateForeignKeyOp("fk_owner", "posts", "users", ["owner_id"], ["id"], {
    onDelete: "CASCADE",
  }),
  createCheckConstraint: new ops.CreateCheckConstraintOp("ck_owner", "posts", sql`owner_id > ${0}`),
  createPrimaryKey: new ops.CreatePrimaryKeyOp("pk_bare", "bare", ["id"]),
  createExcludeConstraint: new ops.CreateExcludeConstraintOp("ex_title", "posts", [["title", "="]], { using: "btree" }),
};

/** What SQLite changes only by moving the table, MariaDB has not, or PostgreSQL alone has. */
const beyond: Readonly<Record<string, RegExp>> = {
  postgresql: /^$/,
  mariadb: /createExcludeConstraint/,
  sqlite: /Constraint|Comment|comment|createForeignKey|createPrimaryKey|alterColumn: (type|nullable|default)/,
};

async function prepare(connection: Connection): Promise<void> {
  const { op } = await operationsOn(connection);
  const comments = connection.dialectName === "sqlite" ? {} : { comment: "who wrote it" };
  await op.createTable("users", [id, sa.column("name", text), sa.column("last", text)], comments);
  await op.createTable("posts", [id, sa.column("title", text), sa.column("owner_id", sa.integer())]);
  await op.createTable("bare", [sa.column("id", sa.integer(), { nullable: false })]);
  await op.createTable("spare", [id, sa.column("a", text)]);
  await op.createIndex("ix_name", "users", ["name"], { unique: true });
  // A foreign key without one would make MariaDB add its own, and keep it.
  await op.createIndex("ix_owner", "posts", ["owner_id"]);
  await op.execute("INSERT INTO posts (id, title, owner_id) VALUES (1, 'kept', null)");
}

/** SQLite quotes the names that it writes anew, and lists an empty temporary database once it had one. */
async function snapshotOf(live: LiveEngine, connection: Connection): Promise<unknown> {
  const { temp: _temp, ...snapshot } = await live.snapshot(connection, []);
  return JSON.parse(JSON.stringify(snapshot).replaceAll(/\\"(\w+)\\"/g, "$1"));
}

const engines = availableEngines({ isShared: true }).flatMap(({ name }) => {
  const live = Object.entries(liveEngines).find(([key]) => key === name)?.[1];
  return live === undefined ? [] : [live];
});

describe.each(engines)("a reversible operation on $dialect", (live) => {
  const names = Object.keys(reversible).filter((name) => !beyond[live.dialect]?.test(name));

  it.each(names)("%s forward and back leaves the catalogue and the rows as they were", async (name) => {
    const operation = reversible[name] ?? new ops.ExecuteSqlOp("");
    const database = await live.engine.createDatabase();
    try {
      await connect(database.url, async (connection) => {
        await prepare(connection);
        const { op } = await operationsOn(connection);
        const before = await snapshotOf(live, connection);
        await op.invoke(operation);
        expect(await snapshotOf(live, connection)).not.toEqual(before);
        await op.invoke(operation.reverse());
        expect(await snapshotOf(live, connection)).toEqual(before);
      });
    } finally {
      await database.drop();
    }
  });
});

describe("an operation that does not know what was there", () => {
  it("says that it cannot be undone, and why", () => {
    class OwnOp extends MigrateOperation {
      deconstruct() {
        return call("op.own");
      }
    }
    const blind = [
      new ops.DropTableOp("t"),
      new ops.DropColumnOp("t", "a"),
      new ops.DropIndexOp("ix"),
      new ops.DropConstraintOp("c", "t"),
      new ops.AlterColumnOp("t", "a", { nullable: false }),
      new ops.ExecuteSqlOp("x"),
      new ops.BulkInsertOp(sa.table("t", []), []),
      new OwnOp(),
    ];
    for (const operation of blind) expect(() => operation.reverse()).toThrow(/not supported/);
  });
});
