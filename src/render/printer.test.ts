import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as sa from "../types/factories.ts";
import {
  checkConstraint,
  column,
  computed,
  desc,
  foreignKeyConstraint,
  identity,
  index,
  uniqueConstraint,
} from "../schema/index.ts";
import { quotedName, sql } from "../sql/index.ts";
import { call } from "../util/deconstruct.ts";
import { Printer } from "./printer.ts";

const schema = {
  ...sa,
  column,
  checkConstraint,
  computed,
  desc,
  foreignKeyConstraint,
  identity,
  index,
  quotedName,
  uniqueConstraint,
};

function evaluate(source: string): unknown {
  // What the printer writes is code: the only way to see that it means what it printed is to run it.
  // oxlint-disable-next-line typescript/no-implied-eval
  return new Function("sa", "sql", `return ${source};`)(schema, sql);
}

describe("Printer", () => {
  it("keeps a short call on one line", () => {
    expect(new Printer().statement(call("op.dropColumn", ["posts", "content"]))).toBe(
      'await op.dropColumn("posts", "content");',
    );
  });

  it("opens a last list on the first line and gives each of several calls a line of its own", () => {
    const op = call("op.createTable", [
      "posts",
      [column("id", sa.integer(), { nullable: false }), column("title", sa.string(50))],
    ]);
    expect(new Printer().statement(op, 2)).toBe(
      [
        '  await op.createTable("posts", [',
        '    sa.column("id", sa.integer(), { nullable: false }),',
        '    sa.column("title", sa.string(50)),',
        "  ]);",
      ].join("\n"),
    );
  });

  it("gives every argument a line where a list is followed by options", () => {
    const op = call("op.createTable", ["t", [column("a", sa.text()), column("b", sa.text())]], { schema: "blog" });
    expect(new Printer().statement(op)).toBe(
      [
        "await op.createTable(",
        '  "t",',
        "  [",
        '    sa.column("a", sa.text()),',
        '    sa.column("b", sa.text()),',
        "  ],",
        '  { schema: "blog" },',
        ");",
      ].join("\n"),
    );
  });

  it("writes SQL as a template, with values, names and backticks kept", () => {
    const fragment = sql`select \`x\`, ${"it's"} from ${sql.identifier("public", "Order")} where $\{a} = ${sql.literal(1)}`;
    const source = new Printer().print(fragment);
    expect(evaluate(source)).toEqual(fragment);
  });

  it("breaks no line longer than the width where it can be broken", () => {
    const long = column("a".repeat(30), sa.numeric(10, 2), {
      nullable: false,
      comment: "c".repeat(60),
      serverDefault: sql`0`,
    });
    const lines = new Printer({ width: 80 }).print(long).split("\n");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it("remembers which names of the package the source uses", () => {
    const printer = new Printer();
    printer.print(column("a", sa.timestamp({ timezone: true }), { serverDefault: sql`now()` }));
    expect([...printer.usedNames].toSorted()).toEqual(["sa", "sql"]);
  });

  it("refuses what has no source", () => {
    expect(() => new Printer().print(() => 1)).toThrow(expect.objectContaining({ code: "ALB0701" }));
  });

  it("prints source that makes the same value again, whatever its strings hold", () => {
    const text = fc.string({ unit: "binary", minLength: 1 });
    const item = fc.oneof(
      text.map((name) => column(name, sa.string(20), { comment: name, serverDefault: name })),
      fc.tuple(text, text).map(([name, value]) => column(name, sa.enum([value, `${value}x`], { name }))),
      text.map((value) => checkConstraint(sql`a = ${value} or ${sql.identifier(value)} = ${sql.literal(value)}`)),
      text.map((name) => index(name, [desc("a"), quotedName(name, true), sql`lower(b)`], { unique: true })),
      text.map((name) => foreignKeyConstraint(["a"], ["t.b"], { name, onDelete: "CASCADE" })),
      text.map((name) => uniqueConstraint([name])),
      fc.bigInt().map((start) => column("n", sa.bigInteger(), { identity: identity({ start }) })),
      text.map((value) => column("g", sa.json(), { computed: computed(value, { persisted: true }) })),
    );
    fc.assert(
      fc.property(fc.array(item, { maxLength: 4 }), fc.integer({ min: 20, max: 140 }), (items, width) => {
        const printed = new Printer({ width }).print(items);
        expect(new Printer({ width }).print(evaluate(printed))).toBe(printed);
      }),
    );
  });
});
