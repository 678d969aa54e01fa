import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { connect } from "../../src/dialects/registry.ts";
import { availableEngines, type TestEngine, testEngines } from "../../src/testing/index.ts";
import { addSettings, type CliProject, createCliProject } from "./project.ts";

/** A database with a row in `posts`, and models in which its column `title` and maybe the table have other names. */
async function blog(
  engine: TestEngine,
  table: string,
  headline: string,
  type = "sa.string(50)",
): Promise<CliProject & { readonly url: string }> {
  const { url, drop } = await engine.createDatabase();
  onTestFinished(drop);
  const project = await createCliProject();
  await addSettings(project, `sqlalchemy.url = ${url.replaceAll("%", "%%")}`);
  await project.write(
    "migrations/versions/r1_.ts",
    `import { sa, sql } from "alembic-ts";
export const revision = "r1";
export const downRevision = null;
export const branchLabels = null;
export const dependsOn = null;
export async function upgrade(op) {
  await op.createTable("posts", [
    sa.column("id", sa.integer(), { primaryKey: true }),
    sa.column("title", sa.string(50), { nullable: false, serverDefault: "none" }),
  ]);
  await op.createIndex("ix_title", "posts", ["title"]);
  await op.createTable("votes", [
    sa.column("post_id", sa.integer(), { primaryKey: true, autoincrement: false }),
    sa.foreignKeyConstraint(["post_id"], ["posts.id"], { name: "fk_post" }),
  ]);
  await op.execute(sql\`insert into posts (id, title) values (1, 'first')\`);
}
export async function downgrade(op) {
  await op.dropTable("votes");
  await op.dropTable("posts");
}
`,
  );
  await project.write(
    "models.ts",
    `import { sa } from "alembic-ts";
export const targetMetadata = sa.metaData();
targetMetadata.table(${JSON.stringify(table)}, [
  sa.column("id", sa.integer(), { primaryKey: true }),
  sa.column(${JSON.stringify(headline)}, ${type}, { nullable: false, serverDefault: "none" }),
  sa.index("ix_title", [${JSON.stringify(headline)}]),
]);
targetMetadata.table("votes", [
  sa.column("post_id", sa.integer(), { primaryKey: true, autoincrement: false }),
  sa.foreignKeyConstraint(["post_id"], ["${table}.id"], { name: "fk_post" }),
]);
`,
  );
  const env = await project.read("migrations/env.ts");
  await project.write(
    "migrations/env.ts",
    env.replace("const targetMetadata = null;", 'import { targetMetadata } from "../models.ts";'),
  );
  await project.stdoutOf("upgrade", "head");
  return { ...project, url };
}

const generate = ["revision", "--autogenerate", "-m", "names", "--rev-id", "r2"];
const engines = availableEngines().filter(({ name }) => ["postgresql", "mariadb", "sqlite"].includes(name));

describe.each(engines)("a rename on $name", (engine) => {
  it("that was said beforehand keeps the data, forth and back", async () => {
    const project = await blog(engine, "articles", "headline");
    await project.stdoutOf(...generate, "--rename", "posts:articles", "--rename", "articles.title:headline");
    const written = await project.read("migrations/versions/r2_names.ts");
    expect(written).toContain('op.renameTable("posts", "articles")');
    expect(written).toContain('newColumnName: "headline"');
    expect(written).not.toMatch(/createTable|dropTable|addColumn|dropColumn/);

    await project.stdoutOf("upgrade", "head");
    const rows = (query: string) =>
      connect(project.url, async (connection) => (await connection.execute(query)).rows.map((row) => ({ ...row })));
    expect(await rows("select id, headline from articles")).toEqual([{ id: 1, headline: "first" }]);
    expect(await project.alembic("check")).toMatchObject({ status: 0 });

    await project.stdoutOf("downgrade", "r1");
    expect(await rows("select id, title from posts")).toEqual([{ id: 1, title: "first" }]);
  });
});

describe("a dropped and an added column that are alike", () => {
  it("are asked about on a terminal", async () => {
    const project = await blog(testEngines.sqlite, "posts", "title_text");
    expect(await project.alembicAnswering(true, ...generate)).toMatchObject({ status: 0 });
    const written = await project.read("migrations/versions/r2_names.ts");
    expect(written).toContain('newColumnName: "title_text"');
    expect(written).not.toContain("//  If");
  });

  it("are dropped and added where the answer is no", async () => {
    const project = await blog(testEngines.sqlite, "posts", "title_text");
    await project.alembicAnswering(false, ...generate);
    const written = await project.read("migrations/versions/r2_names.ts");
    expect(written).toContain("addColumn");
    expect(written).not.toContain("has been renamed");
  });

  it("are dropped and added with a comment where nobody can be asked", async () => {
    const project = await blog(testEngines.sqlite, "posts", "title_text");
    await project.stdoutOf(...generate);
    expect(await project.read("migrations/versions/r2_names.ts")).toContain(
      "// If the column posts.title has been renamed to title_text, its data is lost here: write this file with --rename posts.title:title_text.",
    );
  });

  it("are not asked about where their types differ", async () => {
    const project = await blog(testEngines.sqlite, "posts", "title_text", "sa.integer()");
    await project.alembicAnswering(true, ...generate);
    expect(await project.read("migrations/versions/r2_names.ts")).not.toContain("newColumnName");
  });
});

describe("--rename", () => {
  it.each([
    ["posts.title", "ALB0741"],
    ["posts.titel:headline", "ALB0742"],
    ["nothing:else", "ALB0742"],
  ])("%s is refused before a file is written", async (rename, code) => {
    const project = await blog(testEngines.sqlite, "posts", "headline");
    const answer = await project.alembic(...generate, "--rename", rename);
    expect(answer).toMatchObject({ status: 1, stderr: expect.stringContaining(code) });
    expect(await readdir(join(project.path, "migrations/versions"))).toEqual(["r1_.ts"]);
  });

  it("says one thing of each name", async () => {
    const project = await blog(testEngines.sqlite, "posts", "headline");
    const said = ["--rename", "posts.title:headline", "--rename", "posts.title:other"];
    expect(await project.alembic(...generate, ...said)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("ALB0743"),
    });
  });
});
