import { describe, expect, it } from "vitest";
import { downgrade, ensureVersion, stamp, upgrade } from "../../src/commands/index.ts";
import type { ConfigureOptions } from "../../src/runtime/index.ts";
import * as sa from "../../src/sa.ts";
import { sql } from "../../src/sql/index.ts";
import { createProject, envFor, line } from "./project.ts";

const chain = line(
  {
    id: "aaaa01",
    doc: "make kiln\n\nA text of its own.",
    upgrade: (op) => op.createTable("kiln", [sa.column("id", sa.integer(), { primaryKey: true })]),
    downgrade: (op) => op.dropTable("kiln"),
  },
  {
    id: "bbbb02",
    doc: "",
    upgrade: (op) => op.execute(sql`UPDATE kiln SET label = ${"it's"} WHERE id = ${5}`),
    downgrade: (op) => op.execute("DELETE FROM kiln"),
  },
);

async function script(
  dialectName: string,
  options: ConfigureOptions = {},
  run: (...args: Parameters<typeof upgrade>) => Promise<{ readonly sql: string | null }> = upgrade,
  target = "head",
): Promise<string> {
  const config = await createProject(chain, envFor(dialectName, options));
  return (await run(config, target, { sql: true })).sql ?? "";
}

const createVersionTable = `CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

`;

/** A script without the blanks that the reference has before the ends of some lines. */
const trimmed = (text: string) => text.replaceAll(/ +\n/g, "\n");

