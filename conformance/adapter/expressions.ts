import { sql } from "../../src/index.ts";
import { type LiteralType, nameText, type SqlFragment } from "../../src/sql/index.ts";
import { type SqlType, typeFactories as types } from "../../src/types/index.ts";
import type { Json } from "../corpus.ts";
import { AdapterError, asConstruct, asText, type Construct, isList } from "./json.ts";
import { requireName } from "./names.ts";
import { buildType } from "./types.ts";
import { buildValue, isValue, valueType } from "./values.ts";

/** An expression as SQL, with what decides about its parentheses and about the literals beside it. */
export interface Expression {
  readonly fragment: SqlFragment;
  readonly type: SqlType | null;
  /** How tightly it binds: what is lower than its surroundings gets parentheses. */
  readonly level: number;
  /** The operator at its top, where it may stand beside itself without parentheses. */
  readonly operator?: string;
}

/** Where names of columns are looked up: the tables of the statements around, the nearest first. */
export interface ExpressionScope {
  readonly dialect: string;
  /** A column type as the dialect writes it. */
  renderType(type: SqlType): string;
  readonly tables: readonly ScopeTable[];
  /** Builds a statement that stands inside an expression. */
  select(construct: Construct, scope: ExpressionScope): SqlFragment;
}

export interface ScopeTable {
  readonly name: string;
  readonly reference: SqlFragment;
  /** Its columns stand without its name. */
  readonly isBare?: boolean;
  readonly columns: ReadonlyMap<string, SqlType | null>;
}

const LEVEL = { or: 1, and: 2, comparison: 4, sum: 6, product: 7, atom: 10 } as const;

const COMPARISONS: Readonly<Record<string, string>> = {
  eq: "=",
  ne: "!=",
  lt: "<",
  gt: ">",
  le: "<=",
  ge: ">=",
  like: "LIKE",
};

const ARITHMETIC: Readonly<Record<string, readonly [string, number]>> = {
  add: ["+", LEVEL.sum],
  sub: ["-", LEVEL.sum],
  mul: ["*", LEVEL.product],
  div: ["/", LEVEL.product],
  mod: ["%", LEVEL.product],
};

/** Functions that are written without parentheses everywhere. */
const BARE: Readonly<Record<string, string>> = {
  current_date: "CURRENT_DATE",
  current_timestamp: "CURRENT_TIMESTAMP",
  current_time: "CURRENT_TIME",
};

/** Functions that some dialects call differently. */
const OWN_FUNCTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  sqlite: { now: "CURRENT_TIMESTAMP" },
  mssql: { now: "CURRENT_TIMESTAMP", current_date: "GETDATE()", length: "LEN" },
  oracle: { now: "CURRENT_TIMESTAMP" },
};

/** Builds an expression; a plain value becomes a bound one of the type beside it. */
export function buildExpression(value: Json, scope: ExpressionScope, beside: LiteralType | null = null): Expression {
  const construct = asConstruct(value);
  if (construct === null || isValue(construct)) return bound(value, beside ?? valueType(value));
  if (construct.name === "quoted_name") return bound(construct.args[0] ?? null, beside);
  if (construct.name.startsWith("func.")) return buildFunction(construct, scope);
  const build = BUILDERS[construct.name] ?? binaryBuilder(construct.name);
  if (build === null) throw new AdapterError(`no expression is known for ${construct.name}`);
  return build(construct, scope);
}

type Builder = (construct: Construct, scope: ExpressionScope) => Expression;

const BUILDERS: Readonly<Record<string, Builder>> = {
  text: ({ args, kw }, scope) => atom(buildText(asText(args[0], "text"), kw["bindparams"], scope)),
  literal_column: ({ args }) => atom(sql.raw(asText(args[0], "literal_column"))),
  column: ({ args }) => atom(sql.identifier(requireName(args[0], "column")), buildType(args[1])),
  c: buildColumn,
  null: () => atom(sql.raw("NULL")),
  true: () => atom(sql.literal(true, types.boolean()), types.boolean()),
  false: () => atom(sql.literal(false, types.boolean()), types.boolean()),
  literal: ({ args }) => bound(args[0] ?? null, valueType(args[0] ?? null)),
  bindparam: ({ args, kw }) => bound(args[1] ?? null, buildType(kw["type_"])),
  inline_literal: ({ args }) => atom(sql.literal(buildValue(args[0] ?? null))),
  cast: buildCast,
  concat: buildConcat,
  and_: (construct, scope) => junction("AND", LEVEL.and, construct, scope),
  or_: (construct, scope) => junction("OR", LEVEL.or, construct, scope),
  is_: (construct, scope) => buildIs("IS", construct, scope),
  is_not: (construct, scope) => buildIs("IS NOT", construct, scope),
  in_: (construct, scope) => buildIn("IN", construct, scope),
  not_in: (construct, scope) => buildIn("NOT IN", construct, scope),
  between: buildBetween,
  collate: buildCollate,
  custom_op: buildCustomOperator,
  label: ({ args }, scope) => buildExpression(args[0] ?? null, scope),
  exists: ({ args }, scope) => atom(sql`EXISTS (${subquery(args[0], scope)})`),
  scalar_subquery: ({ args }, scope) => atom(sql`(${subquery(args[0], scope)})`),
};

