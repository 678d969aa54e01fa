import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { connect } from "../../src/dialects/registry.ts";
import { testEngines } from "../../src/testing/engines.ts";
import { createProcessProject } from "../runtime/processes.ts";
import { packedFile } from "../support/packed.ts";

// Building and packing the package is no part of any one test.
beforeAll(() => packedFile());

const models = (values: string, serverDefault: string): string => `import { sa } from "alembic-ts";
export const targetMetadata = sa.metaData();
targetMetadata.table("birds", [
  sa.column("id", sa.integer(), { primaryKey: true }),
  sa.column("mood", sa.enum([${values}], { name: "mood" }), { serverDefault: "${serverDefault}" }),
]);
`;

describe.runIf(testEngines.postgresql.isAvailable)("A value added to an enum type", () => {
  it("is a default in the same revision, and data of the next one in the same run", async () => {
    const database = await testEngines.postgresql.createDatabase();
    onTestFinished(() => database.drop());
    const project = await createProcessProject(database);
    const done = async (...args: readonly string[]): Promise<void> => {
      expect(await project.alembic(...args)).toMatchObject({ exitCode: 0 });
    };
    const env = await project.read("migrations/env.ts");
    const imported = 'import { targetMetadata } from "../models.ts";';
    await project.write(
      "migrations/env.ts",
      env
        .replace("const targetMetadata = null;", imported)
        .replace("{ connection, targetMetadata }", "{ connection, targetMetadata, compareServerDefault: true }"),
    );
    await project.write("models.ts", models('"sad"', "sad"));
    await done("revision", "--autogenerate", "-m", "birds", "--rev-id", "r1");
    await done("upgrade", "head");
    await project.write("models.ts", models('"sad", "glad"', "glad"));
    await done("revision", "--autogenerate", "-m", "glad", "--rev-id", "r2");
    await project.revision("r3", "r2", `await op.execute("INSERT INTO birds (id, mood) VALUES (1, 'glad')");`);
    await done("upgrade", "head");
    await done("check");
    const { rows } = await connect(database.url, async (connection) => connection.execute("SELECT * FROM birds"));
    expect(rows).toEqual([{ id: 1, mood: "glad" }]);
    expect(await project.read("migrations/versions/r2_glad.ts")).toContain(
      "// PostgreSQL lets nothing use a value of an enum type before it is committed.\n  await op.getContext().autocommitBlock(",
    );
  });
});
