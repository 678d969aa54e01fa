import { symlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { Config } from "../../src/config/index.ts";
import { init, listTemplates, revision } from "../../src/commands/index.ts";
import { connect } from "../../src/dialects/registry.ts";
import { createTemporaryFolder } from "../../src/testing/temporary-folder.ts";
import { run } from "../support/run.ts";
import { addSettings, type CliProject, createEmptyProject } from "./project.ts";

const root = resolve(import.meta.dirname, "../..");
const { templates } = await listTemplates(new Config());
const names = templates.map(({ name }) => name);

/** The compiler's strictest usual options, with this package's name leading to its sources. */
const strict = {
  compilerOptions: {
    strict: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    noUncheckedIndexedAccess: true,
    noImplicitOverride: true,
    noImplicitReturns: true,
    noFallthroughCasesInSwitch: true,
    noPropertyAccessFromIndexSignature: true,
    exactOptionalPropertyTypes: true,
    verbatimModuleSyntax: true,
    isolatedModules: true,
    erasableSyntaxOnly: true,
    allowImportingTsExtensions: true,
    allowJs: true,
    checkJs: true,
    module: "nodenext",
    target: "es2023",
    lib: ["es2024"],
    types: ["node"],
    skipLibCheck: true,
    noEmit: true,
    paths: Object.fromEntries(
      Object.entries(manifest.exports).flatMap(([subpath, target]) =>
        typeof target === "string"
          ? []
          : [
              [
                manifest.name + subpath.slice(1),
                [join(root, target.default.replace("./dist/", "src/").replace(/\.mjs$/, ".ts"))],
              ],
            ],
      ),
    ),
  },
};

describe("the templates", () => {
  let folder: string;

  beforeAll(async () => {
    const temporary = await createTemporaryFolder();
    folder = temporary.path;
    await symlink(join(root, "node_modules"), join(folder, "node_modules"), "junction");
    await writeFile(join(folder, "package.json"), '{ "type": "module" }');
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify(strict));
    for (const name of names) {
      const settings = join(folder, "settings", name);
      const config = new Config(join(settings, "alembic.ini"), { packageFile: join(settings, "package.json") });
      await init(config, join(folder, name), { template: name });
      await revision(config, { message: "nothing yet", branchLabel: "main" });
    }
    return () => temporary.remove();
  });

  it("CMD-03 are those for each set-up that needs its own", () => {
    expect(names).toEqual(["generic", "javascript", "kysely", "multidb", "package"]);
  });

  it("CMD-03 make files that type-check under a strict tsconfig", async () => {
    const compiler = join(root, "node_modules/typescript7/bin/tsc");
    const { stdout } = await run(process.execPath, [compiler, "-p", folder, "--listFiles"], { cwd: folder });
    const lines = stdout.split("\n");
    // The package's sources, which stand in for its declarations, are checked by options of their own.
    expect(lines.filter((line) => line.includes("error TS") && !line.startsWith(".."))).toEqual([]);
    expect(lines.filter((line) => line.startsWith(folder) && line.includes("/versions/"))).toHaveLength(names.length);
  });

  it("CMD-03 make files that pass the linter's default rules", async () => {
    const linter = join(root, "node_modules/.bin/oxlint");
    const { stdout, exitCode } = await run(linter, ["--deny-warnings", ...names], { cwd: folder });
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining("Found 0 warnings and 0 errors")]);
  });
});

/** A project of a template, with one revision that makes a table. */
async function createFrom(template: string): Promise<CliProject> {
  const project = await createEmptyProject();
  await project.stdoutOf("init", "-t", template, "migrations");
  await project.stdoutOf("revision", "-m", "create posts", "--rev-id", "aaaa1");
  const file = (await project.files()).find((name) => name.includes("aaaa1")) ?? "";
  const text = await project.read(file);
  const [up, down] = ['await op.execute("create table posts (id int)");', 'await op.dropTable("posts");'];
  let calls = 0;
  await project.write(
    file,
    text.replaceAll("void op;", () => (calls++ % 2 === 0 ? up : down)),
  );
  return project;
}

describe("a project of the template", () => {
  const single: Readonly<Record<string, (project: CliProject) => Promise<void>>> = {
    generic: (project) => addSettings(project, "sqlalchemy.url = sqlite:///app.db"),
    javascript: (project) => addSettings(project, "sqlalchemy.url = sqlite:///app.db"),
    kysely: (project) =>
      project.write(
        "migrations/database.ts",
        `import LibsqlDatabase from "${join(root, "node_modules/libsql/index.js")}";
import { Kysely, SqliteDialect } from "${join(root, "node_modules/kysely/dist/esm/index.js")}";
export const db = new Kysely({ dialect: new SqliteDialect({ database: new LibsqlDatabase("${project.path}/app.db") }) });
`,
      ),
    package: (project) =>
      project.write(
        "package.json",
        '{ "type": "module", "alembic": { "scriptLocation": "%(here)s/migrations", "url": "sqlite:///app.db" } }',
      ),
  };

  it.each(Object.keys(single))("CMD-03 %s works from init to a downgrade, online and offline", async (template) => {
    const project = await createFrom(template);
    await single[template]?.(project);
    expect(await project.stdoutOf("upgrade", "head", "--sql")).toMatch(
      /create table posts[^]*INSERT INTO alembic_version/,
    );
    await project.stdoutOf("upgrade", "head");
    expect(await project.stdoutOf("current")).toBe("aaaa1 (head)\n");
    expect(await project.rows("select id from posts")).toEqual([]);
    await project.stdoutOf("downgrade", "base");
    expect(await project.versionRows()).toEqual([]);
  });

  it("CMD-03 multidb migrates two databases together, and writes a script for each", async () => {
    const project = await createFrom("multidb");
    const ini = await project.read("alembic.ini");
    const url = "# sqlalchemy.url = postgresql://user:password@localhost/dbname";
    await project.write(
      "alembic.ini",
      ini
        .replace(`${url}2\n`, "sqlalchemy.url = sqlite:///two.db\n")
        .replace(`${url}\n`, "sqlalchemy.url = sqlite:///one.db\n"),
    );
    await project.stdoutOf("upgrade", "head", "--sql");
    for (const name of ["engine1", "engine2"]) {
      expect(await project.read(`${name}.sql`)).toMatch(/create table posts[^]*INSERT INTO alembic_version/);
    }
    await project.stdoutOf("upgrade", "head");
    for (const name of ["one", "two"]) {
      const rows = await connect(
        `sqlite:///${project.path}/${name}.db`,
        async (connection) =>
          (await connection.execute("select version_num from alembic_version, (select count(*) from posts)")).rows,
      );
      expect(rows).toEqual([{ version_num: "aaaa1" }]);
    }
    const current: unknown = JSON.parse(await project.stdoutOf("current", "--json"));
    expect(current).toMatchObject({ isAtHead: true, databases: [{ heads: ["aaaa1"] }, { heads: ["aaaa1"] }] });
    await project.stdoutOf("downgrade", "base");
    expect(await project.stdoutOf("current")).toBe("");
  });
});
