import mysql from "mysql2/promise";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeUrl } from "../../src/dialects/make-url.ts";
import { connect } from "../../src/dialects/registry.ts";
import { sql } from "../../src/sql/index.ts";
import * as sa from "../../src/sa.ts";
import { availableEngines, type TestEngine, testEngines } from "../../src/testing/index.ts";
import {
  type CommandLineAnswer,
  createCommandLine,
  emptyDatabase,
  line,
  type Migrate,
  type RevisionSpec,
} from "./project.ts";

/** What must not be seen anywhere: of the URL, of rows that are there, of values that a migration binds, of its statements. */
const secrets = {
  password: "Zebra-pass-77",
  row: "okapi.row@example.com",
  value: "tapir-value-4711",
  number: 868_686_861,
  literal: "quokka-literal",
} as const;
const number = secrets.number;

const revealing = (answer: CommandLineAnswer): readonly string[] =>
  Object.values(secrets)
    .map(String)
    .filter((secret) => {
      const all = answer.stdout + answer.stderr;
      return all.includes(secret) || all.includes(encodeURIComponent(secret));
    });

/** Migrations that go wrong in every way in which a server likes to quote values. */
const failing: Readonly<Record<string, Migrate>> = {
  "breaks a unique key": (op) => op.execute(sql`INSERT INTO people (email, n) VALUES (${secrets.row}, ${1})`),
  "breaks a unique key by an update": (op) =>
    op.execute("UPDATE people SET email = (SELECT max(email) FROM (SELECT email FROM people) AS t)"),
  "makes an index over rows that are not unique": (op) => op.execute("CREATE UNIQUE INDEX ix_n ON people (n)"),
  "breaks a check": (op) => op.execute(sql`INSERT INTO people (email, n) VALUES (${secrets.value}, ${-number})`),
  "adds a check that rows break": (op) => op.execute("ALTER TABLE people ADD CONSTRAINT c CHECK (email = 'x')"),
  "breaks a foreign key": (op) => op.execute(sql`INSERT INTO pets (owner) VALUES (${secrets.value})`),
  "leaves out what must be there": (op) =>
    op.execute(sql`INSERT INTO people (email, n, note) VALUES (${null}, ${number}, ${secrets.value})`),
  "binds a value of another type": (op) =>
    op.execute(sql`INSERT INTO people (email, n) VALUES (${"e"}, ${secrets.value})`),
  "casts what cannot be cast": (op) =>
    op.execute("ALTER TABLE notes ALTER COLUMN body TYPE integer USING body::integer"),
  "changes a column to what rows do not fit": (op) => op.execute("ALTER TABLE notes MODIFY body integer"),
  "binds a text that is too long": (op) =>
    op.execute(sql`INSERT INTO people (email, n) VALUES (${secrets.value.repeat(20)}, ${1})`),
  "inserts rows in bulk": (op) =>
    op.bulkInsert(sa.table("people", [sa.column("email", sa.string(30)), sa.column("n", sa.integer())]), [
      { email: secrets.value, n: number },
      { email: secrets.row, n: number },
    ]),
  "has a syntax error beside a value": (op) =>
    op.execute(sql`INSERT INTO people (email, n) VALUES (${secrets.value} ${number})`),
  "has too few values": (op) =>
    op
      .getBind()
      .execute("INSERT INTO people (email, n) VALUES ($1, $2, ?)", [secrets.value])
      .then(() => undefined),
  "names a table that is not there": (op) => op.execute(sql`INSERT INTO nowhere VALUES (${secrets.value}, ${number})`),
  "sets a password in a statement": (op) =>
    op.execute(`CREATE USER no_such_grammar PASSWORD '${secrets.literal}' NONSENSE`),
  "identifies a user by a password": (op) =>
    op.execute(`CREATE USER 'x'@'y' NONSENSE IDENTIFIED BY '${secrets.literal}'`),
  "binds bytes and documents": (op) =>
    op.execute(
      sql`INSERT INTO nowhere VALUES (${Buffer.from(secrets.value)}, ${{ a: [secrets.value] }}, ${new Date(0)})`,
    ),
};

