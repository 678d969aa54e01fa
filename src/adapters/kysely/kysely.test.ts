import LibsqlDatabase from "libsql";
import { createPool } from "mysql2";
import { Kysely, MysqlDialect, PostgresDialect, SqliteDialect, sql as kyselySql } from "kysely";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from "vitest";
import { makeUrl } from "../../dialects/make-url.ts";
import { connect, inspect } from "../../dialects/registry.ts";
import { Connection } from "../../engine/index.ts";
import { DatabaseError } from "../../errors/index.ts";
import { sql } from "../../sql/index.ts";
import { type TestDatabase, type TestEngine, testEngines } from "../../testing/index.ts";
import { fromKysely, kysely } from "./index.ts";

interface Tables {
  readonly posts: { id: number | undefined; title: string; published: boolean | number };
}

const cases: readonly { readonly engine: TestEngine; readonly open: (url: string) => Kysely<Tables> }[] = [
  {
    engine: testEngines.postgresql,
    open: (url) => new Kysely({ dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: url }) }) }),
  },
  {
    engine: testEngines.mariadb,
    open(url) {
      const { host, port, username, database } = makeUrl(url);
      const pool = createPool({ host: host ?? "", port: port ?? 0, user: username ?? "", database: database ?? "" });
      return new Kysely({ dialect: new MysqlDialect({ pool }) });
    },
  },
  {
    engine: testEngines.sqlite,
    // libsql is a stand-in for better-sqlite3, whose options Kysely's types know.
    open: (url) =>
      new Kysely({ dialect: new SqliteDialect({ database: new LibsqlDatabase(makeUrl(url).database ?? "") }) }),
  },
];

const keys: Readonly<Record<string, string>> = {
  postgresql: "serial PRIMARY KEY",
  mariadb: "INT AUTO_INCREMENT PRIMARY KEY",
  sqlite: "INTEGER PRIMARY KEY",
};

