import { describe, expect, expectTypeOf, it } from "vitest";
import { InvalidArgumentError } from "../../src/errors/index.ts";
import { type Operations, ops, sa, type SqlFragment } from "../../src/index.ts";
import { statementsOf } from "../support/statements-of.ts";

const id = sa.column("id", sa.integer());

/**
 * A wrong option of every directive, and of every dialect's object in it. The compiler refuses each of them: where it
 * would not, the line above it would be an error.
 */
const wrong: Readonly<Record<string, (op: Operations) => Promise<unknown>>> = {
  // @ts-expect-error no such option
  addColumn: (op) => op.addColumn("t", id, { ifExists: true }),
  // @ts-expect-error no such option
  alterColumn: (op) => op.alterColumn("t", "a", { notNull: true }),
  // @ts-expect-error no such option
  "alterColumn of postgresql": (op) => op.alterColumn("t", "a", { type: sa.text(), postgresql: { usin: "a" } }),
  // @ts-expect-error no such option
  bulkInsert: (op) => op.bulkInsert(sa.table("t", [id]), [], { multiInsert: true }),
  // @ts-expect-error no such option
  createCheckConstraint: (op) => op.createCheckConstraint("ck", "t", "a > 0", { deferable: true }),
  createCheckConstraintOfSqlite: (op) =>
    // @ts-expect-error no such option
    op.createCheckConstraint("ck", "t", "a > 0", { sqlite: { onConflicts: "FAIL" } }),
  // @ts-expect-error no such option
  createExcludeConstraint: (op) => op.createExcludeConstraint("ex", "t", [["a", "="]], { wher: "a" }),
  // @ts-expect-error no such option
  createForeignKey: (op) => op.createForeignKey("fk", "t", "u", ["a"], ["b"], { ondelete: "CASCADE" }),
  createForeignKeyOfPostgresql: (op) =>
    // @ts-expect-error no such option
    op.createForeignKey("fk", "t", "u", ["a"], ["b"], { postgresql: { notvalid: true } }),
  // @ts-expect-error no such option
  createIndex: (op) => op.createIndex("ix", "t", ["a"], { uniqe: true }),
  // @ts-expect-error no such option
  createIndexOfPostgresql: (op) => op.createIndex("ix", "t", ["a"], { postgresql: { concurently: true } }),
  // @ts-expect-error no such option
  createIndexOfMysql: (op) => op.createIndex("ix", "t", ["a"], { mysql: { lenght: 5 } }),
  // @ts-expect-error no such option
  createIndexOfMariadb: (op) => op.createIndex("ix", "t", ["a"], { mariadb: { lenght: 5 } }),
  // @ts-expect-error no such option
  createIndexOfSqlite: (op) => op.createIndex("ix", "t", ["a"], { sqlite: { wher: "a" } }),
  // @ts-expect-error no such option
  createIndexOfMssql: (op) => op.createIndex("ix", "t", ["a"], { mssql: { cluster: true } }),
  // @ts-expect-error no such option
  createIndexOfOracle: (op) => op.createIndex("ix", "t", ["a"], { oracle: { bitmapped: true } }),
  // @ts-expect-error no such option
  createPrimaryKey: (op) => op.createPrimaryKey("pk", "t", ["a"], { scheme: "s" }),
  // @ts-expect-error no such option
  createTable: (op) => op.createTable("t", [id], { ifNotExist: true }),
  // @ts-expect-error no such option
  createTableOfPostgresql: (op) => op.createTable("t", [id], { postgresql: { partition: "x" } }),
  // @ts-expect-error no such option
  createTableOfMysql: (op) => op.createTable("t", [id], { mysql: { engin: "InnoDB" } }),
  // @ts-expect-error no such option
  createTableOfMariadb: (op) => op.createTable("t", [id], { mariadb: { engin: "Aria" } }),
  // @ts-expect-error no such option
  createTableOfSqlite: (op) => op.createTable("t", [id], { sqlite: { withoutRowid: true } }),
  // @ts-expect-error no such option
  createTableOfOracle: (op) => op.createTable("t", [id], { oracle: { compres: true } }),
  // @ts-expect-error the flat form of Python is none
  createTableFlat: (op) => op.createTable("t", [id], { mysql_engine: "InnoDB" }),
  // @ts-expect-error no such option
  createTableComment: (op) => op.createTableComment("t", "c", { existing: "b" }),
  // @ts-expect-error no such option
  createUniqueConstraint: (op) => op.createUniqueConstraint("uq", "t", ["a"], { initialy: "DEFERRED" }),
  createUniqueConstraintOfMssql: (op) =>
    // @ts-expect-error no such option
    op.createUniqueConstraint("uq", "t", ["a"], { mssql: { cluster: true } }),
  // @ts-expect-error no such option
  dropColumn: (op) => op.dropColumn("t", "a", { ifExist: true }),
  // @ts-expect-error no such option
  dropColumnOfMssql: (op) => op.dropColumn("t", "a", { mssql: { dropDefaults: true } }),
  // @ts-expect-error no such option
  dropConstraint: (op) => op.dropConstraint("c", "t", { kind: "check" }),
  // @ts-expect-error no such option
  dropIndex: (op) => op.dropIndex("ix", { table: "t" }),
  // @ts-expect-error no such option
  dropTable: (op) => op.dropTable("t", { cascade: true }),
  // @ts-expect-error no such option
  dropTableComment: (op) => op.dropTableComment("t", { existing: "b" }),
  // @ts-expect-error no such option
  execute: (op) => op.execute("x", { options: {} }),
  // @ts-expect-error no such option
  renameTable: (op) => op.renameTable("a", "b", { shema: "s" }),
  // @ts-expect-error no such option
  batchAlterTable: (op) => op.batchAlterTable("t", { recreat: "never" }, async () => undefined),
  // @ts-expect-error no such option of a column
  column: async (op) => op.addColumn("t", sa.column("a", sa.integer(), { null: false })),
  // @ts-expect-error no such option of a type
  type: async (op) => op.addColumn("t", sa.column("a", sa.enum(["a"], { nativ: true }))),
};