function subquery(value: Json | undefined, scope: ExpressionScope): SqlFragment {
  const select = asConstruct(value);
  if (select?.name !== "select") throw new AdapterError("a subquery is a select");
  return scope.select(select, scope);
}

function atom(fragment: SqlFragment, type: SqlType | null = null): Expression {
  return { fragment, type, level: LEVEL.atom };
}

function bound(value: Json, type: LiteralType | null): Expression {
  const built = buildValue(value);
  return atom(type === null ? sql`${built}` : sql.bind(built, type));
}

function inParentheses(expression: Expression, level: number): SqlFragment {
  return expression.level < level ? sql`(${expression.fragment})` : expression.fragment;
}

function buildColumn({ args }: Construct, scope: ExpressionScope): Expression {
  const column = requireName(args[0], "c");
  const name = nameText(column);
  const table = args[1] === undefined ? scope.tables[0] : scope.tables.find((each) => each.name === args[1]);
  if (table === undefined) throw new AdapterError(`no table around the column ${name}`);
  const own = sql.identifier(column);
  return atom(table.isBare === true ? own : sql`${table.reference}.${own}`, table.columns.get(name) ?? null);
}

function binaryBuilder(name: string): Builder | null {
  const comparison = COMPARISONS[name];
  if (comparison !== undefined) return (construct, scope) => compare(comparison, construct, scope);
  const arithmetic = ARITHMETIC[name];
  if (arithmetic === undefined) return null;
  return ({ args }, scope) => {
    const [operator, level] = arithmetic;
    const [left, right] = operands(args, scope);
    const spelt = operator === "%" && scope.dialect === "oracle" ? null : operator;
    if (spelt === null) return atom(sql`mod(${left.fragment}, ${right.fragment})`, left.type);
    const rightLevel = operator === "+" && right.operator === "+" ? level : level + 1;
    return {
      fragment: sql`${inParentheses(left, level)} ${sql.raw(spelt)} ${inParentheses(right, rightLevel)}`,
      type: left.type,
      level,
      operator,
    };
  };
}

function operands(args: readonly Json[], scope: ExpressionScope): readonly [Expression, Expression] {
  const left = buildExpression(args[0] ?? null, scope);
  return [left, buildExpression(args[1] ?? null, scope, left.type)];
}

/** Equality with NULL is a test for it. */
function compare(operator: string, construct: Construct, scope: ExpressionScope): Expression {
  const isNull = construct.args[1] === null || asConstruct(construct.args[1])?.name === "null";
  if (isNull && operator === "=") return buildIs("IS", construct, scope);
  if (isNull && operator === "!=") return buildIs("IS NOT", construct, scope);
  const [left, right] = operands(construct.args, scope);
  const level = LEVEL.comparison;
  return {
    fragment: sql`${inParentheses(left, level + 1)} ${sql.raw(operator)} ${inParentheses(right, level + 1)}`,
    type: null,
    level,
  };
}

function buildIs(operator: string, { args }: Construct, scope: ExpressionScope): Expression {
  const left = buildExpression(args[0] ?? null, scope);
  const right = args[1] === null ? sql.raw("NULL") : buildExpression(args[1] ?? null, scope).fragment;
  return {
    fragment: sql`${inParentheses(left, LEVEL.comparison + 1)} ${sql.raw(operator)} ${right}`,
    type: null,
    level: LEVEL.comparison,
  };
}

function buildIn(operator: string, { args }: Construct, scope: ExpressionScope): Expression {
  const left = buildExpression(args[0] ?? null, scope);
  const list = args[1];
  const column = inParentheses(left, LEVEL.comparison + 1);
  if (!isList(list))
    return {
      fragment: sql`${column} ${sql.raw(operator)} (${subquery(list, scope)})`,
      type: null,
      level: LEVEL.comparison,
    };
  if (list.length === 0 && scope.dialect === "sqlite") {
    const nothing = sql.raw("(SELECT 1 FROM (SELECT 1) WHERE 1!=1)");
    return { fragment: sql`${column} ${sql.raw(operator)} ${nothing}`, type: null, level: LEVEL.comparison };
  }
  const items = sql.join(list.map((item) => buildExpression(item, scope, left.type).fragment));
  const test = sql`${column} ${sql.raw(operator)} (${list.length === 0 ? sql.raw("NULL") : items})`;
  if (list.length === 0)
    return {
      fragment: sql`${test} ${sql.raw(operator === "IN" ? "AND (1 != 1)" : "OR (1 = 1)")}`,
      type: null,
      level: LEVEL.comparison,
    };
  return operator === "IN" ? { fragment: test, type: null, level: LEVEL.comparison } : atom(sql`(${test})`);
}

