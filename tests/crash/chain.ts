import type { EngineName } from "../../src/testing/index.ts";

/** Twelve revisions with everything that can be half done: the bodies of their `upgrade(op)`, in order. */
export function chainFor(engine: EngineName): readonly string[] {
  const isSqlite = engine === "sqlite";
  const concurrently = engine === "postgresql" ? "{ postgresql: { concurrently: true } }" : "{}";
  return [
    // Tables, and rows for them.
    `await op.createTable("authors", [
       sa.column("id", sa.integer(), { primaryKey: true, autoincrement: false }),
       sa.column("name", sa.string(50), { nullable: false }),
     ]);`,
    `const posts = await op.createTable("posts", [
       sa.column("id", sa.integer(), { primaryKey: true, autoincrement: false }),
       sa.column("author_id", sa.integer(), { nullable: false }),
       sa.column("title", sa.string(50), { nullable: false }),
       sa.foreignKeyConstraint(["author_id"], ["authors.id"], { name: "fk_posts_author" }),
     ]);
     await op.execute("INSERT INTO authors (id, name) VALUES (1, 'Ada'), (2, 'Grace')");
     await op.bulkInsert(posts, [1, 2, 3].map((id) => ({ id, author_id: 1, title: "post " + id })));`,
    // DDL between rows that depend on it, and on rows read before.
    `await op.addColumn("posts", sa.column("slug", sa.string(60)));
     const { rows } = await op.getBind().execute("SELECT id, title FROM posts ORDER BY id");
     for (const { id, title } of rows) {
       await op.getBind().execute(sql\`UPDATE posts SET slug = \${String(title).replace(" ", "-")} WHERE id = \${id}\`);
     }
     await op.createIndex("ix_posts_slug", "posts", ["slug"]);`,
    `await op.execute("UPDATE authors SET name = 'Ada Lovelace' WHERE id = 1");
     await op.execute("INSERT INTO posts (id, author_id, title) VALUES (4, 2, 'last')");`,
    // A column that changes: in place, or by moving the table.
    isSqlite
      ? `await op.batchAlterTable("authors", async (batch) => {
           await batch.alterColumn("name", { newColumnName: "full_name", type: sa.string(100), nullable: true });
         });`
      : `await op.alterColumn("authors", "name", { newColumnName: "full_name", type: sa.string(100), nullable: true,
           existingType: sa.string(50), existingNullable: false });`,
    `await op.createTable("drafts", [sa.column("id", sa.integer(), { primaryKey: true, autoincrement: false })]);
     await op.execute("INSERT INTO drafts (id) VALUES (1)");
     await op.renameTable("drafts", "notes");
     await op.execute("INSERT INTO notes (id) VALUES (2)");`,
    // Statements of an autocommit block are kept at once, and so is what comes before it.
    `await op.execute("INSERT INTO notes (id) VALUES (3)");
     await op.getContext().autocommitBlock(async () => {
       await op.createIndex("ix_posts_author", "posts", ["author_id"], ${concurrently});
       await op.execute("INSERT INTO notes (id) VALUES (4)");
     });
     await op.addColumn("notes", sa.column("body", sa.text()));
     await op.execute("UPDATE notes SET body = 'kept' WHERE id = 3");`,
    isSqlite
      ? `await op.batchAlterTable("posts", async (batch) => {
           await batch.createUniqueConstraint("uq_posts_slug", ["slug"]);
           await batch.createCheckConstraint("ck_posts_id", sql\`id > 0\`);
         });`
      : `await op.createUniqueConstraint("uq_posts_slug", "posts", ["slug"]);
         await op.createCheckConstraint("ck_posts_id", "posts", sql\`id > 0\`);`,
    `await op.execute("DELETE FROM notes WHERE id = 1");
     await op.dropIndex("ix_posts_slug", { tableName: "posts" });
     await op.execute("DELETE FROM notes WHERE id = 2");`,
    // The same again and again: each must be counted once.
    `await op.execute("CREATE TABLE counters (id INTEGER NOT NULL PRIMARY KEY, n INTEGER NOT NULL)");
     await op.execute("INSERT INTO counters VALUES (1, 0)");
     for (const name of ["c1", "c2"]) {
       await op.execute("UPDATE counters SET n = n + 1");
       await op.addColumn("counters", sa.column(name, sa.integer()));
       await op.execute("UPDATE counters SET n = n + 1");
     }`,
    `await op.createTable("doomed", [sa.column("id", sa.integer(), { primaryKey: true })]);
     await op.dropTable("doomed");
     await op.execute("INSERT INTO counters (id, n) VALUES (2, 10)");`,
    `await op.execute("UPDATE counters SET n = n * 2");`,
  ];
}
