import { type ForeignKeyConstraint, type Index, OrderedExpression, type Table } from "../../../schema/index.ts";
import { nameText, SqlFragment } from "../../../sql/index.ts";
import { Enum, type SqlType } from "../../../types/index.ts";
import { Comparison, type DefaultSide, type TablePair } from "../../base/comparison.ts";

/** Words for the same type. */
const synonyms: readonly (readonly [RegExp, string])[] = [
  [/^BOOL(EAN)?$/, "TINYINT(1)"],
  [/^(JSON)$/, "LONGTEXT"],
  [/^NUMERIC\b/, "DECIMAL"],
  [/^DOUBLE PRECISION\b/, "DOUBLE"],
  [/^(SMALLINT|MEDIUMINT|INTEGER|INT|BIGINT)\(\d+\)/, "$1"],
  [/^INT\b/, "INTEGER"],
  [/^(DECIMAL)$/, "$1(10,0)"],
  [/^(DECIMAL)\((\d+)\)/, "$1($2,0)"],
  [/^BIT$/, "BIT(1)"],
  [/^YEAR\(4\)$/, "YEAR"],
  [/^CHAR$/, "CHAR(1)"],
];

/** What counts as the same on MySQL and MariaDB. */
export class MysqlComparison extends Comparison {
  override readonly uniquesAreIndexes: boolean = true;

  override compareType(reflected: SqlType, model: SqlType): boolean {
    const before = reflected.forDialect(this.dialect.name);
    const after = model.forDialect(this.dialect.name);
    if (before instanceof Enum && after instanceof Enum && after.nativeEnum)
      return !sameSet(before.values, after.values);
    return super.compareType(reflected, model);
  }

  protected override typeText(type: SqlType): string {
    const text = super.typeText(type).replaceAll(", ", ",");
    return synonyms.reduce((known, [pattern, word]) => known.replace(pattern, word), text);
  }

  override async compareServerDefault(reflected: DefaultSide, model: DefaultSide): Promise<boolean> {
    return normalDefault(reflected.sql) !== normalDefault(model.sql);
  }

  /** RESTRICT is what the server does when nothing is said, and what it reports then differs by version. */
  override foreignKeyOptions(key: ForeignKeyConstraint): string {
    return super.foreignKeyOptions(key).replaceAll("restrict", "");
  }

  /** Without the indexes that the server made for foreign keys, unless the model has one of that name. */
  override ownIndexes(indexes: readonly Index[], { reflected, model }: TablePair): readonly Index[] {
    const inModel = new Set(model.indexes.map((index) => (index.name === null ? "" : nameText(index.name))));
    const keys = new Set(
      [...reflected.foreignKeys, ...model.foreignKeys].map((key) => (key.name === null ? "" : nameText(key.name))),
    );
    const keyColumns = new Set([...reflected.foreignKeys, ...model.foreignKeys].map((key) => key.columns.join("\0")));
    return indexes.filter((index) => {
      const name = index.name === null ? "" : nameText(index.name);
      if (index.unique || inModel.has(name)) return true;
      const isImplicit = keys.has(name) || (index.columns[0] === name && keyColumns.has(index.columns.join("\0")));
      return !isImplicit;
    });
  }

  /** A foreign key needs an index that begins with its columns. */
  override isHeldByForeignKey(index: Index, table: Table): boolean {
    return table.foreignKeys.some(({ columns }) =>
      columns.every((column, position) => index.columns[position] === column),
    );
  }

  protected override indexText(index: Index): string {
    return index.expressions
      .map((item) => (item instanceof OrderedExpression ? item : new OrderedExpression(item)))
      .map(({ expression, direction }) => {
        const text =
          expression instanceof SqlFragment
            ? this.dialect.ddl
                .text(expression)
                .replaceAll(/[`() ]/g, "")
                .toLowerCase()
            : nameText(expression);
        return direction === "desc" ? `${text} desc` : text;
      })
      .join(",");
  }
}

function sameSet(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && new Set([...left, ...right]).size === left.length;
}

/** A default as both servers may write it: `now()` is `CURRENT_TIMESTAMP`, a number may be quoted, true is 1. */
function normalDefault(text: string | null): string | null {
  if (text === null) return null;
  const bare = text.trim().replace(/^\((.*)\)$/s, "$1");
  const word = bare
    .toLowerCase()
    .replaceAll(/\b(now|current_timestamp|localtimestamp|localtime)(\(\)|\b(?!\())/g, "current_timestamp");
  if (/^'?[+-]?\d+(\.\d+)?'?$/.test(bare)) return String(Number(bare.replaceAll("'", "")));
  if (word === "true" || word === "false") return word === "true" ? "1" : "0";
  return word.startsWith("current_timestamp") ? word : bare;
}