function buildBetween({ args }: Construct, scope: ExpressionScope): Expression {
  const left = buildExpression(args[0] ?? null, scope);
  const [from, to] = [args[1], args[2]].map((value) => buildExpression(value ?? null, scope, left.type).fragment);
  return { fragment: sql`${left.fragment} BETWEEN ${from} AND ${to}`, type: null, level: LEVEL.comparison };
}

function junction(word: string, level: number, { args }: Construct, scope: ExpressionScope): Expression {
  const parts = args.map((arg) => {
    const part = buildExpression(arg, scope);
    return inParentheses(part, part.operator === word ? level : level + 1);
  });
  return { fragment: sql.join(parts, ` ${word} `), type: null, level, operator: word };
}

function buildFunction({ name, args }: Construct, scope: ExpressionScope): Expression {
  const called = name.slice("func.".length);
  const own = OWN_FUNCTIONS[scope.dialect]?.[called] ?? BARE[called];
  if (own !== undefined && args.length === 0) return atom(sql.raw(own));
  if (called === "count" && args.length === 0) return atom(sql.raw("count(*)"));
  const values = args.map(
    (arg, index) => buildExpression(arg, scope, index === 0 ? null : typeOf(args[0], scope)).fragment,
  );
  return atom(sql`${sql.raw(own ?? called)}(${sql.join(values)})`);
}

function typeOf(value: Json | undefined, scope: ExpressionScope): SqlType | null {
  return asConstruct(value) === null ? null : buildExpression(value ?? null, scope).type;
}

function buildCast({ args }: Construct, scope: ExpressionScope): Expression {
  const type = buildType(args[1]);
  if (type === null) throw new AdapterError("cast needs a type");
  return atom(
    sql`CAST(${buildExpression(args[0] ?? null, scope, type).fragment} AS ${sql.raw(scope.renderType(type))})`,
    type,
  );
}

function buildConcat({ args }: Construct, scope: ExpressionScope): Expression {
  const [left, right] = operands(args, scope);
  if (scope.dialect === "mysql" || scope.dialect === "mariadb")
    return { fragment: sql`concat(${left.fragment}, ${right.fragment})`, type: left.type, level: LEVEL.sum };
  const operator = sql.raw(scope.dialect === "mssql" ? "+" : "||");
  return { fragment: sql`${left.fragment} ${operator} ${right.fragment}`, type: left.type, level: LEVEL.sum };
}

function buildCollate({ args }: Construct, scope: ExpressionScope): Expression {
  const left = buildExpression(args[0] ?? null, scope);
  return {
    fragment: sql`${left.fragment} COLLATE ${sql.identifier(asText(args[1], "collation"))}`,
    type: left.type,
    level: LEVEL.sum,
  };
}

function buildCustomOperator({ args }: Construct, scope: ExpressionScope): Expression {
  const left = buildExpression(args[0] ?? null, scope);
  const right = buildExpression(args[2] ?? null, scope, left.type);
  return {
    fragment: sql`${left.fragment} ${sql.raw(asText(args[1], "operator"))} ${right.fragment}`,
    type: null,
    level: LEVEL.sum,
  };
}

/** `text()`: `:name` is a parameter where a value is given for it, `\:` is a colon. */
export function buildText(text: string, bindparams: Json | undefined, scope: ExpressionScope): SqlFragment {
  const values = new Map(
    typeof bindparams === "object" && bindparams !== null && !isList(bindparams) ? Object.entries(bindparams) : [],
  );
  const parts = text.split(/(?<![:\\\w]):(\w+)(?!:)/);
  const fragments = parts.map((part, index) => {
    if (index % 2 === 0) return sql.raw(part.replaceAll("\\:", ":"));
    const value = values.get(part);
    return value === undefined ? sql.raw(`:${part}`) : buildExpression(value, scope).fragment;
  });
  return sql.join(fragments, "");
}

/** Puts an expression into parentheses unless it is a name, a call or in parentheses already. */
export function asOperand({ fragment, level }: Expression): SqlFragment {
  return level < LEVEL.atom ? sql`(${fragment})` : fragment;
}
