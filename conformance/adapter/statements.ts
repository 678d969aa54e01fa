import { sql } from "../../src/index.ts";
import { nameText, type SqlFragment } from "../../src/sql/index.ts";
import type { SqlType } from "../../src/types/index.ts";
import type { Json, JsonObject } from "../corpus.ts";
import { buildExpression, type Expression, type ExpressionScope, type ScopeTable } from "./expressions.ts";
import { AdapterError, asConstruct, asList, asText, type Construct, isList, isObject } from "./json.ts";
import { requireName } from "./names.ts";
import { buildType } from "./types.ts";

/** The statements that a query builder would write: turned into fragments, since this project has none. */
export const STATEMENTS = new Set(["update", "delete", "insert", "select"]);

/** Builds a statement as an `sql` fragment. */
export function buildStatement(construct: Construct, scope: ExpressionScope): SqlFragment {
  if (construct.name === "select") return buildSelect(construct, scope);
  const table = scopeTable(construct.args[0]);
  const inner: ExpressionScope = { ...scope, tables: [table, ...scope.tables] };
  if (construct.name === "update") return buildUpdate(table, construct.kw, inner);
  if (construct.name === "delete") return sql`DELETE FROM ${table.reference}${where(construct.kw, inner)}`;
  return buildInsert(table, construct.kw, inner);
}

/** What a statement has to know of a `table(...)`. */
export function scopeTable(value: Json | undefined): ScopeTable {
  const construct = asConstruct(value);
  if (construct === null) throw new AdapterError("a statement needs a table");
  const name = requireName(construct.args[0], "table");
  const { schema } = construct.kw;
  const columns = construct.args.slice(1).map((arg) => asConstruct(arg));
  return {
    name: nameText(name),
    reference:
      schema === undefined || schema === null
        ? sql.identifier(name)
        : sql.identifier(requireName(schema, "schema"), name),
    columns: new Map(columns.flatMap((column) => (column === null ? [] : [columnEntry(column)]))),
  };
}

function columnEntry({ args }: Construct): readonly [string, SqlType | null] {
  return [nameText(requireName(args[0], "column")), buildType(args[1])];
}

function buildUpdate(table: ScopeTable, kw: JsonObject, scope: ExpressionScope): SqlFragment {
  const values = isObject(kw["values"]) ? kw["values"] : {};
  const assignments = inTableOrder(table, values).map(
    ([name, value]) => sql`${sql.identifier(name)}=${assigned(value, table.columns.get(name) ?? null, scope)}`,
  );
  return sql`UPDATE ${table.reference} SET ${sql.join(assignments)}${where(kw, scope)}`;
}

function inTableOrder(table: ScopeTable, values: JsonObject): readonly (readonly [string, Json])[] {
  const order = [...table.columns.keys()];
  const entries = Object.entries(values).map(([name, value]) => [name, value ?? null] as const);
  return entries.toSorted(([left], [right]) => order.indexOf(left) - order.indexOf(right));
}

function assigned(value: Json, type: SqlType | null, scope: ExpressionScope): SqlFragment {
  const expression: Expression = buildExpression(value, scope, type);
  return expression.level < 10 ? sql`(${expression.fragment})` : expression.fragment;
}

function where(kw: JsonObject, scope: ExpressionScope): SqlFragment {
  return clause(" WHERE ", kw["where"], scope);
}

function clause(word: string, value: Json | undefined, scope: ExpressionScope): SqlFragment {
  if (value === undefined || value === null) return sql``;
  const parts = (isList(value) ? value : [value]).map((each) => ordered(each, scope));
  return sql`${sql.raw(word)}${sql.join(parts)}`;
}

function ordered(value: Json, scope: ExpressionScope): SqlFragment {
  const construct = asConstruct(value);
  if (construct?.name !== "desc" && construct?.name !== "asc") return buildExpression(value, scope).fragment;
  return sql`${buildExpression(construct.args[0] ?? null, scope).fragment} ${sql.raw(construct.name.toUpperCase())}`;
}

