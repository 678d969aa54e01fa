import type { Connection } from "../../../engine/connection.ts";
import type { Inspector } from "../../../reflection/inspector.ts";
import {
  type AlterColumnDialectOptions,
  CheckConstraint,
  type Column,
  type Constraint,
  ExcludeConstraint,
  ForeignKeyConstraint,
  type Index,
  type IndexDialectOptions,
  type IndexExpression,
  optionsOf,
  type Table,
  UniqueConstraint,
} from "../../../schema/index.ts";
import { type Identifier, nameText, SqlFragment } from "../../../sql/index.ts";
import { Enum, FloatType, IntegerType, NumericType, type SqlType } from "../../../types/index.ts";
import { comparableSql, plainSql } from "../../base/comparable-sql.ts";
import {
  Comparison,
  type Difference,
  different,
  type ExpressionQuestion,
  type NamedTypeChanges,
  type TablePair,
  type TypeUses,
} from "../../base/comparison.ts";
import { PostgresqlEnum } from "../types/named-types.ts";
import { areComparable, conversionSql } from "./conversion.ts";
import { enumChanges } from "./enum-changes.ts";
import { type Answer, ScratchTables } from "./scratch-tables.ts";

/** What counts as the same on PostgreSQL: the server itself says how it writes an expression. */
export class PostgresqlComparison extends Comparison {
  override readonly asksDatabase: boolean = true;
  override readonly comparesExcludes: boolean = true;
  readonly #answers = new Map<Column | CheckConstraint | ExcludeConstraint | Index, Answer>();

  override async ask(
    questions: readonly ExpressionQuestion[],
    connection: Connection,
    inspector: Inspector,
  ): Promise<void> {
    const answers = await new ScratchTables(this.dialect, connection, inspector).ask(questions);
    for (const [item, answer] of answers) this.#answers.set(item, answer);
  }

  override typeChanges(uses: TypeUses, inspector: Inspector): Promise<NamedTypeChanges> {
    return enumChanges(this, uses, inspector);
  }

  override typeMaybeThere(type: SqlType): SqlType {
    const own = type.forDialect(this.dialect.name);
    if (!(own instanceof Enum) || !own.nativeEnum || !own.createType || own.name === undefined) return type;
    return new PostgresqlEnum(own.values, {
      name: own.name,
      ...(own.schema === undefined ? {} : { schema: own.schema }),
      checkFirst: true,
    });
  }

  override conversion(column: Identifier, before: SqlType, after: SqlType): AlterColumnDialectOptions {
    const text = conversionSql(this.dialect, column, before, after);
    return text === null ? {} : { postgresql: { using: text } };
  }

  /** The server builds them anew by itself, with the operators of the new type, where that has the same ones. */
  override isTypeHeldByKeys(before: SqlType, after: SqlType): boolean {
    return !areComparable(this.dialect, before, after);
  }

  protected override typeText(type: SqlType): string {
    if (type instanceof Enum && type.nativeEnum && type.name !== undefined) return `enum ${type.name}`;
    const text = super.typeText(type);
    return typeSpellings.reduce((known, [pattern, spelling]) => known.replace(pattern, spelling), text);
  }

  protected override differsInType(reflected: SqlType, model: SqlType): boolean {
    return super.differsInType(reflected, model) || collationOf(reflected) !== collationOf(model);
  }

