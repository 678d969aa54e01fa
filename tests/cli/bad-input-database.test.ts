import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { connect } from "../../src/dialects/registry.ts";
import { startEmbeddedPostgres, type TestEngine, testEngines } from "../../src/testing/index.ts";
import { createBlog, makes, stateOf, untouched } from "./blog.ts";

/** The body of an `upgrade()` that makes a table and then fails, on line 10 of its file. */
const failing = `${makes("votes")}\n  throw new Error("no luck today");`;

async function databaseOn(engine: TestEngine): Promise<string> {
  const database = await engine.createDatabase();
  onTestFinished(() => database.drop());
  return database.url;
}

describe("an exception in upgrade()", () => {
  it("on SQLite rolls its own revision back, names it with file and line, and keeps the earlier ones", async () => {
    const blog = await createBlog();
    await blog.revision("a3votes", { down: "a2users", upgrade: failing });
    const answer = await blog.alembic("upgrade", "head");
    expect(answer).toMatchObject({ exitCode: 1, stdout: "", stderr: expect.stringContaining("no luck today") });
    expect(answer.stderr).toMatch(/Revision a3votes failed in upgrade\(\), .*alembic\/versions\/a3votes_\.ts:10:\d+/);
    expect(await blog.state()).toEqual({ tables: ["posts", "users"], at: ["a2users"] });
  });

  it("on PostgreSQL rolls back the whole run, which is one transaction", async () => {
    const blog = await createBlog(await databaseOn(testEngines.postgresql));
    await blog.alembic("upgrade", "a1posts");
    await blog.revision("a3votes", { down: "a2users", upgrade: failing });
    const answer = await blog.alembic("upgrade", "head");
    expect(answer).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/a3votes_\.ts:10:\d+/) });
    expect(answer.stderr).toContain("a1posts");
    expect(await blog.state()).toEqual({ tables: ["posts"], at: ["a1posts"] });
  });

  it("on PostgreSQL keeps the earlier revisions where each has a transaction of its own", async () => {
    const blog = await createBlog(await databaseOn(testEngines.postgresql));
    const env = await blog.read("alembic/env.ts");
    await blog.write(
      "alembic/env.ts",
      env.replaceAll("targetMetadata }", "targetMetadata, transactionPerMigration: true }"),
    );
    await blog.revision("a3votes", { down: "a2users", upgrade: failing });
    expect(await blog.alembic("upgrade", "head")).toMatchObject({ exitCode: 1 });
    expect(await blog.state()).toEqual({ tables: ["posts", "users"], at: ["a2users"] });
  });

  it("names the statement that the database refused, and its code", async () => {
    const blog = await createBlog(await databaseOn(testEngines.postgresql));
    await blog.revision("a3votes", { down: "a2users", upgrade: makes("posts") });
    const answer = await blog.alembic("upgrade", "head");
    expect(answer).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("42P07") });
    expect(answer.stderr).toContain("CREATE TABLE posts");
    expect(answer.stderr).toMatch(/a3votes_\.ts:9:\d+/);
    expect(await blog.state()).toEqual(untouched);
  });

  it("counts also when nobody awaited the call that failed", async () => {
    const blog = await createBlog();
    await blog.revision("a3votes", { down: "a2users", upgrade: makes("posts").replace("await ", "void ") });
    const answer = await blog.alembic("upgrade", "head");
    expect(answer).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("a3votes") });
    expect(await blog.state()).toEqual({ tables: ["posts", "users"], at: ["a2users"] });
  });
});

describe.runIf(testEngines.mariadb.isAvailable)("an exception in upgrade() on MariaDB", () => {
  it("keeps the earlier revisions, and says what the failed one has done already", async () => {
    const blog = await createBlog(await databaseOn(testEngines.mariadb));
    await blog.revision("a3votes", { down: "a2users", upgrade: failing });
    const answer = await blog.alembic("upgrade", "head");
    expect(answer).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/a3votes_\.ts:10:\d+/) });
    const { tables, at } = await blog.state();
    expect(at).toEqual(["a2users"]);
    expect(tables).toEqual(expect.arrayContaining(["posts", "users", "votes"]));
  });

  it("is a database, user or password that the server does not have", async () => {
    const url = new URL(await databaseOn(testEngines.mariadb));
    const project = await createBlog(url.href);
    const at = (change: (other: URL) => void): string => {
      const other = new URL(url);
      change(other);
      return other.href;
    };
    const missing = at((other) => (other.pathname = "/nowhere_at_all"));
    expect(await project.alembicWith({ env: { DATABASE_URL: missing } }, "current")).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('has no database "nowhere_at_all"'),
    });
    const stranger = at((other) => ((other.username = "nobody"), (other.password = "s3cret")));
    const refused = await project.alembicWith({ env: { DATABASE_URL: stranger } }, "upgrade", "head");
    expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('refused the user "nobody"') });
    expect(refused.stderr).not.toContain("s3cret");
    expect(await project.state()).toEqual(untouched);
  });
});

