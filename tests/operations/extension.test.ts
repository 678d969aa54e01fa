import { afterEach, describe, expect, it } from "vitest";
import {
  batchDirective,
  call,
  type Deconstructed,
  directive,
  implementationFor,
  InvalidArgumentError,
  loadDialectModule,
  MigrateOperation,
  type Operations,
  ops,
  registerDialect,
  registerImpl,
  registerOperation,
  sa,
  sql,
  type SqlFragment,
} from "../../src/index.ts";
import { renderOps } from "../../src/render/index.ts";
import { statementsOf } from "../support/statements-of.ts";

declare module "../../src/operations/operations.ts" {
  interface Operations {
    createView(name: string, query: SqlFragment): Promise<void>;
    dropView(name: string): Promise<void>;
  }
}

declare module "../../src/operations/batch/batch-operations.ts" {
  interface BatchOperations {
    touch(): Promise<void>;
  }
}

class CreateViewOp extends MigrateOperation {
  constructor(
    readonly name: string,
    readonly query: SqlFragment,
  ) {
    super();
  }

  override reverse(): DropViewOp {
    return new DropViewOp(this.name, this);
  }

  deconstruct(): Deconstructed {
    return call("op.createView", [this.name, this.query]);
  }
}

class DropViewOp extends MigrateOperation {
  constructor(
    readonly name: string,
    readonly original: CreateViewOp | null = null,
  ) {
    super();
  }

  override reverse(): MigrateOperation {
    return this.original ?? super.reverse();
  }

  deconstruct(): Deconstructed {
    return call("op.dropView", [this.name]);
  }
}

registerOperation(
  "createView",
  directive(
    CreateViewOp,
    (name: string, query: SqlFragment) => new CreateViewOp(name, query),
    async ({ impl }, { name, query }) => {
      await impl.execute(sql`CREATE VIEW ${sql.identifier(name)} AS ${query}`);
    },
  ),
);
registerOperation(
  "dropView",
  directive(
    DropViewOp,
    (name: string) => new DropViewOp(name),
    async ({ impl }, { name }) => {
      await impl.execute(sql`DROP VIEW ${sql.identifier(name)}`);
    },
  ),
);

class TouchOp extends ops.TableOperation {
  readonly schema = null;

  constructor(readonly table: string) {
    super();
  }

  deconstruct() {
    return call("op.touch", [this.table]);
  }
}

describe("a directive of the user's own", () => {
  const query = sql`SELECT id FROM posts WHERE state = ${"it's"}`;

  it("OPS-55 is called on op like every other, with its values as literals in a script", async () => {
    const statements = await statementsOf("postgresql", async (op) => {
      await op.createView("Recent", query);
      await op.dropView("Recent");
    });
    expect(statements).toEqual([
      `CREATE VIEW "Recent" AS SELECT id FROM posts WHERE state = 'it''s'`,
      'DROP VIEW "Recent"',
    ]);
  });

  it("is a property of op like every other, and nothing can be set there", async () => {
    const statements = await statementsOf("postgresql", async (op) => {
      const { createView, dropTable } = { ...op };
      expect([createView, dropTable, op.f]).toEqual([op.createView, op.dropTable, op.f]);
      expect(["dropView" in op, "f" in op, "dropViews" in op, "then" in op]).toEqual([true, true, false, false]);
      expect(Object.keys(op)).toEqual(expect.arrayContaining(["createTable", "createView", "f", "invoke"]));
      expect(() => Object.assign(op, { dropTable: null })).toThrow(TypeError);
      expect(Reflect.defineProperty(op, "own", { value: 1 }) || Reflect.deleteProperty(op, "f")).toBe(false);
      await dropTable("posts");
    });
    expect(statements).toEqual(["DROP TABLE posts"]);
  });

  it("OPS-55 can be turned round and back", async () => {
    const created = new CreateViewOp("recent", query);
    expect(created.reverse()).toEqual(new DropViewOp("recent", created));
    expect(created.reverse().reverse()).toBe(created);
    expect(() => new DropViewOp("recent").reverse()).toThrow("Reversing DropViewOp");
  });

  it("OPS-55 is written into a revision by what it says of itself", () => {
    const { body } = renderOps(new ops.UpgradeOps([new CreateViewOp("recent", sql`SELECT 1`)]), {}, 0);
    expect(body).toBe('await op.createView("recent", sql`SELECT 1`);');
  });

  it("OPS-55 is invoked as an object, and a class without an implementation is refused", async () => {
    expect(await statementsOf("sqlite", (op) => op.invoke(new DropViewOp("recent")))).toEqual(["DROP VIEW recent"]);
    const unknown = statementsOf("sqlite", (op) => op.invoke(new TouchOp("t")));
    await expect(unknown).rejects.toMatchObject({ code: "ALB0832" });
  });

  it("OPS-55 takes no name that is taken, neither of ours nor of another's", () => {
    const again = directive(
      DropViewOp,
      (name: string) => new DropViewOp(name),
      async () => undefined,
    );
    for (const name of ["dropView", "createTable", "getBind", "f", "inlineLiteral"]) {
      expect(() => registerOperation(name, again)).toThrow(InvalidArgumentError);
    }
  });

  it("OPS-55 has a form in a batch, and an implementation of its own", async () => {
    const touch = directive(
      TouchOp,
      (table: string) => new TouchOp(table),
      async ({ invoke }, { table }) => {
        await invoke(new ops.ExecuteSqlOp(sql`UPDATE ${sql.identifier(table)} SET touched = 1`));
      },
    );
    registerOperation(
      "touch",
      touch,
      batchDirective(({ table }) => new TouchOp(String(table))),
    );
    const statements = await statementsOf("postgresql", (op) =>
      op.batchAlterTable("posts", async (batch) => {
        await batch.touch();
      }),
    );
    expect(statements).toEqual(["UPDATE posts SET touched = 1"]);
  });
});

