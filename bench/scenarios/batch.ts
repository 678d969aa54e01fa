import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { connect } from "../../src/dialects/registry.ts";
import { atMost, fasterThan } from "../harness/claims.ts";
import type { Contestant, Scenario } from "../harness/scenario.ts";
import { pythonName, pythonProject, pythonUrl } from "../worlds/python-alembic.ts";
import { toolName } from "../worlds/tool.ts";
import { toolProject } from "../worlds/tool-project.ts";

const floorName = "`INSERT … SELECT` by hand";

export const batch: Scenario = {
  name: "batch",
  title: "A batch move on SQLite",
  about: "A column of a table of 1,000,000 rows with an index is made nullable, which SQLite cannot do in place.",
  async *cases(world) {
    const size = world.isQuick ? 300_000 : 1_000_000;
    const folder = await world.tool.project("batch", {});
    const full = join(folder, "../batch-full.db");
    const file = join(folder, "../batch.db");
    const project = await world.tool.project("batch", {
      ...toolProject(`sqlite:///${file}`),
      "migrations/versions/a1_relax.ts": toolRevision,
    });
    await fill(full, size);
    const before = () => copyFile(full, file);
    const contestants: Contestant[] = [
      { ...(await world.tool.floor(floorName, project, "move-table", file)), before },
      { ...world.tool.contestant(project, "upgrade", "head"), before },
    ];
    if (world.python !== null) {
      const python = await world.python.project("batch", {
        ...pythonProject(pythonUrl(`sqlite:///${file}`)),
        "migrations/versions/a1_relax.py": pythonRevision,
      });
      contestants.push({ ...world.python.contestant(python, "upgrade", "head"), before });
    }
    const bounds = [atMost(toolName, 1.2, floorName), fasterThan(toolName, 1, pythonName)];
    yield { title: `${size.toLocaleString("en")} rows`, size, series: "rows", contestants, bounds };
  },
};

async function fill(file: string, size: number): Promise<void> {
  await connect(`sqlite:///${file}`, async (connection) => {
    await connection.execute("DROP TABLE IF EXISTS items");
    await connection.execute(
      "CREATE TABLE items (id INTEGER NOT NULL, title VARCHAR(100) NOT NULL, price NUMERIC(10, 2), created_at DATETIME, PRIMARY KEY (id))",
    );
    await connection.execute(
      `INSERT INTO items WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${size})
       SELECT i, 'item number ' || i, i % 1000, '2026-01-01 12:00:00' FROM n`,
    );
    await connection.execute("CREATE INDEX ix_items_title ON items (title)");
  });
}

const toolRevision = `import { type Operations, sa } from "alembic-ts";

export const revision = "a1";
export const downRevision = null;
export const branchLabels = null;
export const dependsOn = null;

export async function upgrade(op: Operations): Promise<void> {
  await op.batchAlterTable("items", async (batch) => {
    await batch.alterColumn("title", { existingType: sa.string(100), nullable: true });
  });
}
`;

const pythonRevision = `from alembic import op
import sqlalchemy as sa

revision = "a1"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("items") as batch_op:
        batch_op.alter_column("title", existing_type=sa.String(100), nullable=True)
`;