const setUp = [
  "CREATE TABLE people (email VARCHAR(60) NOT NULL PRIMARY KEY, n INTEGER CHECK (n >= 0), note VARCHAR(40))",
  "CREATE TABLE pets (owner VARCHAR(60) NOT NULL REFERENCES people (email))",
  "CREATE TABLE notes (body VARCHAR(60))",
  `INSERT INTO notes VALUES ('${secrets.row}')`,
  `INSERT INTO people VALUES ('${secrets.row}', ${number}, NULL)`,
  `INSERT INTO people VALUES ('second', ${number}, NULL)`,
];

/** A database with rows, and a URL with a password. */
interface Prepared {
  readonly url: string;
  drop(): Promise<void>;
}

async function prepare(engine: TestEngine): Promise<Prepared> {
  const made = await engine.createDatabase();
  await connect(made.url, async (connection) => {
    for (const statement of setUp) await connection.execute(statement);
  });
  if (engine.dialect === "sqlite") return { url: `${made.url}?foreign_keys=on`, drop: () => made.drop() };
  const login =
    engine.dialect === "mariadb"
      ? await createUser(made.url)
      : { user: makeUrl(made.url).username ?? "", drop: async () => undefined };
  const url = made.url.replace(/\/\/[^@]*@/, `//${login.user}:${encodeURIComponent(secrets.password)}@`);
  return {
    url,
    async drop() {
      await login.drop();
      await made.drop();
    },
  };
}

/** MariaDB checks the password; the servers of PostgreSQL that tests use let everybody in. */
async function createUser(url: string): Promise<{ readonly user: string; drop(): Promise<void> }> {
  const { host, port, database, username } = makeUrl(url);
  const admin = await mysql.createConnection({ host: host ?? "", port: port ?? 0, user: username ?? "" });
  const user = `s_${database ?? ""}`;
  await admin.query(`CREATE USER '${user}'@'%' IDENTIFIED BY '${secrets.password}'`);
  await admin.query(`GRANT ALL ON ${database ?? ""}.* TO '${user}'@'%'`);
  return {
    user,
    async drop() {
      await admin.query(`DROP USER '${user}'@'%'`);
      await admin.end();
    },
  };
}

const flags = [[], ["--raiseerr", "--echo"]] as const;

const envAtUrl = (revisions: readonly RevisionSpec[], url: string, options: { readonly sections?: string } = {}) =>
  createCommandLine(
    revisions,
    async (context) => {
      const target = context.config.getMainOption("sqlalchemy.url");
      if (context.isOfflineMode()) {
        context.configure({ url: target, targetMetadata: sa.metaData() });
        await context.runMigrations();
        return;
      }
      await connect(target, async (connection) => {
        context.configure({ connection, targetMetadata: sa.metaData() });
        await context.runMigrations();
      });
    },
    { settings: [`sqlalchemy.url = ${url.replaceAll("%", "%%")}`], ...options },
  );

const debugging = "[loggers]\nkeys = root\n\n[logger_root]\nlevel = DEBUG\n";