describe("a revision in the version table that no file has", () => {
  it("stops every command that would start from it, and stays", async () => {
    const blog = await createBlog();
    await blog.alembic("upgrade", "a1posts");
    await connect(blog.url, (connection) =>
      connection.execute("UPDATE alembic_version SET version_num = 'feedface0000'"),
    );
    for (const command of [["upgrade", "head"], ["downgrade", "base"], ["current"]]) {
      const answer = await blog.alembic(...command);
      expect(answer).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("feedface0000") });
      expect(answer.stderr).toContain("stamp --purge");
    }
    expect(await blog.state()).toEqual({ tables: ["posts"], at: ["feedface0000"] });
  });
});

describe("a server", () => {
  let server: Awaited<ReturnType<typeof startEmbeddedPostgres>>;
  beforeAll(async () => {
    server = await startEmbeddedPostgres({ password: "r1ght p@ss%" });
  });
  afterAll(() => server.stop());

  it("that nobody reaches is named with its port", async () => {
    const blog = await createBlog("postgresql+psycopg2://scott:s3cret@127.0.0.1:1/blog");
    for (const command of [["current"], ["upgrade", "head"], ["revision", "--autogenerate", "-m", "next"]]) {
      const answer = await blog.alembic(...command);
      expect(answer).toMatchObject({ exitCode: 1, stdout: "", stderr: expect.stringContaining("127.0.0.1:1") });
      expect(answer.stderr).not.toContain("s3cret");
    }
  });

  it("that refuses the password says so, and the password is not printed", async () => {
    const url = new URL(server.url);
    url.password = "wr0ng-pass";
    const blog = await createBlog(url.href);
    for (const command of [
      ["upgrade", "head"],
      ["--raiseerr", "current"],
    ]) {
      const answer = await blog.alembic(...command);
      expect(answer).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('refused the user "postgres"') });
      expect(answer.stdout + answer.stderr).not.toContain("wr0ng-pass");
    }
    expect(await stateOf(server.url)).toEqual(untouched);
  });

  it("without the database says how to make it", async () => {
    const url = new URL(server.url);
    url.pathname = "/nowhere";
    const blog = await createBlog(url.href);
    const answer = await blog.alembic("upgrade", "head");
    expect(answer).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('createdb "nowhere"') });
  });

  it("is reached with a password of special characters, percent-encoded as people write it", async () => {
    const blog = await createBlog(server.url.replace("postgresql:", "postgresql+psycopg2:"));
    expect(blog.url).toContain("r1ght%20p%40ss%25");
    const answer = await blog.alembic("upgrade", "head");
    expect(answer).toMatchObject({ exitCode: 0 });
    expect(answer.stdout + answer.stderr).not.toContain("p@ss");
    expect(await blog.state()).toEqual({ tables: ["posts", "users"], at: ["a2users"] });
  });
});

describe("a driver that is not installed", () => {
  it.each([
    ["postgresql://scott:s3cret@127.0.0.1:1/blog", "npm install pg"],
    ["postgresql+pglite:///./blog", "npm install @electric-sql/pglite"],
    ["mysql://scott:s3cret@127.0.0.1:1/blog", "npm install mysql2"],
    ["mariadb+mariadb://scott:s3cret@127.0.0.1:1/blog", "npm install mariadb"],
    ["sqlite+libsql:///blog.db", "npm install libsql"],
  ])("is answered with the command that mends it: %s", async (url, mends) => {
    const blog = await createBlog(url, { packages: [] });
    const answer = await blog.alembic("upgrade", "head");
    expect(answer).toMatchObject({ exitCode: 1, stdout: "", stderr: expect.stringContaining(mends) });
    expect(answer.stderr).not.toContain("s3cret");
    expect(existsSync(join(blog.path, "blog.db"))).toBe(false);
  });
});

describe("a URL that is none", () => {
  it.each([
    ["blog.db", "does not begin with a dialect"],
    ["postgresql://scott:s3cret@host:port/blog", "port"],
    ["postgresql//scott:s3cret@host/blog", "does not begin with a dialect"],
    ["postgressql://scott:s3cret@host/blog", '"postgresql"'],
    ["postgresql+nothing://scott:s3cret@host/blog", "nothing"],
    ["postgresql://scott:s3cret@host/blog?sslmode=perhaps", "sslmode"],
  ])("is refused by its part that is wrong, and its password is not repeated: %s", async (url, said) => {
    const blog = await createBlog("sqlite:///blog.db");
    const answer = await blog.alembicWith({ env: { DATABASE_URL: url } }, "upgrade", "head");
    expect(answer).toMatchObject({ exitCode: 1, stdout: "", stderr: expect.stringContaining(said) });
    expect(answer.stderr).not.toMatch(/s3cret/);
    expect(existsSync(join(blog.path, "blog.db"))).toBe(false);
  });
});
