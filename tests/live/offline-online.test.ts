import { describe, expect, it } from "vitest";
import { downgrade, upgrade } from "../../src/commands/index.ts";
import { connect, type Operations, sa, sql } from "../../src/index.ts";
import { availableEngines } from "../../src/testing/index.ts";
import { createProject, emptyDatabase, envFor, line, type RevisionSpec } from "../runtime/project.ts";

const id = sa.column("id", sa.integer(), { primaryKey: true });

/** Revisions of every kind of statement that carries no values of its own: those are bound on a connection. */
function revisions(dialect: string): readonly RevisionSpec[] {
  const isSqlite = dialect === "sqlite";
  const comment = isSqlite ? {} : { comment: 'what it\'s worth: 50% \\ of "all"' };
  return line(
    {
      id: "aaaa01",
      doc: "tables",
      async upgrade(op) {
        await op.createTable(
          "Posts",
          [
            id,
            sa.column("title", sa.string(50), { nullable: false, serverDefault: "it's \\ 5%", index: true }),
            sa.column("state", sa.enum(["a", "it's"], { name: "state", nativeEnum: dialect === "postgresql" })),
            sa.column("made", sa.dateTime(), { serverDefault: sql`CURRENT_TIMESTAMP` }),
            sa.checkConstraint(sql`title <> ${"x'y"}`, { name: "ck_title" }),
          ],
          comment,
        );
        void op.createTable("tags", [id, sa.column("name", sa.string(9), { unique: true })]);
      },
      async downgrade(op) {
        await op.dropTable("tags");
        await op.dropTable("Posts");
        if (dialect === "postgresql") await op.execute("DROP TYPE state");
      },
    },
    {
      id: "bbbb02",
      doc: "columns",
      async upgrade(op) {
        await op.addColumn("Posts", sa.column("votes", sa.integer(), { serverDefault: "0" }));
        await op.execute("UPDATE \n\t tags SET name = 'a:b'");
        if (!isSqlite) await changesInPlace(op);
      },
      downgrade: (op) => op.dropColumn("Posts", "votes"),
    },
  );
}

async function changesInPlace(op: Operations): Promise<void> {
  await op.alterColumn("tags", "name", { nullable: false, existingType: sa.string(9) });
  await op.createForeignKey("fk_tag", "Posts", "tags", ["votes"], ["id"], { onDelete: "CASCADE" });
  await op.dropConstraint("fk_tag", "Posts", { type: "foreignkey" });
}

/** The statements of a script, as they would be sent. */
function statementsOf(script: string): readonly string[] {
  return script
    .replaceAll(/^--.*\n\n/gm, "")
    .split(/;\n\n/)
    .filter((text) => text !== "" && isOfMigration(text));
}

/** What runs the migration is its own affair: transactions, the version rows, the journal, the lock. */
function isOfMigration(text: string): boolean {
  return !/^(BEGIN|COMMIT|START|SET |SHOW |SELECT |PRAGMA |RELEASE|SAVEPOINT)|alembic_version/i.test(text);
}

/** A script has four blanks for a tab, and nothing at the ends of statements. */
function asInScript(text: string): string {
  return text.replaceAll("\t", "    ").trim();
}

describe.each(availableEngines({ isShared: true }))("a script for $name", (engine) => {
  it.each(["upgrade", "downgrade"] as const)(
    "RUN-11 of %s has the statements that a connection gets, byte for byte",
    async (name) => {
      const url = await emptyDatabase(engine);
      const specs = revisions(engine.dialect);
      const sent: string[] = [];
      const online = await createProject(specs, (context) =>
        connect(url, async (connection) => {
          connection.onStatement(({ sql: text }) => void (isOfMigration(text) && sent.push(asInScript(text))));
          await context.configure({ connection });
          await context.runMigrations();
        }),
      );
      await upgrade(online, "head");
      if (name === "downgrade") {
        sent.length = 0;
        await downgrade(online, "base");
      }
      const offline = await createProject(specs, envFor(engine.dialect));
      const { sql: script } =
        name === "upgrade"
          ? await upgrade(offline, "head", { sql: true })
          : await downgrade(offline, "bbbb02:base", { sql: true });
      expect(sent.length).toBeGreaterThan(2);
      expect(statementsOf(script ?? "")).toEqual(sent);
    },
  );
});