describe("a script", () => {
  it("RUN-11 has each statement with its terminator and an empty line, and a comment before each step", async () => {
    expect(trimmed(await script("postgresql"))).toBe(`BEGIN;

${createVersionTable}-- Running upgrade  -> aaaa01

CREATE TABLE kiln (
    id SERIAL NOT NULL,
    PRIMARY KEY (id)
);

INSERT INTO alembic_version (version_num) VALUES ('aaaa01');

-- Running upgrade aaaa01 -> bbbb02

UPDATE kiln SET label = 'it''s' WHERE id = 5;

UPDATE alembic_version SET version_num='bbbb02' WHERE alembic_version.version_num = 'aaaa01';

COMMIT;

`);
  });

  it("RUN-11 writes tabs as four blanks and strips statements", async () => {
    const tabs = line({ id: "a100", upgrade: (op) => op.execute("\n\tSELECT\n\t1\t\n") });
    const config = await createProject(tabs, envFor("sqlite"));
    expect((await upgrade(config, "head", { sql: true })).sql).toContain("-> a100\n\nSELECT\n    1;\n\nINSERT");
  });

  it("RUN-12 has no BEGIN and COMMIT where DDL is not taken to be transactional", async () => {
    for (const dialectName of ["mysql", "mariadb", "sqlite", "oracle"]) {
      expect(await script(dialectName)).not.toMatch(/BEGIN|COMMIT|START TRANSACTION/);
    }
    expect(await script("sqlite", { transactionalDdl: true })).toMatch(/^BEGIN;\n\n[^]*\n\nCOMMIT;\n\n$/);
    expect(await script("postgresql", { transactionalDdl: false })).not.toMatch(/BEGIN|COMMIT/);
  });

  it("RUN-12 has GO after each statement on SQL Server but for the begin", async () => {
    const text = await script("mssql");
    expect(text).toMatch(
      /^BEGIN TRANSACTION;\n\nCREATE TABLE alembic_version [^;]*;\n\nGO\n\n-- Running upgrade {2}-> aaaa01\n\n/,
    );
    expect(text).toMatch(/\n\nCOMMIT;\n\nGO\n\n$/);
  });

  it("RUN-12 has a slash after each statement and no terminators on Oracle", async () => {
    const text = await script("oracle");
    expect(text).toContain("INSERT INTO alembic_version (version_num) VALUES ('aaaa01')\n\n/\n\n");
    expect(text).not.toContain(";");
    expect(await script("oracle", { transactionalDdl: true })).toMatch(
      /^SET TRANSACTION READ WRITE\n\n\/\n\n[^]*\n\nCOMMIT\n\n\/\n\n$/,
    );
  });

  it("RUN-13 has the separator that configure() names, or none", async () => {
    const own = await script("mssql", { mssql: { batchSeparator: "NEXT" } });
    expect(own).toContain("\n\nNEXT\n\n");
    expect(own).not.toContain("GO");
    for (const batchSeparator of ["", null]) {
      expect(await script("mssql", { mssql: { batchSeparator } })).not.toMatch(/GO|\n\n\n/);
      expect(await script("oracle", { oracle: { batchSeparator } })).not.toMatch(/\//);
    }
    // Another dialect's setting is none of this one's.
    expect(await script("postgresql", { mssql: { batchSeparator: "NEXT" } })).not.toContain("NEXT");
  });

  it("RUN-14 makes the version table where it starts at base, and drops none where it ends there", async () => {
    expect(trimmed(await script("postgresql"))).toContain(createVersionTable);
    expect(await script("postgresql", {}, upgrade, "aaaa01:head")).not.toContain("CREATE TABLE alembic_version");
    const back = await script("postgresql", {}, downgrade, "bbbb02:base");
    expect(back).toContain("DELETE FROM alembic_version WHERE alembic_version.version_num = 'aaaa01';");
    expect(back).not.toContain("DROP TABLE alembic_version");
  });

  it("RUN-14 makes the version table within the first transaction where each step has its own", async () => {
    const text = await script("postgresql", { transactionPerMigration: true });
    expect(text.match(/^(BEGIN|COMMIT|CREATE TABLE \w+|-- Running.*)/gm)).toEqual([
      "BEGIN",
      "CREATE TABLE alembic_version",
      "-- Running upgrade  -> aaaa01",
      "CREATE TABLE kiln",
      "COMMIT",
      "BEGIN",
      "-- Running upgrade aaaa01 -> bbbb02",
      "COMMIT",
    ]);
  });

  it("RUN-14 has nothing but its transaction where there are no steps", async () => {
    expect(await script("postgresql", {}, upgrade, "head:head")).toBe("BEGIN;\n\nCOMMIT;\n\n");
    expect(await script("postgresql", { transactionPerMigration: true }, upgrade, "head:head")).toBe("");
    expect(await script("sqlite", {}, upgrade, "head:head")).toBe("");
  });

  it("RUN-15 starts where the range says, by a part of an id too", async () => {
    const text = await script("postgresql", {}, upgrade, "aaaa:bbbb02");
    expect(text).toContain("-- Running upgrade aaaa01 -> bbbb02");
    expect(text).not.toContain("kiln (");
    expect(await script("postgresql", {}, stamp, "aaaa:head")).toContain(
      "-- Running stamp_revision aaaa01 -> bbbb02\n\nUPDATE alembic_version SET version_num='bbbb02'",
    );
    expect(await script("postgresql", {}, upgrade, "base:aaaa01")).toContain("-- Running upgrade  -> aaaa01");
  });

  it("RUN-15 needs a range for a downgrade, and takes none without --sql", async () => {
    const config = await createProject(chain, envFor("postgresql"));
    await expect(downgrade(config, "base", { sql: true })).rejects.toMatchObject({ name: "CommandError" });
    await expect(upgrade(config, "aaaa01:bbbb02")).rejects.toMatchObject({ name: "CommandError" });
    await expect(downgrade(config, "bbbb02:aaaa01")).rejects.toMatchObject({ name: "CommandError" });
    await expect(stamp(config, "base", { sql: true, purge: true })).rejects.toMatchObject({ code: "ALB0608" });
  });

  it("RUN-16 has literals, or placeholders where literalBinds is false", async () => {
    expect(await script("postgresql")).toContain("SET label = 'it''s' WHERE id = 5;");
    expect(await script("postgresql", { literalBinds: true })).toContain("SET label = 'it''s' WHERE id = 5;");
    const without = await script("postgresql", { literalBinds: false });
    expect(without).toContain("SET label = $1 WHERE id = $2;");
    // The ids of the version table are literals all the same.
    expect(without).toContain("VALUES ('aaaa01')");
  });

  it("RUN-16 refuses literalBinds on a connection", async () => {
    const config = await createProject(chain, envFor("postgresql", { literalBinds: true }));
    await expect(upgrade(config, "head")).rejects.toMatchObject({ code: "ALB0604" });
  });

  it("RUN-17 goes to the buffer of configure(), else to the configuration's", async () => {
    const [ofEnv, ofConfig]: [string[], string[]] = [[], []];
    const outputBuffer = { write: (text: string | Uint8Array) => ofEnv.push(text.toString()) };
    const options = { outputBuffer: { write: (text: string) => ofConfig.push(text) } };
    const both = await createProject(chain, envFor("postgresql", { outputBuffer }), options);
    await upgrade(both, "head", { sql: true });
    expect([ofEnv.join("").slice(0, 6), ofConfig]).toEqual(["BEGIN;", []]);
    await upgrade(await createProject(chain, envFor("postgresql"), options), "head", { sql: true });
    expect(ofConfig.join("")).toBe(ofEnv.join(""));
  });

  it("RUN-17 is encoded where outputEncoding says so", async () => {
    const pieces: (string | Uint8Array)[] = [];
    const outputBuffer = { write: (piece: string | Uint8Array) => pieces.push(piece) };
    const accents = line({ id: "a100", upgrade: (op) => op.execute("SELECT 'é'") });
    const env = envFor("sqlite", { outputBuffer, outputEncoding: "latin1" });
    await upgrade(await createProject(accents, env), "head", { sql: true });
    expect(pieces.every((piece) => piece instanceof Uint8Array)).toBe(true);
    const bytes = Buffer.concat(pieces.map((piece) => Buffer.from(piece)));
    expect(bytes.includes(Buffer.from("SELECT 'é'", "latin1"))).toBe(true);
    // What programs without types can pass.
    const wrong = envFor("sqlite", { outputBuffer, outputEncoding: "klingon" as BufferEncoding });
    const failed = upgrade(await createProject(accents, wrong), "head", { sql: true });
    await expect(failed).rejects.toMatchObject({ code: "ALB0610" });
  });

  it("RUN-18 refuses statements whose values stand apart from them", async () => {
    const compiled = { sql: "UPDATE kiln SET id = $1", parameters: [5] };
    const apart = line({ id: "a100", upgrade: (op) => op.execute(compiled) });
    const failed = upgrade(await createProject(apart, envFor("postgresql")), "head", { sql: true });
    await expect(failed).rejects.toMatchObject({ cause: { code: "ALB0303" } });
    const bound = line({ id: "a100", upgrade: (op) => op.getBind().execute("UPDATE kiln SET id = $1", [5]) });
    const alsoFailed = upgrade(await createProject(bound, envFor("postgresql")), "head", { sql: true });
    await expect(alsoFailed).rejects.toMatchObject({ cause: { code: "ALB0303" } });
  });

  it("RUN-10 leaves the transaction for an autocommit block, where it has one", async () => {
    const block = line({
      id: "a100",
      async upgrade(op) {
        await op.execute("SELECT 1");
        await op.getContext().autocommitBlock(() => op.execute("VACUUM"));
        await op.execute("SELECT 2");
      },
    });
    const write = async (dialectName: string): Promise<string> =>
      (await upgrade(await createProject(block, envFor(dialectName)), "head", { sql: true })).sql ?? "";
    expect(await write("postgresql")).toContain(
      "SELECT 1;\n\nCOMMIT;\n\nVACUUM;\n\nBEGIN;\n\nSELECT 2;\n\nINSERT INTO alembic_version",
    );
    expect(await write("sqlite")).toContain("SELECT 1;\n\nVACUUM;\n\nSELECT 2;\n\n");
  });

  it("RUN-14 of ensure-version is the version table in a transaction", async () => {
    const config = await createProject(chain, envFor("postgresql"));
    const { sql: text } = await ensureVersion(config, { sql: true });
    expect(trimmed(text ?? "")).toBe(`BEGIN;\n\n${createVersionTable}COMMIT;\n\n`);
  });
});