describe("implementationFor()", () => {
  it("OPS-55 puts another implementation in the place of one, only where told to", async () => {
    class GrantOp extends MigrateOperation {
      deconstruct(): Deconstructed {
        return call("op.grant");
      }
    }
    const says = (text: string) => async (scope: Parameters<Parameters<typeof implementationFor>[1]>[0]) => {
      await scope.impl.execute(text);
    };
    implementationFor(GrantOp, says("GRANT 1"));
    expect(() => implementationFor(GrantOp, says("GRANT 2"))).toThrow(InvalidArgumentError);
    implementationFor(GrantOp, says("GRANT 2"), { replace: true });
    expect(await statementsOf("sqlite", (op) => op.invoke(new GrantOp()))).toEqual(["GRANT 2"]);
    class SpecialGrantOp extends GrantOp {}
    expect(await statementsOf("sqlite", (op) => op.invoke(new SpecialGrantOp()))).toEqual(["GRANT 2"]);
  });

  it("OPS-55 may call op itself, in order", async () => {
    class PairOp extends MigrateOperation {
      deconstruct(): Deconstructed {
        return call("op.pair");
      }
    }
    const held: { op?: Operations } = {};
    implementationFor(PairOp, async () => {
      void held.op?.execute("first");
      await held.op?.execute("second");
    });
    const statements = await statementsOf("sqlite", async (op) => {
      held.op = op;
      void op.invoke(new PairOp());
      await op.execute("third");
    });
    expect(statements).toEqual(["first", "second", "third"]);
  });
});

describe("an impl of the user's own", () => {
  afterEach(() => registerImpl("sqlite", (Base) => Base));

  it("OPS-56 changes what an operation takes, and keeps the rest", async () => {
    registerImpl(
      "sqlite",
      (Base) =>
        class extends Base {
          override async dropTable(...args: Parameters<(typeof Base)["prototype"]["dropTable"]>): Promise<void> {
            await this.execute("-- farewell");
            await super.dropTable(...args);
          }
        },
    );
    const migrate = async (op: Operations): Promise<void> => {
      await op.dropTable("t");
      await op.renameTable("a", "b");
    };
    expect(await statementsOf("sqlite", migrate)).toEqual(["-- farewell", "DROP TABLE t", "ALTER TABLE a RENAME TO b"]);
    expect(await statementsOf("postgresql", (op) => op.dropTable("t"))).toEqual(["DROP TABLE t"]);
  });

  it("OPS-56 belongs to a dialect of the user's own, made of another", async () => {
    const postgresql = await loadDialectModule("postgresql");
    registerDialect("cockroachdb", async () => ({
      ...postgresql,
      name: "cockroachdb",
      createDialect: (version, options) => ({ ...postgresql.createDialect(version, options), name: "cockroachdb" }),
    }));
    registerImpl(
      "cockroachdb",
      (Base) =>
        class extends Base {
          override async renameTable(): Promise<void> {
            await this.execute("not today");
          }
        },
    );
    const statements = await statementsOf("cockroachdb", async (op) => {
      await op.renameTable("a", "b");
      await op.createTable("t", [sa.column("j", sa.postgresql.jsonb())]);
    });
    expect(statements).toEqual(["not today", "CREATE TABLE t (\n    j JSONB\n)"]);
    await expect(statementsOf("nowhere", (op) => op.dropTable("t"))).rejects.toThrow(InvalidArgumentError);
  });
});

describe("a type of another database", () => {
  it("is refused with withVariant() as the way out, where no generic type stands for it", async () => {
    const migrate = (op: Operations) => op.createTable("t", [sa.column("j", sa.postgresql.jsonb())]);
    await expect(statementsOf("mysql", migrate)).rejects.toMatchObject({
      code: "ALB0317",
      hint: expect.stringContaining("withVariant"),
    });
    const variant = sa.json().withVariant(sa.postgresql.jsonb(), "postgresql");
    const both = (op: Operations) => op.createTable("t", [sa.column("j", variant)]);
    expect((await statementsOf("mysql", both))[0]).toContain("j JSON");
    expect((await statementsOf("postgresql", both))[0]).toContain("j JSONB");
  });

  it("is written as the generic one where it differs by options only", async () => {
    const columns = [
      sa.column("a", sa.mysql.integer(null, { unsigned: true })),
      sa.column("b", sa.mysql.varchar(9, { charset: "latin1" })),
      sa.column("c", sa.postgresql.timestamp({ precision: 3 })),
    ];
    const [text] = await statementsOf("sqlite", (op) => op.createTable("t", columns));
    expect(text).toMatch(/a INTEGER,\s+b VARCHAR\(9\),\s+c TIMESTAMP/);
  });
});