describe.each(cases.filter(({ engine }) => engine.isAvailable))("on $engine.name", ({ engine, open }) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await engine.createDatabase();
    await connect(database.url, async (connection) => {
      await connection.execute(`CREATE TABLE posts (id ${keys[engine.name]}, title VARCHAR(20), published BOOLEAN)`);
    });
  });
  afterAll(async () => database.drop());

  describe("a Kysely over a connection", () => {
    it("runs queries of every kind on that connection, in its transaction", async () => {
      await connect(database.url, async (connection) => {
        const db = kysely<Tables>(connection);
        expectTypeOf(db).toEqualTypeOf<Kysely<Tables>>();
        const transaction = await connection.begin();
        const inserted = await db.insertInto("posts").values({ title: "a", published: true }).executeTakeFirst();
        expect(inserted.numInsertedOrUpdatedRows).toBe(1n);
        expect(inserted.insertId).toBe(engine.name === "postgresql" ? undefined : 1n);
        const updated = await db.updateTable("posts").set({ title: "b" }).where("title", "=", "a").executeTakeFirst();
        expect(updated.numUpdatedRows).toBe(1n);
        expect(await db.selectFrom("posts").select(["id", "title"]).execute()).toEqual([{ id: 1, title: "b" }]);
        expect((await db.deleteFrom("posts").executeTakeFirst()).numDeletedRows).toBe(1n);
        await db.insertInto("posts").values({ title: "lost", published: false }).execute();
        await transaction.rollback();
        expect(await db.selectFrom("posts").selectAll().execute()).toEqual([]);
        await db.destroy();
        expect((await connection.execute("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
      });
    });

    it("makes a savepoint of a transaction within one, and streams", async () => {
      await connect(database.url, async (connection) => {
        const db = kysely<Tables>(connection);
        const outer = await connection.begin();
        const failed = db.transaction().execute(async (trx) => {
          await trx.insertInto("posts").values({ title: "lost", published: true }).execute();
          throw new TypeError("no");
        });
        await expect(failed).rejects.toEqual(new TypeError("no"));
        await db
          .transaction()
          .execute(async (trx) => trx.insertInto("posts").values({ title: "kept", published: true }).execute());
        const titles: unknown[] = [];
        for await (const { title } of db.selectFrom("posts").select("title").stream()) titles.push(title);
        expect(titles).toEqual(["kept"]);
        await outer.rollback();
        const isolated = db
          .transaction()
          .setIsolationLevel("serializable")
          .execute(async () => undefined);
        await expect(isolated).rejects.toMatchObject({ code: "ALB0554" });
      });
    });

    it("has savepoints of its own", async () => {
      await connect(database.url, async (connection) => {
        const trx = await kysely<Tables>(connection).startTransaction().execute();
        const marked = await trx.savepoint("a b").execute();
        await marked.insertInto("posts").values({ title: "lost", published: true }).execute();
        const back = await marked.rollbackToSavepoint("a b").execute();
        await (await back.releaseSavepoint("a b").execute()).commit().execute();
        expect((await connection.execute("SELECT * FROM posts")).rows).toEqual([]);
      });
    });
  });

  describe("a connection over a Kysely", () => {
    it("uses one connection of Kysely's until the end, and leaves Kysely open", async () => {
      const db = open(database.url);
      const connection = await fromKysely(db);
      expect([connection.dialectName, connection.inTransaction]).toEqual([engine.dialect, false]);
      const failed = connection.transaction(async () => {
        await connection.execute(sql`INSERT INTO posts (title, published) VALUES (${"it's"}, ${true})`);
        throw new TypeError("no");
      });
      await expect(failed).rejects.toEqual(new TypeError("no"));
      const inserted = await connection.execute(sql`INSERT INTO posts (title, published) VALUES (${"kept"}, ${true})`);
      expect(inserted.rowCount).toBe(1);
      expect((await connection.execute("SELECT title FROM posts")).rows).toEqual([{ title: "kept" }]);
      const inspector = await inspect(connection);
      expect(await inspector.tableNames()).toEqual(["posts"]);
      const posts = (await inspector.tables()).get("posts");
      expect(posts?.columns.map(({ name }) => name)).toEqual(["id", "title", "published"]);
      await connection.close();
      await connection.close();
      expect(await db.deleteFrom("posts").executeTakeFirst()).toEqual({ numDeletedRows: 1n });
      await db.destroy();
    });

    it("is in the transaction of a Kysely that is in one", async () => {
      const db = open(database.url);
      const undone = db.transaction().execute(async (trx) => {
        const connection = await fromKysely(trx);
        expect(connection.inTransaction).toBe(true);
        await connection.execute("INSERT INTO posts (title) VALUES ('lost')");
        await connection.close();
        throw new TypeError("no");
      });
      await expect(undone).rejects.toEqual(new TypeError("no"));
      expect(await db.selectFrom("posts").selectAll().execute()).toEqual([]);
      await db.destroy();
    });

    it("throws our errors", async () => {
      const db = open(database.url);
      const connection = await fromKysely(db);
      const failed = connection.execute("SELECT * FROM nowhere WHERE a = 's'");
      await expect(failed).rejects.toBeInstanceOf(DatabaseError);
      await expect(failed).rejects.toMatchObject({ code: "ALB0526" });
      await connection.close();
      await db.destroy();
    });
  });
});

describe("what Kysely does not know", () => {
  it("is a dialect of somebody's own, unless it is named", async () => {
    const database = new LibsqlDatabase(":memory:");
    const known = new SqliteDialect({ database });
    class OwnAdapter {
      readonly supportsReturning = true;
    }
    const foreign = new Kysely<Tables>({
      dialect: {
        createAdapter: () => Object.assign(new OwnAdapter(), known.createAdapter()),
        createDriver: () => known.createDriver(),
        createQueryCompiler: () => known.createQueryCompiler(),
        createIntrospector: (db) => known.createIntrospector(db),
      },
    });
    await expect(fromKysely(foreign)).rejects.toMatchObject({ code: "ALB0552" });
    const connection = await fromKysely(foreign, { dialectName: "sqlite" });
    expect(connection.dialectName).toBe("sqlite");
    await connection.close();
    await expect(fromKysely(foreign, { dialectName: "oracle" })).rejects.toMatchObject({ code: "ALB0551" });
    await kyselySql`SELECT 1`.execute(foreign);
    await foreign.destroy();
  });

  it("is a database of another dialect", async () => {
    await connect("sqlite://", async (connection) => {
      const other = new Proxy(connection, {
        get: (target, key) => (key === "dialectName" ? "oracle" : Reflect.get(target, key, target)),
      });
      expect(other).toBeInstanceOf(Connection);
      expect(() => kysely(other)).toThrow(expect.objectContaining({ code: "ALB0553" }));
    });
  });
});
