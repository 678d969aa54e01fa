import { sa } from "../../src/index.ts";
import { type IndexExpression, type NamingConvention, type TableItem, Column, Table } from "../../src/schema/index.ts";
import { FinalName, type Identifier, nameText, sql, type SqlFragment } from "../../src/sql/index.ts";
import { NullType } from "../../src/types/index.ts";
import type { Json } from "../corpus.ts";
import { asOperand, buildExpression, buildText, type ExpressionScope } from "./expressions.ts";
import { AdapterError, asConstruct, asList, asText, type Construct, isList, isObject } from "./json.ts";
import { camelCase, toOptions } from "./keywords.ts";
import { buildName, requireName } from "./names.ts";
import { buildStatement, STATEMENTS } from "./statements.ts";
import { buildType, isType } from "./types.ts";
import { buildValue, isValue } from "./values.ts";

/** Turns values of the corpus into those of the public API. */
export interface Builder {
  readonly scope: ExpressionScope;
  /** What the n-th call gave. */
  result(index: number): unknown;
}

/** Builds any value: a construct by its name, a list and a mapping by their parts. */
export function build(value: Json, builder: Builder): unknown {
  const construct = asConstruct(value);
  if (construct === null) return buildPlain(value, builder);
  if (isType(construct)) return buildType(value, (each) => build(each, builder));
  if (isValue(construct)) return buildValue(value);
  const own = CONSTRUCTS[construct.name];
  if (own !== undefined) return own(construct, builder);
  if (STATEMENTS.has(construct.name)) return buildStatement(construct, builder.scope);
  return buildExpression(value, builder.scope).fragment;
}

function buildPlain(value: Json, builder: Builder): unknown {
  if (isList(value)) return value.map((each) => build(each, builder));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, build(each ?? null, builder)]));
}

type Make = (construct: Construct, builder: Builder) => unknown;

const CONSTRUCTS: Readonly<Record<string, Make>> = {
  Column: buildColumn,
  column: ({ args }) => sa.column(name(args[0]), buildType(args[1]) ?? sa.nullType()),
  Table: (construct, builder) => buildTable(construct, builder),
  table: (construct, builder) => buildTable(construct, builder),
  MetaData: ({ kw }) =>
    sa.metaData({ namingConvention: convention(kw["naming_convention"]), schema: textOrUndefined(kw["schema"]) }),
  Identity: ({ args, kw }, builder) =>
    sa.identity(toOptions(args[0] === undefined ? kw : { always: args[0], ...kw }, (each) => build(each, builder))),
  Computed: ({ args, kw }, builder) =>
    sa.computed(
      condition(args[0] ?? null, builder),
      toOptions(kw, (each) => build(each, builder)),
    ),
  Sequence: ({ args, kw }, builder) =>
    sa.sequence(
      nameText(requireName(args[0], "sequence")),
      toOptions(kw, (each) => build(each, builder)),
    ),
  FetchedValue: () => sa.fetchedValue(),
  ForeignKey: ({ args, kw }, builder) => sa.foreignKey(asText(args[0], "target"), options(kw, builder)),
  ForeignKeyConstraint: ({ args, kw }, builder) =>
    sa.foreignKeyConstraint(
      columnNames(asList(args[0], "columns")),
      asList(args[1], "targets").map((each) => asText(each, "target")),
      options(kw, builder),
    ),
  PrimaryKeyConstraint: ({ args, kw }, builder) => sa.primaryKeyConstraint(columnNames(args), options(kw, builder)),
  UniqueConstraint: ({ args, kw }, builder) => sa.uniqueConstraint(columnNames(args), options(kw, builder)),
  CheckConstraint: ({ args, kw }, builder) =>
    sa.checkConstraint(condition(args[0] ?? null, builder), options(kw, builder)),
  Index: ({ args, kw }, builder) =>
    sa.index(
      constraintName(args[0] ?? null),
      args.slice(1).map((each) => indexExpression(each, builder)),
      options(kw, builder),
    ),
  "postgresql.ExcludeConstraint": ({ args, kw }, builder) =>
    sa.excludeConstraint(
      args.map((each) => excludeElement(each, builder)),
      options(kw, builder),
    ),
  quoted_name: (construct) => buildName({ $: construct.name, args: construct.args }),
  conv: ({ args }) => finalName(args[0]),
  result: ({ args }, builder) => builder.result(Number(args[0])),
};

/** The options of a construct, with its own conversions. */
export function options(kw: Construct["kw"], builder: Builder): Record<string, unknown> {
  return toOptions(kw, (value, key) => optionValue(value, key, builder));
}

/** Options whose value is a condition, a list of names, or a name. */
export function optionValue(value: Json, key: string, builder: Builder): unknown {
  if (/(^|_)where$/.test(key)) return condition(value, builder);
  if (key === "autoincrement" && typeof value === "string") return camelCase(value);
  if (key.endsWith("_include") && isList(value)) return columnNames(value);
  return build(value, builder);
}

function buildColumn({ args, kw }: Construct, builder: Builder): Column {
  const rest = [...args];
  const named = typeof rest[0] === "string" || asConstruct(rest[0])?.name === "quoted_name";
  const columnName = named ? name(rest.shift()) : name(kw["name"]);
  const type = rest.map((arg) => buildType(arg, (each) => build(each, builder))).find((each) => each !== null);
  const parts = rest
    .filter((arg) => asConstruct(arg) !== null && buildType(arg) === null)
    .map((arg) => build(arg, builder));
  const { name: _name, ...given } = options(kw, builder);
  return new Column(columnName, type ?? new NullType(), { ...given, ...columnParts(rest, parts) });
}

