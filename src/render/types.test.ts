import { describe, expect, it } from "vitest";
import * as sa from "../types/factories.ts";
import * as mssql from "../dialects/mssql/types.ts";
import * as mysql from "../dialects/mysql/types.ts";
import * as oracle from "../dialects/oracle/types.ts";
import * as postgresql from "../dialects/postgresql/types.ts";
import * as sqlite from "../dialects/sqlite/types.ts";
import { sql } from "../sql/index.ts";
import { Printer } from "./printer.ts";

const namespace = { ...sa, mssql, mysql, oracle, postgresql, sqlite };

function evaluate(source: string): unknown {
  // What the printer writes is code: whether it makes the same value again, only a run can tell.
  // oxlint-disable-next-line typescript/no-implied-eval
  return new Function("sa", "sql", `return ${source};`)(namespace, sql);
}

describe("a type", () => {
  it.each([
    'sa.string(20, { collation: "C" })',
    'sa.string(null, { collation: "C" })',
    'sa.text(null, { collation: "C" })',
    'sa.TEXT(null, { collation: "C" })',
    "sa.unicode(20)",
    "sa.numeric(10, 2)",
    "sa.numeric(10)",
    "sa.float(24)",
    "sa.dateTime({ timezone: true })",
    'sa.enum(["a", "b"], { name: "e", nativeEnum: false, length: 20 })',
    'sa.boolean({ createConstraint: true, name: "ck" })',
    "sa.largeBinary(20)",
    "sa.uuid()",
    "sa.ARRAY(sa.integer(), { dimensions: 2 })",
    "sa.postgresql.array(sa.text())",
    "sa.postgresql.timestamp({ timezone: true, precision: 3 })",
    'sa.postgresql.interval({ fields: "DAY TO SECOND", precision: 2 })',
    "sa.postgresql.bit(8, { varying: true })",
    'sa.postgresql.enum(["a"], { name: "e", schema: "s" })',
    'sa.mysql.longtext(null, { collation: "utf8mb4_bin" })',
    'sa.mysql.varchar(20, { charset: "latin1" })',
    "sa.mysql.integer(null, { unsigned: true })",
    "sa.mysql.tinyint(1)",
    "sa.mysql.decimal(10, 2, { unsigned: true })",
    "sa.mysql.decimal(null, null, { unsigned: true })",
    "sa.mysql.double(null, null, { zerofill: true })",
    'sa.mysql.enum(["a", "b"], { collation: "utf8mb4_bin" })',
    'sa.mysql.set(["a", "b"])',
    "sa.mysql.datetime({ fsp: 6 })",
    "sa.mysql.bit(3)",
    "sa.mssql.datetime2(3)",
    'sa.mssql.varchar("max")',
    "sa.oracle.number(10, 2)",
    "sa.oracle.number(null, 2)",
    'sa.sqlite.datetime({ storageFormat: "%(year)04d" })',
  ])("%s is printed so that it gives the same again", (source) => {
    const type = evaluate(source);
    const printed = new Printer().print(type);
    expect(evaluate(printed)).toEqual(type);
    expect(new Printer().print(evaluate(printed))).toBe(printed);
  });
});
