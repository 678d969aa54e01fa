import { createHash } from "node:crypto";
import type { Files } from "./files.ts";

// The same history in the files of each tool: a chain of revisions, each of which makes one table and one index.

/** The id of the revision at a place of the chain, which looks like any other. */
export function idAt(index: number): string {
  return createHash("sha256").update(`revision ${index}`).digest("hex").slice(0, 12);
}

/** The place in the chain with leading zeros, so that names sort. */
export function number(index: number): string {
  return String(index).padStart(5, "0");
}

function filesOf(count: number, file: (index: number) => readonly [string, string]): Files {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => file(index)));
}

function downOf(index: number): string {
  return index === 0 ? "null" : `"${idAt(index - 1)}"`;
}

/** Revisions of the tool under test. */
export function toolRevisions(count: number): Files {
  return filesOf(count, (index) => [
    `migrations/versions/${idAt(index)}_make_table_${number(index)}.ts`,
    `/**
 * make table ${number(index)}
 *
 * Revision ID: ${idAt(index)}
 * Revises: ${index === 0 ? "nothing" : idAt(index - 1)}
 * Create Date: 2026-01-01 12:00:00.000000
 */

import { type Operations, sa } from "alembic-ts";

// revision identifiers, used by Alembic.
export const revision = "${idAt(index)}";
export const downRevision = ${downOf(index)};
export const branchLabels = null;
export const dependsOn = null;

export async function upgrade(op: Operations): Promise<void> {
  await op.createTable("t_${number(index)}", [
    sa.column("id", sa.integer(), { primaryKey: true }),
    sa.column("title", sa.string(100), { nullable: false }),
    sa.column("price", sa.numeric(10, 2)),
    sa.column("created_at", sa.dateTime()),
  ]);
  await op.createIndex("ix_t_${number(index)}_title", "t_${number(index)}", ["title"]);
}

export async function downgrade(op: Operations): Promise<void> {
  await op.dropIndex("ix_t_${number(index)}_title", { tableName: "t_${number(index)}" });
  await op.dropTable("t_${number(index)}");
}
`,
  ]);
}

/** The same revisions in Python. */
export function pythonRevisions(count: number): Files {
  return filesOf(count, (index) => [
    `migrations/versions/${idAt(index)}_make_table_${number(index)}.py`,
    `"""make table ${number(index)}

Revision ID: ${idAt(index)}
Revises: ${index === 0 ? "" : idAt(index - 1)}
Create Date: 2026-01-01 12:00:00.000000

"""
from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision = "${idAt(index)}"
down_revision = ${index === 0 ? "None" : `"${idAt(index - 1)}"`}
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "t_${number(index)}",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("title", sa.String(100), nullable=False),
        sa.Column("price", sa.Numeric(10, 2)),
        sa.Column("created_at", sa.DateTime()),
    )
    op.create_index("ix_t_${number(index)}_title", "t_${number(index)}", ["title"])


def downgrade():
    op.drop_index("ix_t_${number(index)}_title", table_name="t_${number(index)}")
    op.drop_table("t_${number(index)}")
`,
  ]);
}

/** Plain modules of as many, of the same shape: what importing that many files costs in any case. */
export function plainModules(count: number): Files {
  return filesOf(count, (index) => [
    `plain/${number(index)}.mjs`,
    `export const revision = "${idAt(index)}";
export const downRevision = ${downOf(index)};
export async function upgrade(run) {
  await run({
    table: "t_${number(index)}",
    columns: [
      { name: "id", type: "integer", primaryKey: true },
      { name: "title", type: "string", length: 100, nullable: false },
      { name: "price", type: "numeric", precision: 10, scale: 2 },
      { name: "created_at", type: "dateTime" },
    ],
  });
  await run({ index: "ix_t_${number(index)}_title", table: "t_${number(index)}", columns: ["title"] });
}
export async function downgrade(run) {
  await run({ dropIndex: "ix_t_${number(index)}_title", table: "t_${number(index)}" });
  await run({ dropTable: "t_${number(index)}" });
}
`,
  ]);
}

/** The same history for knex. */
export function knexMigrations(count: number): Files {
  return filesOf(count, (index) => [
    `migrations/${number(index)}_make_table.mjs`,
    `export async function up(knex) {
  await knex.schema.createTable("t_${number(index)}", (table) => {
    table.integer("id").primary();
    table.string("title", 100).notNullable();
    table.decimal("price", 10, 2);
    table.datetime("created_at");
    table.index(["title"], "ix_t_${number(index)}_title");
  });
}
export async function down(knex) {
  await knex.schema.dropTable("t_${number(index)}");
}
`,
  ]);
}

/** The same history for node-pg-migrate. */
export function pgMigrations(count: number): Files {
  return filesOf(count, (index) => [
    `migrations/${1_700_000_000_000 + index}_make-table.js`,
    `export const up = (pgm) => {
  pgm.createTable("t_${number(index)}", {
    id: { type: "integer", primaryKey: true },
    title: { type: "varchar(100)", notNull: true },
    price: { type: "numeric(10,2)" },
    created_at: { type: "timestamp" },
  });
  pgm.createIndex("t_${number(index)}", ["title"], { name: "ix_t_${number(index)}_title" });
};
export const down = (pgm) => {
  pgm.dropTable("t_${number(index)}");
};
`,
  ]);
}

/** The same history for dbmate. */
export function dbmateMigrations(count: number, dateTime: string): Files {
  return filesOf(count, (index) => [
    `db/migrations/2026010100${number(index)}_make_table.sql`,
    `-- migrate:up
CREATE TABLE t_${number(index)} (
  id INTEGER NOT NULL PRIMARY KEY,
  title VARCHAR(100) NOT NULL,
  price NUMERIC(10, 2),
  created_at ${dateTime}
);
CREATE INDEX ix_t_${number(index)}_title ON t_${number(index)} (title);

-- migrate:down
DROP TABLE t_${number(index)};
`,
  ]);
}