function buildInsert(table: ScopeTable, kw: JsonObject, scope: ExpressionScope): SqlFragment {
  const target = sql`INSERT INTO ${table.reference}`;
  const { output, returning } = returned(table, kw["returning"], scope);
  if (isList(kw["from_select"])) return sql`${target} ${fromSelect(kw["from_select"], scope)}${returning}`;
  const values = kw["values"];
  if (values === undefined) return sql`${target} ${sql.raw(defaultValues(scope.dialect))}`;
  const rows = (isList(values) ? values : [values]).map((row) => (isObject(row) ? inTableOrder(table, row) : []));
  const names = rows[0]?.map(([name]) => sql.identifier(name)) ?? [];
  const tuples = rows.map(
    (row) => sql`(${sql.join(row.map(([name, value]) => assigned(value, table.columns.get(name) ?? null, scope)))})`,
  );
  return sql`${target} (${sql.join(names)})${output} VALUES ${sql.join(tuples)}${returning}`;
}

/** What an INSERT gives back: behind it, or on SQL Server before its values. */
function returned(
  table: ScopeTable,
  columns: Json | undefined,
  scope: ExpressionScope,
): Record<"output" | "returning", SqlFragment> {
  if (scope.dialect !== "mssql") {
    const own = { ...scope, tables: [{ ...table, isBare: scope.dialect === "sqlite" }, ...scope.tables.slice(1)] };
    return { output: sql``, returning: clause(" RETURNING ", columns, own) };
  }
  const inserted = { ...scope, tables: [{ ...table, reference: sql.raw("inserted") }, ...scope.tables.slice(1)] };
  return { output: clause(" OUTPUT ", columns, inserted), returning: sql`` };
}

function defaultValues(dialect: string): string {
  return ["mysql", "mariadb", "oracle"].includes(dialect) ? "() VALUES ()" : "DEFAULT VALUES";
}

function fromSelect(value: readonly Json[], scope: ExpressionScope): SqlFragment {
  const names = asList(value[0], "from_select").map((name) => sql.identifier(requireName(name, "column")));
  const select = asConstruct(value[1]);
  if (select === null) throw new AdapterError("from_select needs a select");
  return sql`(${sql.join(names)}) ${buildSelect(select, { ...scope, tables: scope.tables.slice(1) })}`;
}

function buildSelect({ args, kw }: Construct, scope: ExpressionScope): SqlFragment {
  const table = kw["from"] === undefined ? null : scopeTable(kw["from"]);
  const inner: ExpressionScope = table === null ? scope : { ...scope, tables: [table, ...scope.tables] };
  const counts = new Map<string, number>();
  const columns = args.map((arg) => sql`${buildExpression(arg, inner).fragment}${sql.raw(aliasOf(arg, counts))}`);
  const from = table === null ? sql`` : sql` FROM ${table.reference}`;
  const distinct = sql.raw(kw["distinct"] === true ? "DISTINCT " : "");
  const tail = sql`${where(kw, inner)}${clause(" GROUP BY ", kw["group_by"], inner)}${clause(" ORDER BY ", kw["order_by"], inner)}`;
  const limit = typeof kw["limit"] === "number" ? limits(kw["limit"], scope.dialect) : { before: sql``, after: sql`` };
  return sql`SELECT ${distinct}${limit.before}${sql.join(columns)}${from}${tail}${limit.after}`;
}

function limits(count: number, dialect: string): { readonly before: SqlFragment; readonly after: SqlFragment } {
  const literal = sql`${count}`;
  if (dialect === "mssql") return { before: sql`TOP ${literal} `, after: sql`` };
  if (dialect === "oracle") return { before: sql``, after: sql` FETCH FIRST ${literal} ROWS ONLY` };
  return { before: sql``, after: dialect === "sqlite" ? sql` LIMIT ${literal} OFFSET 0` : sql` LIMIT ${literal}` };
}

/** The reference gives every column of a result a name: `max_1` for a function, `anon_1` for a value. */
function aliasOf(value: Json, counts: Map<string, number>): string {
  const construct = asConstruct(value);
  if (construct?.name === "label") return ` AS ${asText(construct.args[1], "label")}`;
  if (construct === null || construct.name === "c" || construct.name === "column") return "";
  const stem = construct.name.startsWith("func.") ? construct.name.slice("func.".length) : "anon";
  const count = (counts.get(stem) ?? 0) + 1;
  counts.set(stem, count);
  return ` AS ${stem}_${count}`;
}
