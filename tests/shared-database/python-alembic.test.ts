import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { connect } from "../../src/dialects/registry.ts";
import { testEngines } from "../../src/testing/engines.ts";
import { createPackedProject, type PackedProject } from "../support/packed.ts";
import { type Answer, run } from "../support/run.ts";

/** Debian's Python Alembic, run by the Python that it was packaged for. */
const python = "/usr/bin/python3";
const pythonAlembic = "/usr/bin/alembic";
const isInstalled = existsSync(pythonAlembic);

/** The same four revisions for both tools: a table each. */
const revisions = [
  { id: "a1f0c0de0001", down: null, table: "harbors" },
  { id: "a1f0c0de0002", down: "a1f0c0de0001", table: "vessels" },
  { id: "a1f0c0de0003", down: "a1f0c0de0002", table: "crews" },
  { id: "a1f0c0de0004", down: "a1f0c0de0003", table: "voyages" },
] as const;

const env = `from alembic import context
from sqlalchemy import create_engine

connectable = create_engine(context.config.get_main_option("sqlalchemy.url"))
with connectable.connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
`;

function pythonRevision({ id, down, table }: (typeof revisions)[number]): string {
  return `from alembic import op
import sqlalchemy as sa

revision = "${id}"
down_revision = ${down === null ? "None" : `"${down}"`}


def upgrade():
    op.create_table("${table}", sa.Column("id", sa.Integer(), primary_key=True))


def downgrade():
    op.drop_table("${table}")
`;
}

function ourRevision({ id, down, table }: (typeof revisions)[number]): string {
  return `import { type Operations, sa } from "alembic-ts";

export const revision = "${id}";
export const downRevision = ${down === null ? "null" : `"${down}"`};
export const branchLabels = null;
export const dependsOn = null;

export async function upgrade(op: Operations): Promise<void> {
  await op.createTable("${table}", [sa.column("id", sa.integer(), { primaryKey: true })]);
}

export async function downgrade(op: Operations): Promise<void> {
  await op.dropTable("${table}");
}
`;
}

/** One project folder with the revisions of both tools, on one database. */
async function sharedProject(
  url: string,
): Promise<PackedProject & { python(...args: readonly string[]): Promise<Answer> }> {
  const project = await createPackedProject();
  onTestFinished(() => project.remove());
  await project.alembic("init", "alembic");
  await project.write("alembic.ini", `[alembic]\nscript_location = %(here)s/alembic\nsqlalchemy.url = ${url}\n`);
  await project.write("python/env.py", env);
  await project.write("python/alembic.ini", `[alembic]\nscript_location = %(here)s\nsqlalchemy.url = ${url}\n`);
  for (const revision of revisions) {
    await project.write(`alembic/versions/${revision.id}_${revision.table}.ts`, ourRevision(revision));
    await project.write(`python/versions/${revision.id}_${revision.table}.py`, pythonRevision(revision));
  }
  return {
    ...project,
    python: (...args) =>
      run(python, [pythonAlembic, "-c", join(project.path, "python/alembic.ini"), ...args], { cwd: project.path }),
  };
}

async function tablesOf(url: string): Promise<readonly string[]> {
  return connect(url, async (connection) => {
    const { rows } = await connection.execute(
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema IN (current_schema()) ORDER BY table_name",
    );
    return rows.map(({ name }) => String(name));
  });
}

describe.runIf(isInstalled || process.env["CI"] !== undefined)("A database that is shared with Python Alembic", () => {
  it("goes from one tool to the other half way, to the head, and back down", async () => {
    const database = await testEngines.postgresql.createDatabase();
    onTestFinished(() => database.drop());
    const project = await sharedProject(database.url);

    expect(await project.python("upgrade", "a1f0c0de0002")).toMatchObject({ exitCode: 0 });
    expect((await project.alembic("current")).stdout.trim()).toBe("a1f0c0de0002");

    expect(await project.alembic("upgrade", "head")).toMatchObject({ exitCode: 0 });
    expect((await project.python("current")).stdout.trim()).toBe("a1f0c0de0004 (head)");
    expect(await tablesOf(database.url)).toEqual(["alembic_version", "crews", "harbors", "vessels", "voyages"]);

    expect(await project.python("downgrade", "a1f0c0de0001")).toMatchObject({ exitCode: 0 });
    expect((await project.alembic("current")).stdout.trim()).toBe("a1f0c0de0001");
    expect(await tablesOf(database.url)).toEqual(["alembic_version", "harbors"]);
  }, 180_000);

  it("has a version table that is the same whichever tool made it", async () => {
    const shapes: unknown[] = [];
    for (const tool of ["python", "alembic"] as const) {
      const database = await testEngines.postgresql.createDatabase();
      onTestFinished(() => database.drop());
      const project = await sharedProject(database.url);
      expect(await project[tool]("upgrade", "head")).toMatchObject({ exitCode: 0 });
      shapes.push(await versionTableOf(database.url));
    }
    expect(shapes[0]).toEqual(shapes[1]);
  }, 180_000);
});

async function versionTableOf(url: string): Promise<unknown> {
  return connect(url, async (connection) => {
    const columns = await connection.execute(
      `SELECT column_name, data_type, character_maximum_length, is_nullable FROM information_schema.columns WHERE table_name = 'alembic_version'`,
    );
    const key = await connection.execute(
      `SELECT conname, pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE conrelid = 'alembic_version'::regclass`,
    );
    const rows = await connection.execute("SELECT version_num FROM alembic_version");
    return [columns.rows, key.rows, rows.rows];
  });
}