describe.each(availableEngines({ isShared: true }))("on $name nothing secret is told", (engine) => {
  let database: Prepared;
  beforeAll(async () => {
    database = await prepare(engine);
  });
  afterAll(() => database.drop());

  it.each(Object.entries(failing))("by a migration that %s", async (_, upgrade) => {
    // What another case has left undone would come first.
    await connect(database.url, (connection) => connection.execute("DROP TABLE IF EXISTS alembic_version_journal"));
    const alembic = await envAtUrl(line({ id: "a100", upgrade }), database.url, { sections: debugging });
    const trials = engine.capabilities.transactionalDdl ? [["--raiseerr", "upgrade", "head", "--dry-run"]] : [];
    for (const argv of [
      ...trials,
      ["--raiseerr", "upgrade", "head", "--json"],
      ["--raiseerr", "--echo", "upgrade", "head"],
    ]) {
      const answer = await alembic(...argv);
      expect([argv, answer.stderr, revealing(answer)]).toEqual([argv, answer.stderr, []]);
    }
  });

  it("by any command that goes well", async () => {
    const { url } = database;
    await connect(url, (connection) => connection.execute("DROP TABLE IF EXISTS alembic_version_journal"));
    const writing: Migrate = (op) => op.execute(sql`INSERT INTO people (email, n) VALUES (${secrets.value}, ${2})`);
    const alembic = await envAtUrl(line({ id: "a100", upgrade: writing }, { id: "b200" }), url, {
      sections: debugging,
    });
    const commands = [
      ["upgrade", "head"],
      ["current", "-v"],
      ["history", "-v", "-i"],
      ["heads", "-v"],
      ["branches", "-v"],
      ["show", "current"],
      ["check"],
      ["downgrade", "-1"],
      ["stamp", "head"],
      ["ensure-version"],
      ["revision", "-m", "more"],
      ["revision", "--autogenerate", "-m", "less"],
      ["merge", "heads", "-m", "x"],
      ["list-templates"],
      ["upgrade", "nonsense"],
      ["stamp", "--purge", "b200"],
    ];
    for (const command of commands) {
      for (const json of [[], ["--json"]]) {
        const answer = await alembic("--raiseerr", "--echo", ...command, ...json);
        expect([command, revealing(answer)]).toEqual([command, []]);
      }
    }
  });

  it("by a connection that does not come about", async () => {
    const { url } = database;
    const broken =
      engine.dialect === "sqlite"
        ? ["sqlite:////nowhere/at/all.db?password=Zebra-pass-77"]
        : [
            url.replace(/@[^/:]+(:\d+)?/, "@nowhere.invalid"),
            url.replace(/@[^/:]+(:\d+)?/, "@127.0.0.1:1"),
            url.replace(/\/\/\w+:/, "//nobody:"),
            url.replace(/\/(\w+)$/, "/no_such_database"),
            `${url}?nonsense=${secrets.password}`,
            `${url}?connect_timeout=${secrets.password}`,
            url.replace("@", "@@"),
            url.replace("//", "/"),
            url.replace(/^[^:]+/, "nosuchdialect"),
            url.replace(/^([^:+]+)[^:]*/, "$1+nosuchdriver"),
            url.replace(/@[^/:]+(:\d+)?/, `@127.0.0.1:${secrets.password}`),
          ];
    for (const each of broken) {
      const alembic = await envAtUrl(line({ id: "a100" }), each, { sections: debugging });
      for (const flag of flags) {
        for (const command of [
          ["upgrade", "head"],
          ["current", "--json"],
        ]) {
          const answer = await alembic(...flag, ...command);
          const place = each.replace(encodeURIComponent(secrets.password), "***");
          expect([place, answer.status, revealing(answer)]).toEqual([place, 1, []]);
        }
      }
    }
  });
});

describe("the file of settings", () => {
  it("tells nothing secret of a URL that cannot be interpolated", async () => {
    const alembic = await createCommandLine(
      line({ id: "a100" }),
      async (context) => {
        context.configure({ url: context.config.getMainOption("sqlalchemy.url") });
        await context.runMigrations();
      },
      { settings: [`sqlalchemy.url = postgresql://scott:${secrets.password}%40@localhost/db`] },
    );
    for (const flag of flags) {
      const answer = await alembic(...flag, "upgrade", "head", "--sql");
      expect([answer.status, revealing(answer)]).toEqual([1, []]);
    }
  });
});

describe("what comes from files and databases", () => {
  it("is never evaluated: a version row, a name, a message", async () => {
    const hostile = "${globalThis.hit=1}<%= globalThis.hit=1 %>`$(touch hit)`";
    const url = await emptyDatabase(testEngines.sqlite);
    await connect(url, async (connection) => {
      await connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(200))");
      await connection.execute(sql`INSERT INTO alembic_version VALUES (${hostile})`);
    });
    const alembic = await envAtUrl(line({ id: "a100", doc: hostile }), url);
    for (const command of [["current"], ["upgrade", "head"], ["history", "-v"], ["revision", "-m", hostile]])
      await alembic(...command);
    expect("hit" in globalThis).toBe(false);
  });
});
