import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { availableEngines, testEngines } from "../../src/testing/index.ts";
import { typeErrors } from "../support/type-errors.ts";
import { createProject, modelledShop, setUrl, shopOn, shopProject } from "./shops.ts";

/** The same small shop as each database's own people would have made it by hand. */
const shops: Readonly<Record<string, readonly string[]>> = {
  postgresql: [
    "CREATE TYPE mood AS ENUM ('sad', 'it''s ok')",
    `CREATE TABLE users (id serial PRIMARY KEY, email text NOT NULL UNIQUE, "Weird ""Name""" int, mood mood DEFAULT 'sad',
       created_at timestamptz NOT NULL DEFAULT now(), score numeric(10,2) DEFAULT 0, tags text[], data jsonb DEFAULT '{}')`,
    `CREATE TABLE posts (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, owner_id int NOT NULL REFERENCES users ON DELETE CASCADE,
       title varchar(200) NOT NULL, CONSTRAINT ck_title CHECK (length(title) > 0))`,
    "CREATE INDEX ix_posts_title ON posts (lower(title) DESC) INCLUDE (owner_id) WHERE title <> ''",
    `CREATE TABLE tagging (post_id bigint REFERENCES posts, tag text, n int GENERATED ALWAYS AS (length(tag)) STORED,
       PRIMARY KEY (tag, post_id))`,
    'CREATE TABLE plain (id int PRIMARY KEY, "constructor" text, "a.b" text, "__proto__" int)',
    `CREATE TABLE stays (id int PRIMARY KEY, period int4range, "From" int, CONSTRAINT no_overlap
       EXCLUDE USING gist (period WITH &&, int4range("From", id) WITH =) WHERE (id > 0) DEFERRABLE)`,
    "COMMENT ON TABLE users IS 'people''s'",
  ],
  mariadb: [
    `CREATE TABLE users (id int AUTO_INCREMENT PRIMARY KEY, email varchar(100) NOT NULL UNIQUE, \`Weird \`\`Name\` int,
       mood enum('sad', 'it''s ok') DEFAULT 'sad', created_at datetime NOT NULL DEFAULT current_timestamp(),
       score decimal(10,2) DEFAULT 0, data json, flags int unsigned) COMMENT='people''s'`,
    `CREATE TABLE posts (id bigint AUTO_INCREMENT PRIMARY KEY, owner_id int NOT NULL, title varchar(200) NOT NULL,
       CONSTRAINT fk_owner FOREIGN KEY (owner_id) REFERENCES users (id) ON DELETE CASCADE,
       CONSTRAINT ck_title CHECK (char_length(title) > 0), KEY ix_posts_title (title(20)))`,
    `CREATE TABLE tagging (post_id bigint, tag varchar(40), n int GENERATED ALWAYS AS (char_length(tag)) STORED,
       PRIMARY KEY (tag, post_id), CONSTRAINT fk_post FOREIGN KEY (post_id) REFERENCES posts (id))`,
    "CREATE TABLE plain (id int PRIMARY KEY, `constructor` text, `a.b` text, `__proto__` int)",
  ],
  sqlite: [
    `CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, email TEXT NOT NULL UNIQUE, "Weird ""Name""" INTEGER,
       mood TEXT DEFAULT 'it''s ok', created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, score NUMERIC(10, 2) DEFAULT 0)`,
    `CREATE TABLE posts (id INTEGER PRIMARY KEY, owner_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
       title VARCHAR(200) NOT NULL, CONSTRAINT ck_title CHECK (length(title) > 0))`,
    "CREATE INDEX ix_posts_title ON posts (title) WHERE title <> ''",
    `CREATE TABLE tagging (post_id BIGINT REFERENCES posts (id), tag TEXT NOT NULL, n INTEGER GENERATED ALWAYS AS (length(tag)) STORED,
       PRIMARY KEY (tag, post_id))`,
    'CREATE TABLE plain (id INTEGER PRIMARY KEY, "constructor" TEXT, "a.b" TEXT, "__proto__" INTEGER)',
  ],
};

const sqliteShop = shops["sqlite"] ?? [];

const engines = Object.keys(shops)
  .map((name) => availableEngines().find((engine) => engine.name === name))
  .filter((engine) => engine !== undefined);