/** Arguments of the wrong type, which only the compiler has to refuse. */
export const refused = [
  // @ts-expect-error a default is no fragment by a string's look: sql`now()` is
  (op: Operations) => op.alterColumn("t", "a", { serverDefault: new Date() }),
  // @ts-expect-error columns are a list
  (op: Operations) => op.createPrimaryKey("pk", "t", "a"),
  // @ts-expect-error a kind of constraint that there is not
  (op: Operations) => op.dropConstraint("c", "t", { type: "fk" }),
  // @ts-expect-error a type stands in the place of a column
  (op: Operations) => op.addColumn("t", sa.integer()),
  // @ts-expect-error there is no op.createTables
  (op: Operations) => op.createTables("t", []),
];

describe("a misspelt option", () => {
  it.each(Object.entries(wrong))("OPS-46 of %s is refused before anything ran", async (_name, call) => {
    for (const dialect of ["postgresql", "mysql", "mariadb", "sqlite", "mssql", "oracle"]) {
      const statements: string[] = [];
      const failed = statementsOf(dialect, async (op) => {
        await call(op);
        statements.push("sent");
      });
      await expect(failed).rejects.toThrow(InvalidArgumentError);
      expect(statements).toEqual([]);
    }
  });
});

describe("the types of op", () => {
  it("say what each call takes and gives", () => {
    expectTypeOf<Operations["createTable"]>().returns.resolves.toHaveProperty("columns");
    expectTypeOf<Operations["addColumn"]>().returns.toEqualTypeOf<Promise<void>>();
    expectTypeOf<Operations["createIndex"]>().parameter(0).extract<null>().toBeNull();
    expectTypeOf<Operations["dropIndex"]>().parameter(0).extract<null>().toBeNever();
    expectTypeOf<Operations["inlineLiteral"]>().returns.toEqualTypeOf<SqlFragment>();
    expectTypeOf<ops.AddColumnOp["reverse"]>().returns.toEqualTypeOf<ops.DropColumnOp>();
    expect(new ops.AddColumnOp("t", id).reverse()).toBeInstanceOf(ops.DropColumnOp);
  });
});
