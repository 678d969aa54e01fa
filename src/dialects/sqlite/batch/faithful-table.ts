import { Column, type ColumnOptions, ForeignKeyConstraint, Table, type TableItem } from "../../../schema/index.ts";
import { type Identifier, nameText, sql } from "../../../sql/index.ts";
import { IntegerType, NullType, type SqlType } from "../../../types/index.ts";
import { conflictWord } from "../reflection/reflected-table.ts";
import { parseCreateTable, type ParsedColumn } from "../text/parse-create-table.ts";
import { DeclaredType } from "../types/declared-type.ts";

/** A column as the database tells of it, beside what the inspector makes of it. */
export interface DeclaredColumn {
  readonly name: string;
  readonly type: string;
  readonly isNotNull: number;
  readonly keyPosition: number;
}

/** What the database holds of a table, word by word. */
export interface TableSource {
  readonly name: string;
  readonly sql: string;
  readonly columns: readonly DeclaredColumn[];
}

/**
 * A reflected table with what only the words of its statement tell, so that the table that is made of it is the same:
 * types that are none of ours, NOT NULL as it was written, defaults that stay expressions.
 *
 * @param identifier the table's name as the batch writes it
 */
export function faithfulTable(reflected: Table, source: TableSource, identifier: Identifier): Table {
  const parsed = parseCreateTable(source.sql);
  const isLoneKey = source.columns.filter((column) => column.keyPosition > 0).length === 1;
  const items = reflected.items.map((item): TableItem => {
    if (item instanceof ForeignKeyConstraint) return ownTarget(item, source.name, nameText(identifier));
    if (!(item instanceof Column)) return item;
    const declared = source.columns.find(({ name }) => name === item.name);
    const own = parsed.columns.get(item.requireName());
    return declared === undefined ? item : faithfulColumn(item, declared, own, isLoneKey);
  });
  return new Table(identifier, items, reflected.options);
}

function faithfulColumn(
  column: Column,
  declared: DeclaredColumn,
  own: ParsedColumn | undefined,
  isLoneKey: boolean,
): Column {
  const onConflictNotNull = conflictWord(own?.onConflictNotNull ?? null);
  const isKey = isLoneKey && declared.keyPosition > 0;
  return column.with({
    type: declaredType(column.type, declared.type, own, isKey) ?? column.type,
    nullable: declared.isNotNull === 0,
    ...defaultOf(column),
    ...(onConflictNotNull === undefined ? {} : { sqlite: { onConflictNotNull } }),
  });
}

/** The type in its own words, where ours would change what the column holds; else null. */
function declaredType(
  type: SqlType,
  declared: string,
  own: ParsedColumn | undefined,
  isLoneKey: boolean,
): SqlType | null {
  const collation = own?.collation ?? null;
  const collate = collation === null || "collation" in type ? "" : ` COLLATE "${collation.replaceAll('"', '""')}"`;
  if (type instanceof NullType) return new DeclaredType(collate.trim(), "any");
  if (/^any$/i.test(declared)) return new DeclaredType(`ANY${collate}`, "any");
  // Only a key of the very word INTEGER is the row's number: one of INT takes NULL, and any other value.
  const isNumber =
    isLoneKey && type instanceof IntegerType && /^integer$/i.test(declared) && own?.isDescendingKey !== true;
  if (isLoneKey && type instanceof IntegerType && !isNumber) {
    return new DeclaredType(`${/^integer$/i.test(declared) ? "INT" : declared}${collate}`, "integer");
  }
  return collate === "" ? null : new DeclaredType(`${declared}${collate}`, type.literalKind);
}

/** The catalogue drops the parentheses of an expression, which a default needs. */
function defaultOf({ serverDefault, options }: Column): Pick<ColumnOptions, "serverDefault"> {
  if (serverDefault === null || typeof serverDefault !== "object" || !("plainText" in serverDefault)) return {};
  if (options.computed !== undefined || serverDefault.plainText === null) return {};
  const text = serverDefault.plainText;
  return isPlainDefault(text) ? {} : { serverDefault: sql.raw(`(${text})`) };
}

/** A string, in the quotes of a name too, or a digit. */
function isPlainDefault(text: string): boolean {
  return /^(?:\d|'(?:[^']|'')+'|"(?:[^"]|"")*")$/.test(text);
}

/** A reference of the table to itself names the table as the batch does. */
function ownTarget(key: ForeignKeyConstraint, name: string, now: string): ForeignKeyConstraint {
  if (name === now || !key.referred.some(({ table }) => table.toLowerCase() === name.toLowerCase())) return key;
  return new ForeignKeyConstraint(
    key.columns,
    key.referred.map((referred) => ({ ...referred, table: now })),
    key.options,
  );
}