  override differsInDefault(reflected: Column, model: Column): boolean {
    const [before, after] = [this.defaultText(reflected, reflected), this.defaultText(model, reflected)];
    if (before === after || this.#answers.get(model)?.isEqual === true) return false;
    return before === null || after === null || !isSameJson(before, after);
  }

  protected override defaultText(column: Column, reflected: Column): string | null {
    const answer = this.#answers.get(column)?.text;
    const text = answer === undefined || answer === null ? super.defaultText(column, reflected) : plainSql(answer);
    return text === null ? null : withoutCast(text, isNumber(reflected.type));
  }

  protected override computedText(column: Column): string {
    return comparableSql(this.#answers.get(column)?.text ?? super.computedText(column));
  }

  protected override checkText(check: CheckConstraint, table: Table): string {
    const text = comparableSql(this.#answers.get(check)?.text ?? super.checkText(check, table));
    return withoutNumberCasts(text, (name) => {
      const column = table.columns.get(name);
      return column === undefined ? null : this.typeText(column.type);
    });
  }

  protected override excludeText(exclude: ExcludeConstraint, table: Table): string {
    const answer = this.#answers.get(exclude)?.text;
    return answer === undefined || answer === null ? super.excludeText(exclude, table) : comparableSql(answer);
  }

  /** After the table and columns; after the table alone for a CHECK of several columns, or of none. */
  override generatedName(constraint: Constraint, table: Table, taken: ReadonlySet<string>): string | null {
    const what = generatedParts(constraint, table, (check) => this.dialect.ddl.text(check.condition));
    if (what === null) return null;
    const first = [table.name, ...what.columns, what.word].join("_");
    let [name, number] = [first, 0];
    while (taken.has(name)) {
      number += 1;
      name = `${first}${number}`;
    }
    // What is longer is cut in the middle.
    return Buffer.byteLength(name) > this.dialect.target.identifiers.rules.maxIdentifierLength ? null : name;
  }

  override compareIndex(reflected: Index, model: Index, tables: TablePair): Difference {
    const answer = this.#answers.get(model)?.index ?? model;
    const found = super.compareIndex(reflected, answer, tables);
    const own = this.#optionReasons(reflected, answer);
    return own.length === 0 ? found : different(...(found.isEqual ? [] : found.reasons), ...own);
  }

  override hasExpressions(index: Index): boolean {
    return super.hasExpressions(index) || optionsOf(index.options, "postgresql").where !== undefined;
  }

  override needsAutocommit(options: IndexDialectOptions): boolean {
    return optionsOf(options, "postgresql").concurrently === true;
  }

  #optionReasons(reflected: Index, model: Index): readonly string[] {
    const [before, after] = [this.#optionTexts(reflected), this.#optionTexts(model)];
    return Object.entries(before).flatMap(([what, text]) => (after[what] === text ? [] : [`its ${what} changes`]));
  }

  #optionTexts(index: Index): Readonly<Record<string, string>> {
    const options = optionsOf(index.options, "postgresql");
    const storage = Object.entries(options.with ?? {}).map(([key, value]) => `${key}=${String(value)}`);
    const ops = Object.entries(options.ops ?? {}).filter(([column]) => index.columns.includes(column));
    return {
      method: (options.using ?? "btree").toLowerCase(),
      predicate: options.where === undefined ? "" : comparableSql(this.dialect.ddl.text(options.where)),
      "included columns": (options.include ?? []).join("\0"),
      "operator classes": ops
        .map((pair) => pair.join("="))
        .toSorted()
        .join(","),
      "storage parameters": storage.toSorted().join(","),
      "handling of NULLs": String(options.nullsNotDistinct ?? false),
    };
  }

  protected override elementText(item: IndexExpression): string {
    return super.elementText(item).replace(/ collate default$/, "");
  }

  override compareUnique(reflected: UniqueConstraint, model: UniqueConstraint): Difference {
    const reasons: string[] = [];
    const found = super.compareUnique(reflected, model);
    if (!found.isEqual) reasons.push(...found.reasons);
    const [before, after] = [reflected, model].map(({ options }) => optionsOf(options, "postgresql"));
    if ((before?.nullsNotDistinct ?? false) !== (after?.nullsNotDistinct ?? false))
      reasons.push("its handling of NULLs changes");
    if ((before?.include ?? []).join("\0") !== (after?.include ?? []).join("\0"))
      reasons.push("its included columns change");
    return reasons.length === 0 ? found : different(...reasons);
  }
}

/** Ways of writing a type that the server reports in one way only, and what a type has where nothing is said. */
const typeSpellings: readonly (readonly [RegExp, string])[] = [
  [/ collate "[^"]*"/, ""],
  // The server leaves out a schema that it finds the type without.
  [/^(?:"(?:[^"]|"")+"|[\w$]+)\./, ""],
  [/(\[\d*\])+$/, "[]"],
  [/^float(\((2[5-9]|[345]\d)\))?$/, "double precision"],
  [/^double precision\(\d+\)$/, "double precision"],
  [/^float\(\d+\)$/, "real"],
  [/^(timestamp|time)(\(6\))?( with(out)? time zone)?$/, "$1(6)$3"],
  [/^((?:timestamp|time)\(\d\))$/, "$1 without time zone"],
  [/^interval(.*?)(\(6\))?$/, "interval$1"],
  [/^(char|bit)$/, "$1(1)"],
  [/^decimal\b/, "numeric"],
];

function collationOf(type: SqlType): string {
  const collation = "collation" in type && typeof type.collation === "string" ? type.collation : "default";
  return collation;
}

/** Words of the types whose values the catalogue writes as texts in quotes where they are negative. */
function isNumber(type: SqlType): boolean {
  return type instanceof IntegerType || type instanceof NumericType || type instanceof FloatType;
}

function generatedParts(
  constraint: Constraint,
  { columns }: Table,
  textOf: (check: CheckConstraint) => string,
): { readonly columns: readonly string[]; readonly word: string } | null {
  if (constraint instanceof UniqueConstraint) return { columns: constraint.columns, word: "key" };
  if (constraint instanceof ForeignKeyConstraint) return { columns: constraint.columns, word: "fkey" };
  if (constraint instanceof ExcludeConstraint) {
    const operands = constraint.elements.map(([operand]) => operand);
    return { columns: operands.map((each) => (each instanceof SqlFragment ? "expr" : nameText(each))), word: "excl" };
  }
  if (!(constraint instanceof CheckConstraint)) return null;
  const words = new Set(comparableSql(textOf(constraint).replaceAll(/'(?:[^']|'')*'/g, "")).match(/[\p{L}\p{N}_$]+/gu));
  const named = [...columns.keys()].filter((name) => words.has(name));
  return { columns: named.length === 1 ? named : [], word: "check" };
}

/** Types of numbers, each of which holds all values of those before it, as the catalogue calls them. */
const numberTypes = ["smallint", "integer", "bigint", "numeric"];

/**
 * A CHECK keeps the numbers that it was made with when its column gets another type: `1` beside `(1)::bigint`, and
 * `(n)::bigint` where the column is an integer now. Such casts change nothing.
 */
function withoutNumberCasts(text: string, typeOf: (column: string) => string | null): string {
  const type = ` ?:: ?(${numberTypes.join("|")})`;
  return text
    .replaceAll(new RegExp(String.raw`\( ?(\w+) ?\)${type}(?! ?\[)`, "g"), (cast, name: string, to: string) => {
      const from = numberTypes.indexOf(typeOf(name) ?? "");
      return /^\d+$/.test(name) || (from >= 0 && from < numberTypes.indexOf(to)) ? name : cast;
    })
    .replaceAll(new RegExp(String.raw`\( ?(array \[[\d., -]*\]) ?\)${type} ?\[ ?\]`, "g"), "$1");
}

/** A literal without the type that the catalogue writes behind it. */
function withoutCast(text: string, isNumeric: boolean): string {
  const literal =
    /^('(?:[^']|'')*') :: (?:[\w". ]+)(?:\( ?[\d ,]+ ?\))?(?: ?\[ ?\])*(?: with(?:out)? time zone)?$/.exec(text)?.[1] ??
    text;
  if (/^(now \( \)|current_timestamp)$/i.test(literal)) return "now ( )";
  return isNumeric ? literal.replace(/^'(-?[\d.]+)'$/, "$1").replace(/^- (\d)/, "-$1") : literal;
}

function isSameJson(left: string, right: string): boolean {
  const [before, after] = [left, right].map((text) => /^'([[{](?:[^']|'')*)'$/.exec(text)?.[1]?.replaceAll("''", "'"));
  if (before === undefined || after === undefined) return false;
  try {
    return JSON.stringify(JSON.parse(before)) === JSON.stringify(JSON.parse(after));
  } catch {
    return false;
  }
}
