import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { createPackedProject, packedFile } from "./support/packed.ts";
import { mustRun, run } from "./support/run.ts";
import { withTemporaryFolder } from "../src/testing/temporary-folder.ts";

describe("the packed package", () => {
  it("runs as a project's own command", async () => {
    const project = await createPackedProject();
    const answer = await project.alembic("--version");
    expect(answer).toMatchObject({ exitCode: 0, stderr: "" });
    expect(answer.stdout).toContain(manifest.version);
    await project.remove();
  });

  it.each([
    ["postgresql://", "PostgresqlImpl"],
    ["mysql://", "MysqlImpl"],
    ["mariadb://", "MariadbImpl"],
    ["sqlite://", "SqliteImpl"],
    ["mssql://", "MssqlImpl"],
    ["oracle://", "OracleImpl"],
  ])("RUN-26 names the impl of %s in its log", async (url, impl) => {
    const project = await createPackedProject();
    await project.alembic("init", "migrations");
    const answer = await project.alembicWith({ env: { DATABASE_URL: url } }, "upgrade", "head", "--sql");
    expect(answer).toMatchObject({ exitCode: 0, stderr: expect.stringContaining(`Context impl ${impl}.`) });
    await project.remove();
  });

  it("has in a project only the packages that were asked for", async () => {
    const project = await createPackedProject({ packages: ["pg"] });
    expect(existsSync(join(project.path, "node_modules/pg"))).toBe(true);
    expect(existsSync(join(project.path, "node_modules/mysql2"))).toBe(false);
    expect(await project.alembic("--version")).toMatchObject({ exitCode: 0 });
    await project.remove();
  });

  it("installs with npm in an empty folder, and its command answers", { timeout: 180_000 }, async () => {
    const tarball = await packedFile();
    await withTemporaryFolder(async (folder) => {
      await mustRun("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", tarball], folder);
      const answer = await run(join(folder, "node_modules/.bin/alembic"), ["--version"], { cwd: folder });
      expect(answer).toMatchObject({ exitCode: 0, stderr: "" });
      expect(answer.stdout).toContain(manifest.version);
    });
  });
});
