import type { Connection } from "../../../engine/connection.ts";
import {
  CheckConstraint,
  type Column,
  type Constraint,
  ForeignKeyConstraint,
  Index,
  optionsOf,
  type Table,
  UniqueConstraint,
} from "../../../schema/index.ts";
import { FinalName, nameText, sql, type SqlFragment } from "../../../sql/index.ts";
import { Enum, FloatType, IntegerType, NumericType, type SqlType } from "../../../types/index.ts";
import { comparableSql } from "../../base/comparable-sql.ts";
import {
  Comparison,
  type Difference,
  different,
  type ForeignKeyEnd,
  type KeyColumns,
  type StatementChange,
  type TablePair,
} from "../../base/comparison.ts";
import { asWritten, withJsonColumns } from "./as-written.ts";
import { numberedKey } from "../elements/numbered-key.ts";

/** What counts as the same on MySQL and MariaDB. */
export class MysqlComparison extends Comparison {
  override readonly uniquesAreIndexes: boolean = true;
  override readonly primaryKeyName: string | null = "PRIMARY";

  /** The engine, and the character set with its collation, where the model names them. */
  override tableOptionsChange({ reflected, model }: TablePair): StatementChange | null {
    const [before, after] = [reflected, model].map(({ options }) => ({ ...options.mysql, ...options.mariadb }));
    const table = model.schemaName === null ? sql.identifier(model.name) : sql.identifier(model.schemaName, model.name);
    const upgrade: SqlFragment[] = [];
    const downgrade: SqlFragment[] = [];
    if (after?.engine !== undefined && before?.engine?.toLowerCase() !== after.engine.toLowerCase()) {
      upgrade.push(sql`ALTER TABLE ${table} ENGINE = ${sql.raw(after.engine)}`);
      downgrade.push(sql`ALTER TABLE ${table} ENGINE = ${sql.raw(before?.engine ?? "InnoDB")}`);
    }
    const wanted = { charset: after?.defaultCharset ?? after?.charset, collate: after?.collate };
    const isSame =
      (wanted.charset === undefined || wanted.charset.toLowerCase() === before?.defaultCharset?.toLowerCase()) &&
      (wanted.collate === undefined || wanted.collate.toLowerCase() === before?.collate?.toLowerCase());
    if (!isSame) {
      upgrade.push(sql`ALTER TABLE ${table} ${characterSet(wanted.charset, wanted.collate)}`);
      downgrade.push(sql`ALTER TABLE ${table} ${characterSet(before?.defaultCharset, before?.collate)}`);
    }
    return upgrade.length === 0 ? null : { what: "table options", upgrade, downgrade };
  }

  override asWritten(tables: readonly Table[], connection: Connection): Promise<readonly Table[]> {
    return asWritten(tables, connection);
  }

  override asDeclared(table: Table): Table {
    return withJsonColumns(table);
  }

  protected override differsInType(reflected: SqlType, model: SqlType): boolean {
    const before = reflected.forDialect(this.dialect.name);
    const after = model.forDialect(this.dialect.name);
    if (before instanceof Enum && after instanceof Enum && after.nativeEnum)
      return before.values.join("\0") !== after.values.join("\0");
    if (super.differsInType(before, after)) return true;
    return isUnsigned(before) !== isUnsigned(after) || differsInCollation(before, after);
  }

  protected override get typeSynonyms(): readonly (readonly string[])[] {
    return [...super.typeSynonyms, ["bool", "boolean", "tinyint"], ["json", "longtext"]];
  }

  protected override typeText(type: SqlType): string {
    const text = super.typeText(type).replaceAll(", ", ",");
    const plain = typeSpellings.reduce((known, [pattern, spelling]) => known.replace(pattern, spelling), text);
    return plain.replace(/^(text|blob)\((\d+)\)$/, (_, word: string, length: string) =>
      sizedType(word, Number(length)),
    );
  }