/** Foreign keys, checks, an identity ... among a column's arguments become options. */
function columnParts(args: readonly Json[], parts: readonly unknown[]): Record<string, unknown> {
  const constructs = args.filter((arg) => asConstruct(arg) !== null && buildType(arg) === null);
  const found: Record<string, unknown[]> = {};
  constructs.forEach((arg, index) => {
    const key = PART_KEYS[asConstruct(arg)?.name ?? ""];
    if (key === undefined) throw new AdapterError(`a column cannot hold ${JSON.stringify(arg)}`);
    (found[key] ??= []).push(parts[index]);
  });
  return Object.fromEntries(
    Object.entries(found).map(([key, values]) => [key, values.length === 1 ? values[0] : values]),
  );
}

const PART_KEYS: Readonly<Record<string, string>> = {
  ForeignKey: "foreignKey",
  CheckConstraint: "check",
  Identity: "identity",
  Computed: "computed",
  Sequence: "sequence",
  FetchedValue: "serverDefault",
};

function buildTable({ args, kw }: Construct, builder: Builder): Table {
  const { metadata, ...rest } = kw;
  const items = tableItems(args, builder);
  if (!items.every(isTableItem)) throw new AdapterError("a table holds something that is no item of one");
  const built = metadata === undefined ? undefined : build(metadata, builder);
  const owner = built instanceof Object && "namingConvention" in built ? built : null;
  // The class itself checks what it is given.
  return new Table(name(args[0]), items, options(rest, builder), owner as ConstructorParameters<typeof Table>[3]);
}

/** What a table is made of; `c` in it is a column of the table. */
export function tableItems(args: readonly Json[], builder: Builder): readonly unknown[] {
  const table = name(args[0]);
  const columns = args.slice(1).flatMap((arg) => {
    const construct = asConstruct(arg);
    return construct?.name === "Column" ? [[columnNames([construct.args[0] ?? null])[0] ?? "", null] as const] : [];
  });
  const own = { name: typeof table === "string" ? table : table.name, isBare: true };
  const inner = { ...own, reference: sql.identifier(own.name), columns: new Map(columns) };
  const within = { ...builder, scope: { ...builder.scope, tables: [inner, ...builder.scope.tables] } };
  return args.slice(1).map((arg) => build(arg, within));
}

function isTableItem(value: unknown): value is TableItem {
  return typeof value === "object" && value !== null;
}

function convention(value: Json | undefined): NamingConvention | undefined {
  if (!isObject(value)) return undefined;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, pattern]) => (typeof pattern === "string" ? [[key, pattern]] : [])),
  );
}

function textOrUndefined(value: Json | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** A table's or column's name. */
export function name(value: Json | undefined): Identifier {
  const found = buildName(value);
  if (found !== null) return found;
  const construct = asConstruct(value);
  if (construct?.name === "column" || construct?.name === "c") return name(construct.args[0]);
  // Not a name at all: the API is to refuse it.
  return value as string;
}

/** `op.f()` of a name. */
function finalName(value: Json | undefined): FinalName {
  return new FinalName(nameText(requireName(value, "name")));
}

/** A constraint's or index's name, or null. */
export function constraintName(value: Json): FinalName | Identifier | null {
  const construct = asConstruct(value);
  if (construct?.name === "conv") return finalName(construct.args[0]);
  return value === null ? null : name(value);
}

/** Names of columns, which may be given as columns. */
export function columnNames(values: readonly Json[]): readonly string[] {
  return values.map((value) => {
    const found = name(value);
    return typeof found === "string" ? found : found.name;
  });
}

/** SQL text in a string, or an expression. */
export function condition(value: Json, builder: Builder): string | SqlFragment {
  if (typeof value === "string") return value;
  return buildExpression(value, builder.scope).fragment;
}

/** What an index may be of: a name, an expression, one of them with an order or a label. */
export function indexExpression(value: Json, builder: Builder): IndexExpression {
  const construct = asConstruct(value);
  if (construct === null || construct.name === "quoted_name") return name(value);
  const [first, second] = construct.args;
  const ordering = ORDERINGS[construct.name];
  if (ordering !== undefined) return ordering(indexExpression(first ?? null, builder));
  if (construct.name === "label") return sa.label(asText(second, "label"), indexExpression(first ?? null, builder));
  if (construct.name === "column" || construct.name === "c") return name(value);
  if (construct.name === "text") return buildText(asText(first, "text"), construct.kw["bindparams"], builder.scope);
  const expression = buildExpression(value, builder.scope);
  return BARE_INDEX_EXPRESSIONS.has(builder.scope.dialect) ? expression.fragment : asOperand(expression);
}

/** Dialects that take an expression in an index without parentheses of its own. */
const BARE_INDEX_EXPRESSIONS: ReadonlySet<string> = new Set(["sqlite", "oracle", "mssql"]);

const ORDERINGS: Readonly<Record<string, (of: IndexExpression) => IndexExpression>> = {
  desc: sa.desc,
  asc: sa.asc,
  nulls_first: sa.nullsFirst,
  nulls_last: sa.nullsLast,
};

/** A pair of an EXCLUDE constraint. */
export function excludeElement(value: Json, builder: Builder): readonly [Identifier | SqlFragment, string] {
  const [operand, operator] = asList(value, "exclude element");
  const construct = asConstruct(operand);
  const isName = construct === null || construct.name === "column" || construct.name === "quoted_name";
  return [
    isName ? name(operand) : buildExpression(operand ?? null, builder.scope).fragment,
    asText(operator, "operator"),
  ];
}
