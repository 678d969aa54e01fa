import { onTestFinished } from "vitest";
import { connect } from "../../src/dialects/registry.ts";
import type { TestEngine } from "../../src/testing/index.ts";
import { addSettings, type CliAnswer, type CliProject, createCliProject } from "./project.ts";

/** A project on a database. */
export async function createProject(url: string): Promise<CliProject> {
  const project = await createCliProject();
  await setUrl(project, url);
  return project;
}

/** Leads a project to another database. */
export function setUrl(project: CliProject, url: string): Promise<void> {
  return addSettings(project, `sqlalchemy.url = ${url.replaceAll("%", "%%")}`);
}

/** A project on a database of its own, in which some statements have run. */
export async function shopProject(engine: TestEngine, statements: readonly string[]): Promise<CliProject> {
  return (await shopOn(engine, statements)).project;
}

/** The same, with the database. */
export async function shopOn(
  engine: TestEngine,
  statements: readonly string[],
): Promise<{ readonly project: CliProject; readonly url: string }> {
  const database = await engine.createDatabase();
  const { url } = database;
  onTestFinished(() => database.drop());
  await connect(url, async (connection) => {
    for (const statement of statements) await connection.execute(statement);
  });
  return { project: await createProject(url), url };
}

/** A project with the models that `alembic reflect` writes of a shop, which env compares. */
export async function modelledShop(
  engine: TestEngine,
  statements: readonly string[],
): Promise<{ readonly project: CliProject; readonly said: CliAnswer }> {
  const { project: reflecting, url } = await shopOn(engine, statements);
  const said = await reflecting.alembic("reflect");
  const project = await createProject(url);
  await project.write("models.ts", await reflecting.read("models.ts"));
  const env = await project.read("migrations/env.ts");
  await project.write(
    "migrations/env.ts",
    env
      .replace(
        "const targetMetadata = null;",
        'import { Base } from "../models.ts";\nconst targetMetadata = Base.metadata;',
      )
      .replace("{ connection, targetMetadata }", "{ connection, targetMetadata, compareServerDefault: true }"),
  );
  return { project, said };
}
