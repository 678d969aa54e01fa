import { cp, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { withTemporaryFolder } from "../../src/testing/index.ts";
import { ownPackageRoot } from "../../src/util/own-package.ts";
import { run } from "../support/run.ts";

const root = ownPackageRoot();

/** The code under a heading of CONTRIBUTING.md, block by block. */
async function blocksUnder(heading: string): Promise<readonly string[]> {
  const guide = await readFile(join(root, "CONTRIBUTING.md"), "utf8");
  const section = guide.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? "";
  return [...section.matchAll(/```ts\n([^]*?)```/g)].map(([, code]) => code ?? "");
}

async function edit(path: string, change: (text: string) => string): Promise<void> {
  await writeFile(path, change(await readFile(path, "utf8")));
}

const program = `
import { loadDialect, createOperations, ops, sa } from "./src/index.ts";
import { SetTablespaceOp } from "./src/operations/set-tablespace.ts";
import { renderOps } from "./src/render/index.ts";
import { MetaData } from "./src/schema/index.ts";

async function statements(name, migrate) {
  const dialect = await loadDialect(name);
  const sent = [];
  const runner = { isOffline: true, literalBinds: true, staticOutput() {}, run: async (text) => (sent.push(text), { rows: [], rowCount: null }) };
  const metadata = new MetaData();
  const impl = dialect.createImpl({ dialect, runner, connection: null, metadata, warn() {} });
  await migrate(createOperations({ dialect, impl, metadata, connection: null, isOffline: true, opts: {}, autocommitBlock: (block) => block() }));
  return sent;
}

const made = new SetTablespaceOp("posts", "fast", { existingTablespace: "slow" });
const column = sa.column("d", sa.xml());
console.log(JSON.stringify({
  sent: await statements("postgresql", (op) => op.setTablespace("Posts", "fast")),
  rendered: renderOps(new ops.UpgradeOps([made.reverse()]), {}, 0).body,
  types: [
    ...(await statements("postgresql", (op) => op.addColumn("t", column))),
    ...(await statements("oracle", (op) => op.addColumn("t", column))),
  ],
}));
`;

describe("the worked examples of CONTRIBUTING.md", () => {
  it("add a directive by one file and one line, and a type by one file, one line and a rule", async () => {
    const [operation = "", barrelLine = ""] = await blocksUnder("Adding an operation");
    const [type = "", entryLine = "", rule = ""] = await blocksUnder("Adding a type");
    await withTemporaryFolder(async (folder) => {
      for (const part of ["src", "scripts", "package.json", "tsconfig.json"]) {
        await cp(join(root, part), join(folder, part), {
          recursive: true,
          filter: (path) => !path.endsWith(".test.ts"),
        });
      }
      await symlink(join(root, "node_modules"), join(folder, "node_modules"), "dir");
      await writeFile(join(folder, "src/operations/set-tablespace.ts"), operation);
      await edit(join(folder, "src/operations/directives.ts"), (text) => text + barrelLine);
      await writeFile(join(folder, "src/types/xml-type.ts"), type);
      await edit(join(folder, "src/sa.ts"), (text) => text + entryLine);
      await edit(join(folder, "src/dialects/oracle/type-compiler.ts"), (text) =>
        `import { Xml } from "../../types/xml-type.ts";\n${text}`.replace("return [", `return [\n${rule}`),
      );
      await edit(join(folder, "tsconfig.json"), (text) => text.replace(/"include": \[[^\]]*\]/, '"include": ["src"]'));
      await writeFile(join(folder, "try.mjs"), program);

      const compiled = await run(process.execPath, ["node_modules/typescript7/bin/tsc", "--noEmit"], { cwd: folder });
      expect(compiled.stdout).toBe("");
      const { stdout } = await run(process.execPath, ["--import", "./scripts/ts-loader.mjs", "try.mjs"], {
        cwd: folder,
      });
      expect(JSON.parse(stdout)).toEqual({
        sent: ['ALTER TABLE "Posts" SET TABLESPACE fast'],
        rendered: 'await op.setTablespace("posts", "slow", { existingTablespace: "fast" });',
        types: ["ALTER TABLE t ADD COLUMN d XML", "ALTER TABLE t ADD d XMLTYPE"],
      });
    });
  });
});
