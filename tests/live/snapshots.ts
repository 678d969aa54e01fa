import type { Connection } from "../../src/engine/connection.ts";
import type { Row } from "../../src/engine/driver.ts";

/** What a database holds, in an order of its own: two of them are compared. */
export type Snapshot = Readonly<Record<string, readonly unknown[]>>;

async function rowsOf(connection: Connection, sql: string): Promise<readonly Row[]> {
  const { rows } = await connection.execute(sql);
  return rows;
}

const userSchema = "n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'";
const notOfExtension = (catalog: string, oid: string): string =>
  `NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = '${catalog}'::regclass AND d.objid = ${oid} AND d.deptype = 'e')`;

const postgresqlQueries: Readonly<Record<string, string>> = {
  relations: `SELECT n.nspname, c.relname, c.relkind, c.relpersistence, c.reloptions::text, c.relispartition,
      pg_get_partkeydef(c.oid) AS partition_key, obj_description(c.oid, 'pg_class') AS comment,
      (SELECT a.amname FROM pg_am a WHERE a.oid = c.relam) AS method,
      (SELECT string_agg(i.inhparent::regclass::text, ',' ORDER BY i.inhseqno) FROM pg_inherits i WHERE i.inhrelid = c.oid) AS parents
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE (${userSchema} OR c.relpersistence = 't') AND c.relkind IN ('r', 'p', 'v', 'S') AND ${notOfExtension("pg_class", "c.oid")}
    ORDER BY 1, 2`,
  columns: `SELECT n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull,
      pg_get_expr(d.adbin, d.adrelid) AS default, a.attidentity, a.attgenerated,
      (SELECT l.collname FROM pg_collation l WHERE l.oid = a.attcollation) AS collation, col_description(c.oid, a.attnum) AS comment
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE ${userSchema} AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND ${notOfExtension("pg_class", "c.oid")}
    ORDER BY 1, 2, a.attnum`,
  constraints: `SELECT n.nspname, k.conrelid::regclass::text AS relation, k.conname, pg_get_constraintdef(k.oid) AS definition,
      k.convalidated, obj_description(k.oid, 'pg_constraint') AS comment
    FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace WHERE ${userSchema} AND ${notOfExtension("pg_constraint", "k.oid")}
    ORDER BY 1, 2, 3`,
  indexes: `SELECT n.nspname, pg_get_indexdef(i.indexrelid) AS definition, i.indisvalid
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${userSchema} ORDER BY 1, 2`,
  types: `SELECT n.nspname, t.typname, t.typtype, t.typnotnull, t.typdefault, format_type(t.typbasetype, t.typtypmod) AS base,
      (SELECT string_agg(quote_literal(e.enumlabel), ',' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid) AS labels
    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE ${userSchema} AND t.typtype IN ('e', 'd') AND ${notOfExtension("pg_type", "t.oid")} ORDER BY 1, 2`,
  sequences: `SELECT schemaname, sequencename, data_type::text, start_value, min_value, max_value, increment_by, cycle, cache_size
    FROM pg_sequences ORDER BY 1, 2`,
  functions: `SELECT n.nspname, p.proname, pg_get_functiondef(p.oid) AS definition FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE ${userSchema} AND p.prokind = 'f' AND ${notOfExtension("pg_proc", "p.oid")} ORDER BY 1, 2`,
};

/** PostgreSQL's catalogue and the rows of its tables. */
export async function snapshotPostgresql(connection: Connection): Promise<Snapshot> {
  const snapshot: Record<string, readonly unknown[]> = {};
  for (const [name, sql] of Object.entries(postgresqlQueries)) snapshot[name] = await rowsOf(connection, sql);
  const tables = (snapshot["relations"] ?? []) as readonly Row[];
  for (const { nspname, relname, relkind } of tables) {
    if (relkind !== "r" && relkind !== "p") continue;
    const table = `"${String(nspname)}"."${String(relname).replaceAll('"', '""')}"`;
    snapshot[`rows of ${table}`] = await rowsOf(
      connection,
      `SELECT to_jsonb(t) AS row FROM ${table} t ORDER BY to_jsonb(t)::text`,
    );
  }
  return Object.fromEntries(
    Object.entries(snapshot).map(([name, rows]) => [
      withoutSession(name),
      (rows as readonly Row[]).map(rowWithoutSession),
    ]),
  );
}

/** Each session has a schema of its own for temporary tables, whose number tells of nothing but the session. */
function withoutSession(text: string): string {
  return text.replaceAll(/\bpg_temp_\d+\b/g, "pg_temp");
}

function rowWithoutSession(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, typeof value === "string" ? withoutSession(value) : value]),
  );
}

/** What MariaDB says of its tables, and their rows. */
export async function snapshotMariadb(connection: Connection, schemas: readonly string[] = []): Promise<Snapshot> {
  const tables = await rowsOf(
    connection,
    `SELECT table_schema AS s, table_name AS t FROM information_schema.tables
      WHERE table_schema = database() OR table_schema IN ('', ${schemas.map((name) => `'${name}'`).join(", ") || "''"}) ORDER BY 1, 2`,
  );
  const snapshot: Record<string, readonly unknown[]> = {};
  const own = (await rowsOf(connection, "SELECT database() AS name"))[0]?.["name"];
  for (const { s, t } of tables) {
    const quoted = `\`${String(s)}\`.\`${String(t).replaceAll("`", "``")}\``;
    const place = `${s === own ? "" : `${String(s)}.`}${String(t)}`;
    const [created] = await rowsOf(connection, `SHOW CREATE TABLE ${quoted}`);
    const text = String(created?.["Create Table"] ?? created?.["Create View"]).replaceAll(String(own), "<database>");
    snapshot[place] = text.split("\n");
    snapshot[`rows of ${place}`] = sorted(await rowsOf(connection, `SELECT * FROM ${quoted}`));
  }
  return snapshot;
}

/** `sqlite_master`, and the rows of the tables. */
export async function snapshotSqlite(connection: Connection): Promise<Snapshot> {
  const snapshot: Record<string, readonly unknown[]> = {};
  for (const { name: schema } of await rowsOf(connection, "SELECT name FROM pragma_database_list ORDER BY seq")) {
    const master = await rowsOf(
      connection,
      `SELECT type, name, tbl_name, sql FROM "${String(schema)}".sqlite_master ORDER BY type, name`,
    );
    snapshot[String(schema)] = master.map((row) => ({ ...row, sql: normalSql(row["sql"]) }));
    for (const { type, name } of master) {
      if (type !== "table") continue;
      const table = `"${String(schema)}"."${String(name).replaceAll('"', '""')}"`;
      snapshot[`rows of ${table}`] = sorted(await rowsOf(connection, `SELECT * FROM ${table}`));
    }
  }
  return snapshot;
}

function normalSql(text: unknown): unknown {
  return typeof text === "string" ? text.replaceAll(/\s+/g, " ").replaceAll(/ ?([(),]) ?/g, "$1") : text;
}

function sorted(rows: readonly Row[]): readonly string[] {
  const plain = (_key: string, value: unknown): unknown => (typeof value === "bigint" ? `${value}n` : value);
  return rows.map((row) => JSON.stringify(row, plain)).toSorted();
}
