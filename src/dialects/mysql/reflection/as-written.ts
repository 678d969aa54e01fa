import type { Connection } from "../../../engine/connection.ts";
import { CheckConstraint, Column, Table, type TableItem } from "../../../schema/index.ts";
import { JSON, type SqlType } from "../../../types/index.ts";
import { MysqlString } from "../types/string-types.ts";

/** What a table has whose CREATE TABLE says nothing. */
interface Defaults {
  readonly engine: string | null;
  /** By schema; the connection's own is null. */
  readonly collations: ReadonlyMap<string | null, string>;
}

/**
 * Tables as a person would write them: without engine, character set and collation where they are the database's own,
 * and with the JSON columns that MariaDB keeps as texts.
 */
export async function asWritten(tables: readonly Table[], connection: Connection): Promise<readonly Table[]> {
  if (tables.length === 0) return tables;
  const defaults = await readDefaults(connection);
  return tables.map((table) => new Table(table.identifier, withJsonColumns(table).items, optionsOf(table, defaults)));
}

async function readDefaults(connection: Connection): Promise<Defaults> {
  const { rows } = await connection.execute(`
SELECT SCHEMA_NAME AS \`schema\`, DEFAULT_COLLATION_NAME AS collation, SCHEMA_NAME = DATABASE() AS isOwn, @@default_storage_engine AS engine
FROM information_schema.SCHEMATA`);
  const collations = rows.flatMap(({ schema, collation, isOwn }) => {
    const name = String(schema);
    const pair = [name, String(collation)] as const;
    return Number(isOwn) === 1 ? [pair, [null, pair[1]] as const] : [pair];
  });
  const engine = rows[0]?.["engine"];
  return { engine: typeof engine === "string" ? engine : null, collations: new Map(collations) };
}

function optionsOf({ options, schemaName }: Table, defaults: Defaults): Table["options"] {
  const { engine, defaultCharset, collate, ...others } = options.mysql ?? {};
  const isUsual = collate === undefined || collate === defaults.collations.get(schemaName);
  const own = {
    ...(engine === undefined || engine === defaults.engine ? {} : { engine }),
    ...(isUsual ? {} : { defaultCharset, collate }),
    ...others,
  };
  const { mysql: _mysql, ...rest } = options;
  return Object.keys(own).length === 0 ? rest : { ...rest, mysql: own };
}

/** MariaDB makes of `data JSON` a `longtext COLLATE utf8mb4_bin`, with a CHECK that belongs to the column. */
export function withJsonColumns(table: Table): Table {
  const checked = table.items.flatMap((item) => (item instanceof CheckConstraint ? jsonColumn(item, table) : []));
  if (checked.length === 0) return table;
  const json = new Set(checked.map(({ column }) => column));
  const checks = new Set<TableItem>(checked.map(({ check }) => check));
  const items = table.items
    .filter((item) => !checks.has(item))
    .map((item) =>
      item instanceof Column && json.has(item.requireName())
        ? new Column(item.identifier, new JSON(), item.options)
        : item,
    );
  return new Table(table.identifier, items, table.options);
}

function jsonColumn(check: CheckConstraint, table: Table): readonly { check: CheckConstraint; column: string }[] {
  // MySQL, which has the type, gives every CHECK a name.
  if (check.name !== null || typeof check.condition !== "string") return [];
  const text = check.condition;
  const column = [...table.columns.values()].find(
    ({ name, type }) => text === `json_valid(\`${name?.replaceAll("`", "``")}\`)` && isJsonText(type, table),
  );
  return column === undefined ? [] : [{ check, column: column.requireName() }];
}

function isJsonText(type: SqlType, { options }: Table): boolean {
  const collation = type instanceof MysqlString ? (type.options.collation ?? options.mysql?.collate) : null;
  return type instanceof MysqlString && type.word === "LONGTEXT" && collation === "utf8mb4_bin";
}
