import type { Connection } from "../../../engine/connection.ts";
import { Column, Table } from "../../../schema/index.ts";
import { RawType } from "../../../types/index.ts";
import { isKnownType } from "./parse-type.ts";

/** Tables with the words of their columns' types where no type of ours has them; a collation stands behind one of ours. */
export async function withDeclaredTypes(tables: readonly Table[], connection: Connection): Promise<readonly Table[]> {
  const words = new Map<string | null, ReadonlyMap<string, string>>();
  for (const schema of new Set(tables.map((table) => table.schemaName)))
    words.set(schema, await declaredWords(schema, connection));
  return tables.map((table) => {
    const declared = words.get(table.schemaName);
    const items = table.items.map((item) => {
      const word = item instanceof Column ? declared?.get(keyOf(table.name, item.requireName())) : undefined;
      if (word === undefined || !(item instanceof Column) || isCollated(item)) return item;
      return new Column(item.identifier, new RawType(word), item.options);
    });
    return new Table(table.identifier, items, table.options);
  });
}

async function declaredWords(schema: string | null, connection: Connection): Promise<ReadonlyMap<string, string>> {
  const master =
    schema === null ? "sqlite_master" : `${connection.dialect.identifiers.quoteAlways(schema)}.sqlite_master`;
  const { rows } = await connection.execute(
    `SELECT m.name AS "table", x.name AS "column", x.type AS word FROM ${master} m, pragma_table_xinfo(m.name, ?) x WHERE m.type = 'table'`,
    [schema ?? "main"],
  );
  const pairs = rows.map((row) => [keyOf(String(row["table"]), String(row["column"])), String(row["word"])] as const);
  return new Map(pairs.filter(([, word]) => word !== "" && !isKnownType(word)));
}

function keyOf(table: string, column: string): string {
  return `${table}\0${column}`;
}

function isCollated({ type }: Column): boolean {
  return "collation" in type && typeof type.collation === "string";
}
