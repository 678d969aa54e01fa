import type { Kysely } from "kysely";
import { describe, expect, it } from "vitest";
import { kysely } from "../../src/adapters/kysely/index.ts";
import { upgrade } from "../../src/commands/index.ts";
import * as sa from "../../src/sa.ts";
import { availableEngines } from "../../src/testing/index.ts";
import { createProject, emptyDatabase, envOn, line, valuesOf, versionsOf } from "./project.ts";

interface Tables {
  readonly posts: { readonly id: number; readonly title: string };
}

describe.each(availableEngines({ isShared: true }))("Kysely in a migration on $name", (engine) => {
  it("takes its turn among the operations, awaited or not", async () => {
    const url = await emptyDatabase(engine);
    const revisions = line({
      id: "a100",
      async upgrade(op) {
        void op.createTable("posts", [
          sa.column("id", sa.integer(), { primaryKey: true, autoincrement: false }),
          sa.column("title", sa.string(50)),
        ]);
        const db = kysely<Tables>(op.getBind());
        await db
          .insertInto("posts")
          .values([
            { id: 1, title: "a" },
            { id: 2, title: "" },
          ])
          .execute();
        await db.updateTable("posts").set({ title: "untitled" }).where("title", "=", "").execute();
        void op.addColumn("posts", sa.column("votes", sa.integer(), { serverDefault: "0" }));
        const titles = await db.selectFrom("posts").select("title").orderBy("id").execute();
        expect(titles).toEqual([{ title: "a" }, { title: "untitled" }]);
      },
    });
    await upgrade(await createProject(revisions, envOn(url)), "head");
    expect(await valuesOf(url, "SELECT title FROM posts WHERE votes = 0 ORDER BY id")).toEqual(["a", "untitled"]);
  });

  it("shares the step's transaction, of which its own is a part", async () => {
    const url = await emptyDatabase(engine);
    const revisions = line(
      {
        id: "a100",
        upgrade: (op) => op.createTable("posts", [sa.column("id", sa.integer()), sa.column("title", sa.string(50))]),
      },
      {
        id: "b200",
        async upgrade(op) {
          const db = kysely<Tables>(op.getBind());
          await db.insertInto("posts").values({ id: 1, title: "lost with the step" }).execute();
          const failing = db.transaction().execute(async (trx) => {
            await trx.insertInto("posts").values({ id: 2, title: "lost before" }).execute();
            throw new RangeError("within");
          });
          await expect(failing).rejects.toThrow("within");
          expect(await db.selectFrom("posts").select("id").execute()).toEqual([{ id: 1 }]);
          throw new RangeError("of the step");
        },
      },
    );
    await expect(upgrade(await createProject(revisions, envOn(url)), "head")).rejects.toThrow("of the step");
    const rows = await valuesOf(url, "SELECT id FROM posts").catch(() => []);
    expect(rows).toEqual([]);
  });

  it("cannot be used after its revision has ended", async () => {
    const url = await emptyDatabase(engine);
    const kept: { db?: Kysely<Tables> } = {};
    const revisions = line({ id: "a100", upgrade: (op) => void (kept.db = kysely<Tables>(op.getBind())) });
    await upgrade(await createProject(revisions, envOn(url)), "head");
    await expect(kept.db?.selectFrom("posts").selectAll().execute()).rejects.toMatchObject({ code: "ALB0601" });
    expect(await versionsOf(url)).toEqual(["a100"]);
  });
});