  protected override defaultText(column: Column, reflected: Column): string | null {
    const text = super.defaultText(column, reflected);
    return text === null ? null : normalDefault(text, reflected.type);
  }

  protected override computedText(column: Column): string {
    return this.#withoutNames(super.computedText(column));
  }

  protected override checkText(check: CheckConstraint, table: Table): string {
    return this.#withoutNames(super.checkText(check, table));
  }

  /** MariaDB keeps JSON as a text, with a CHECK. */
  override isOfTypeItself(check: CheckConstraint, table: Table): boolean {
    return /^json_valid \( \w+ \)$/.test(this.checkText(check, table));
  }

  /** What the server drops or adds when it writes an expression down again. */
  #withoutNames(text: string): string {
    return comparableSql(text.replaceAll(/_utf8mb[34] ?(?=')/g, "").replaceAll(/\bcharset utf8mb4\b/g, ""));
  }

  /** RESTRICT is what the server does when nothing is said, and what it reports then differs by version. */
  override foreignKeyOptions(key: Pick<ForeignKeyConstraint, "options">): string {
    return super
      .foreignKeyOptions(key)
      .replaceAll("restrict", "")
      .replace(/\|[^|]*$/, "");
  }

  override isMadeForForeignKey(
    { name, columns, isUnique }: KeyColumns,
    keys: readonly Pick<KeyColumns, "name" | "columns">[],
  ): boolean {
    if (isUnique) return false;
    const isOver = (key: Pick<KeyColumns, "columns">): boolean => key.columns.join("\0") === columns.join("\0");
    return keys.some((key) => (key.name ?? "") === name || (columns[0] === name && isOver(key)));
  }

  /** Without the indexes that the server made for foreign keys, unless the model has one of that name. */
  override ownIndexes(indexes: readonly Index[], { reflected, model }: TablePair): readonly Index[] {
    const inModel = new Set(model.indexes.map(({ name }) => textOf(name)));
    const keys = [...reflected.foreignKeys, ...model.foreignKeys].map(({ name, columns }) => ({
      name: textOf(name),
      columns,
    }));
    return indexes.filter((index) => {
      const [name, columns] = [textOf(index.name), index.columns];
      const made = { name, columns, isUnique: index.unique, isPrimary: false };
      return inModel.has(name) || !this.isMadeForForeignKey(made, keys);
    });
  }

  override isImplicit(index: Index, table: Table): boolean {
    const name = index.name === null ? "" : nameText(index.name);
    return table.foreignKeys.some(
      (key) =>
        !index.unique &&
        key.columns.join("\0") === index.columns.join("\0") &&
        (name === key.columns[0] || (key.name !== null && nameText(key.name) === name)),
    );
  }

  /** The index that the server made for a key stays when the key goes, unless another key needs it. */
  override indexesLeftBy(key: ForeignKeyConstraint, { reflected, model }: TablePair): readonly Index[] {
    const inModel = new Set(model.indexes.map((index) => (index.name === null ? "" : nameText(index.name))));
    return reflected.indexes.filter((index) => {
      const name = index.name === null ? "" : nameText(index.name);
      const isOfKey = name === (key.name === null ? "" : nameText(key.name)) || name === key.columns[0];
      // An index goes with its last column.
      if (!index.columns.some((column) => model.columns.has(column))) return false;
      return isOfKey && !index.unique && !inModel.has(name) && !this.isHeldByForeignKey(index, model);
    });
  }

  /** The index that the server is going to make for a key: none where one begins with its columns already. */
  override indexMadeFor(key: ForeignKeyConstraint, { reflected, model }: TablePair): Index | null {
    const known = [...reflected.indexes, ...model.indexes].map(({ columns }) => columns);
    const keys = [reflected, model].flatMap((table) => [
      ...(table.primaryKey === null ? [] : [table.primaryKey.columns]),
      ...table.constraints.flatMap((constraint) => (constraint.kind === "unique" ? [constraint.columns] : [])),
    ]);
    const isThere = [...known, ...keys].some((columns) => key.columns.every((column, at) => columns[at] === column));
    const name = key.name ?? key.columns[0];
    return isThere || name === undefined ? null : new Index(new FinalName(nameText(name)), key.columns);
  }

  override isTypeHeldByKeys(): boolean {
    return true;
  }

  /** At both ends any index will do that begins with the columns. */
  override needsOneOf(
    columns: readonly string[],
    _end: ForeignKeyEnd,
    keys: readonly KeyColumns[],
    others: readonly KeyColumns[],
  ): boolean {
    const begins = (key: KeyColumns): boolean => columns.every((column, position) => key.columns[position] === column);
    return keys.some(begins) && !others.some(begins);
  }

  /** A foreign key needs an index that begins with its columns. */
  override isNeededByTable(index: Index, table: Table): boolean {
    return numberedKey(table) === index;
  }

  override isHeldByForeignKey(index: Index, table: Table): boolean {
    return table.foreignKeys.some(({ columns }) =>
      columns.every((column, position) => index.columns[position] === column),
    );
  }

  /** A unique constraint is called after its first column, the others after their table and by a number. */
  override generatedName(constraint: Constraint, table: Table, taken: ReadonlySet<string>): string | null {
    if (constraint instanceof UniqueConstraint) return freeName(constraint.columns[0] ?? "", taken);
    if (constraint instanceof ForeignKeyConstraint) return numberedName(`${table.name}_ibfk_`, taken);
    return constraint instanceof CheckConstraint ? this.generatedCheckName(table.name, taken) : null;
  }

  protected generatedCheckName(table: string, taken: ReadonlySet<string>): string {
    return numberedName(`${table}_chk_`, taken);
  }

  override compareIndex(reflected: Index, model: Index, tables: TablePair): Difference {
    const found = super.compareIndex(reflected, model, tables);
    const own = this.#optionReasons(reflected, model);
    return own.length === 0 ? found : different(...(found.isEqual ? [] : found.reasons), ...own);
  }

  #optionReasons(reflected: Index, model: Index): readonly string[] {
    const [before, after] = [optionTexts(reflected), optionTexts(model)];
    return Object.entries(before).flatMap(([what, text]) => (after[what] === text ? [] : [`its ${what} changes`]));
  }
}

function textOf(name: Index["name"]): string {
  return name === null ? "" : nameText(name);
}

function freeName(column: string, taken: ReadonlySet<string>): string {
  let [name, number] = [column, 1];
  while (taken.has(name)) {
    number += 1;
    name = `${column}_${number}`;
  }
  return name;
}

/** The number after the highest that is there. */
function numberedName(lead: string, taken: ReadonlySet<string>): string {
  const numbers = [...taken].flatMap((name) => (name.startsWith(lead) ? [Number(name.slice(lead.length))] : []));
  return `${lead}${Math.max(0, ...numbers.filter(Number.isSafeInteger)) + 1}`;
}

/** For columns to come: those that are there keep theirs. */
function characterSet(charset: string | undefined, collate: string | undefined): SqlFragment {
  const parts = [
    ...(charset === undefined ? [] : [`DEFAULT CHARACTER SET ${charset}`]),
    ...(collate === undefined ? [] : [`${charset === undefined ? "DEFAULT " : ""}COLLATE ${collate}`]),
  ];
  return sql.raw(parts.join(" "));
}

function optionTexts(index: Index): Readonly<Record<string, string>> {
  const { length, prefix } = { ...optionsOf(index.options, "mysql"), ...optionsOf(index.options, "mariadb") };
  const lengths =
    typeof length === "number"
      ? index.columns.map((column) => `${column}=${length}`)
      : Object.entries(length ?? {}).map((pair) => pair.join("="));
  return { kind: (prefix ?? "").toUpperCase(), "prefix lengths": lengths.toSorted().join(",") };
}

/** Ways of writing a type that the server reports in one way only, and what a type has where nothing is said. */
const typeSpellings: readonly (readonly [RegExp, string])[] = [
  [/^int\b/, "integer"],
  [/^(tinyint)\([1-4]\)|^(smallint)\([56]\)|^(mediumint)\([89]\)|^(integer)\(1[01]\)|^(bigint)\(20\)/, "$1$2$3$4$5"],
  [/^(bool|boolean)$/, "tinyint"],
  [/^double precision\b/, "double"],
  [/^real\b/, "double"],
  [/^float\((2[5-9]|[345]\d)\)/, "double"],
  [/^float\(\d+\)/, "float"],
  [/^national varchar/, "varchar"],
  [/^national char/, "char"],
  [/^(bit|char|binary)$/, "$1(1)"],
  [/^year\(4\)$/, "year"],
  [/^(datetime|timestamp|time)$/, "$1(0)"],
  [/ (unsigned|zerofill)/g, ""],
  [/ (character set|collate) \S+/g, ""],
];

/** A text or blob with a length becomes the smallest one that holds it: of texts, four bytes a character. */
function sizedType(word: string, length: number): string {
  const bytes = word === "text" ? length * 4 : length;
  const size = [255, 65_535, 16_777_215].findIndex((limit) => bytes <= limit);
  return `${["tiny", "", "medium", "long"].at(size) ?? ""}${word}`;
}

function isUnsigned(type: SqlType): boolean {
  const attributes: unknown = "attributes" in type ? type.attributes : null;
  if (typeof attributes !== "object" || attributes === null) return false;
  // Padding with zeros makes a column unsigned.
  return ["unsigned", "zerofill"].some((name) => attributeOf(attributes, name) === true);
}

function attributeOf(attributes: object, name: string): unknown {
  return Object.entries(attributes).find(([key]) => key === name)?.[1];
}

/** A collation counts where both sides tell one, or the database's is not the table's. */
function differsInCollation(reflected: SqlType, model: SqlType): boolean {
  const [before, after] = [collationOf(reflected), collationOf(model)];
  return before !== null && after !== null && before !== after;
}

function collationOf(type: SqlType): string | null {
  return "collation" in type && typeof type.collation === "string" ? type.collation.toLowerCase() : null;
}

/** A default as the server may write it: `now()` is `current_timestamp`, a number may be quoted, true is 1. */
function normalDefault(text: string, type: SqlType): string {
  const bare = text.replace(/^b'([01]+)'$/, (_, bits: string) => String(Number.parseInt(bits, 2)));
  if (/^(true|false)$/i.test(bare)) return bare.toLowerCase() === "true" ? "1" : "0";
  const literal = /^'(.*)'$/s.exec(bare)?.[1]?.replaceAll("''", "'").replaceAll("\\\\", "\\") ?? null;
  if (literal !== null && isNumber(type)) return numberText(literal);
  if (literal !== null) return `'${literal}'`;
  if (/^[+-]? ?\d+(\.\d+)?$/.test(bare))
    return isNumber(type) ? numberText(bare.replace(" ", "")) : `'${bare.replace(" ", "")}'`;
  return comparableSql(bare).replaceAll(
    /\b(now|current_timestamp|localtimestamp|localtime)\b( \( (\d*) ?\))?/g,
    (_, _word, _args, digits: string | undefined) =>
      `current_timestamp${digits === undefined || digits === "" || digits === "0" ? "" : `(${digits})`}`,
  );
}

function isNumber(type: SqlType): boolean {
  return (
    type instanceof IntegerType || type instanceof NumericType || type instanceof FloatType || "attributes" in type
  );
}

function numberText(text: string): string {
  return Number.isFinite(Number(text)) ? String(Number(text)) : text;
}