describe.each(engines)("a database on $name that is there already", (engine) => {
  const statements = shops[engine.name] ?? [];

  it("is written as models that compare clean with it", async () => {
    const { project, said } = await modelledShop(engine, statements);
    expect(said).toMatchObject({ status: 0, stdout: expect.stringContaining("tables") });
    expect(await project.alembic("check")).toMatchObject({ status: 0 });
    expect(await typeErrors(project.path, ["models.ts"])).toBe("");
  });

  it("gets a first revision that has run there, and makes the same on an empty database", async () => {
    const { project } = await modelledShop(engine, statements);
    const written = await project.alembic("revision", "--baseline", "--stamp", "-m", "what is there", "--rev-id", "b1");
    expect(written).toMatchObject({ status: 0 });
    expect(await project.alembic("current", "--check-heads")).toMatchObject({ status: 0, stdout: "b1 (head)\n" });

    const empty = await engine.createDatabase();
    onTestFinished(() => empty.drop());
    await setUrl(project, empty.url);
    expect(await project.alembic("upgrade", "head")).toMatchObject({ status: 0 });
    expect(await project.alembic("check")).toMatchObject({ status: 0 });
    expect(await project.alembic("downgrade", "base")).toMatchObject({ status: 0 });
    expect(await project.alembic("upgrade", "head")).toMatchObject({ status: 0 });
  });
});

describe.runIf(testEngines.mariadb.isAvailable)("reflect on MariaDB", () => {
  it("leaves out what the database does by itself, and keeps what it was told", async () => {
    const project = await shopProject(testEngines.mariadb, [
      "CREATE TABLE plain (id int PRIMARY KEY, data json, `we``ird` json NOT NULL, body longtext)",
      `CREATE TABLE own (id int PRIMARY KEY, name varchar(9) COLLATE utf8mb4_bin, t longtext COLLATE utf8mb4_bin,
         CONSTRAINT ck CHECK (json_valid(t))) ENGINE=Aria DEFAULT CHARSET=latin1 COLLATE=latin1_bin`,
    ]);
    await project.stdoutOf("reflect");
    const [own = "", plain = ""] = (await project.read("models.ts")).split(/(?=export class Plain)/);
    expect(plain).toContain("data: sa.column(sa.json())");
    expect(plain).toMatch(/sa\.column\("we`ird", sa\.json\(\), \{ nullable: false/);
    expect(plain).toContain("body: sa.column(sa.mysql.longtext())");
    expect(plain).not.toMatch(/engine|harset|collat|json_valid/i);
    expect(own).toContain('{ mysql: { engine: "Aria", defaultCharset: "latin1", collate: "latin1_bin" } }');
    expect(own).toContain('sa.mysql.longtext(null, { collation: "utf8mb4_bin" })');
    expect(own).toContain("json_valid");
  });
});

describe("reflect", () => {
  it("reads the tables that are named, and says which are not there", async () => {
    const project = await shopProject(testEngines.sqlite, sqliteShop);
    await project.alembic("reflect", "some/../users.ts", "--table", "users", "--json");
    expect(await project.read("users.ts")).toContain('extends Base.table(\n  "users"');
    expect(await project.read("users.ts")).not.toContain("Posts");
    const answer = await project.alembic("reflect", "other.ts", "--table", "user");
    expect(answer).toMatchObject({ status: 1, stderr: expect.stringContaining('Did you mean "users"?') });
    expect(existsSync(join(project.path, "other.ts"))).toBe(false);
  });

  it("writes over no file", async () => {
    const project = await shopProject(testEngines.sqlite, sqliteShop);
    await project.write("models.ts", "// mine");
    expect(await project.alembic("reflect")).toMatchObject({ status: 1, stderr: expect.stringContaining("ALB0180") });
    expect(await project.read("models.ts")).toBe("// mine");
  });

  it("leaves out the version table", async () => {
    const project = await shopProject(testEngines.sqlite, sqliteShop);
    await project.alembic("ensure-version");
    expect(await project.alembic("reflect", "--json")).toMatchObject({
      status: 0,
      stdout: expect.not.stringContaining("alembic_version"),
    });
  });
});

describe("revision --baseline", () => {
  it("is refused where there are revisions already", async () => {
    const project = await shopProject(testEngines.sqlite, sqliteShop);
    await project.alembic("revision", "--rev-id", "r1");
    const answer = await project.alembic("revision", "--baseline", "-m", "late");
    expect(answer).toMatchObject({ status: 1, stderr: expect.stringContaining("ALB0182") });
    expect(await readdir(join(project.path, "migrations/versions"))).toEqual(["r1_.ts"]);
  });

  it("is refused where the database has been migrated by other files", async () => {
    const { project, url } = await shopOn(testEngines.sqlite, sqliteShop);
    await project.alembic("revision", "--rev-id", "gone");
    await project.alembic("stamp", "gone");
    const other = await createProject(url);
    const answer = await other.alembic("revision", "--baseline", "-m", "again");
    expect(answer).toMatchObject({ status: 1, stderr: expect.stringContaining("ALB0183") });
  });

  it.each([
    ["--stamp", "ALB0184"],
    ["--baseline --autogenerate", "ALB0185"],
  ])("refuses %s", async (words, code) => {
    const project = await shopProject(testEngines.sqlite, []);
    const answer = await project.alembic("revision", ...words.split(" "), "-m", "x");
    expect(answer).toMatchObject({ status: 1, stderr: expect.stringContaining(code) });
  });
});
