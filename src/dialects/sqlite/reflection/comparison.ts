import type { Connection } from "../../../engine/connection.ts";
import {
  type Column,
  type Index,
  type IndexExpression,
  optionsOf,
  OrderedExpression,
  type Table,
} from "../../../schema/index.ts";
import { nameText, SqlFragment } from "../../../sql/index.ts";
import { Boolean as BooleanType, RawType, type SqlType, UserDefinedType } from "../../../types/index.ts";
import { comparableSql, plainSql } from "../../base/comparable-sql.ts";
import { Comparison, type Difference, different, type TablePair } from "../../base/comparison.ts";
import { withDeclaredTypes } from "./declared-types.ts";
import { parseType } from "./parse-type.ts";

/** What counts as the same on SQLite, which keeps types and expressions as they were written. */
export class SqliteComparison extends Comparison {
  protected override typeText(type: SqlType): string {
    return super.typeText(type).replace(/ collate .*$/, "");
  }

  protected override get typeSynonyms(): readonly (readonly string[])[] {
    return [...super.typeSynonyms, ["text", "clob"]];
  }

  override asWritten(tables: readonly Table[], connection: Connection): Promise<readonly Table[]> {
    return withDeclaredTypes(tables, connection);
  }

  /** Any word has an affinity, by which it is compared. */
  override isKnownType(type: SqlType): boolean {
    return super.isKnownType(type) || (type instanceof RawType && type.text !== "");
  }

  protected override differsInType(reflected: SqlType, given: SqlType): boolean {
    const type = given.forDialect(this.dialect.name);
    // A word that is no type of SQLite is read back as the type of its affinity.
    const isForeign = type instanceof UserDefinedType || type instanceof RawType;
    const model = isForeign ? parseType(this.dialect.types.render(type), null) : given;
    return super.differsInType(reflected, model) || collationOf(reflected) !== collationOf(model);
  }

  /** A literal is the same with and without quotes where the column's affinity makes one value of both. */
  protected override defaultText(column: Column, reflected: Column): string | null {
    const text = this.defaultSql(column);
    if (text === null) return null;
    const plain = plainSql(text).replace(/^"((?:[^"]|"")*)"$/s, "'$1'");
    const bare = /^'(.*)'$/s.exec(plain)?.[1]?.replaceAll("''", "'") ?? plain;
    return reflected.type.forDialect(this.dialect.name) instanceof BooleanType ? booleanText(bare) : bare;
  }

  override compareIndex(reflected: Index, model: Index, tables: TablePair): Difference {
    const found = super.compareIndex(reflected, model, tables);
    const [before, after] = [reflected, model].map((index) => {
      const { where } = optionsOf(index.options, "sqlite");
      return where === undefined ? "" : comparableSql(this.dialect.ddl.text(where));
    });
    return before === after ? found : different(...(found.isEqual ? [] : found.reasons), "its predicate changes");
  }

  protected override elementText(item: IndexExpression): string {
    const { expression, direction } = item instanceof OrderedExpression ? item : new OrderedExpression(item);
    const text =
      expression instanceof SqlFragment ? comparableSql(this.dialect.ddl.text(expression)) : nameText(expression);
    return text.replace(/ asc$/, "") + this.orderText(direction, null);
  }
}

function collationOf(type: SqlType): string {
  const collation = "collation" in type && typeof type.collation === "string" ? type.collation : "BINARY";
  return collation.toUpperCase();
}

/** true and false are the numbers that SQLite stores. */
function booleanText(text: string): string {
  if (/^true$/i.test(text)) return "1";
  return /^false$/i.test(text) ? "0" : text;
}
