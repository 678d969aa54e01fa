import type { Connection } from "../../../engine/connection.ts";
import { sql, type SqlFragment } from "../../../sql/index.ts";
import type { Effect } from "../../base/effect.ts";

const name = String.raw`((?:"(?:[^"]|"")+"|[\w$]+)(?:\s*\.\s*(?:"(?:[^"]|"")+"|[\w$]+))?)`;
const create = new RegExp(
  String.raw`^\s*create\s+(?:unique\s+)?index\s+concurrently\s+(?:if\s+not\s+exists\s+)?${name}\s+on\s+(?:only\s+)?${name}`,
  "i",
);
const drop = new RegExp(String.raw`^\s*drop\s+index\s+concurrently\s+(?:if\s+exists\s+)?${name}`, "i");
const addValue = new RegExp(
  String.raw`^\s*alter\s+type\s+${name}\s+add\s+value\s+(?:if\s+not\s+exists\s+)?'((?:[^']|'')*)'`,
  "i",
);
const createDatabase = new RegExp(String.raw`^\s*create\s+database\s+${name}`, "i");

/**
 * Whether a statement that runs outside of a transaction took effect; null where it is none of those that are known. An
 * index that an interrupted build has left INVALID is dropped, so that it can be built again.
 */
export async function settleConcurrent(statement: string, connection: Connection): Promise<Effect | null> {
  const [, index, table] = create.exec(statement) ?? [];
  if (index !== undefined && table !== undefined) return settleIndex(inSchemaOf(index, table), connection);
  const dropped = drop.exec(statement)?.[1];
  if (dropped !== undefined) return doneIf(!(await exists(sql`to_regclass(${dropped}) IS NOT NULL`, connection)));
  const [, type, value] = addValue.exec(statement) ?? [];
  if (type !== undefined && value !== undefined) {
    const label = value.replaceAll("''", "'");
    const isThere = sql`EXISTS (SELECT 1 FROM pg_catalog.pg_enum WHERE enumtypid = to_regtype(${type}) AND enumlabel = ${label})`;
    return doneIf(await exists(isThere, connection));
  }
  const database = createDatabase.exec(statement)?.[1];
  if (database === undefined) return null;
  return doneIf(
    await exists(sql`EXISTS (SELECT 1 FROM pg_catalog.pg_database WHERE datname = ${bare(database)})`, connection),
  );
}

/** What a build that failed leaves behind. */
export function remainsOfConcurrent(statement: string): string | null {
  const index = create.exec(statement)?.[1];
  if (index === undefined) return null;
  return `The index ${index} may be there, marked INVALID: the next run drops it and builds it again.`;
}

async function settleIndex(index: string, connection: Connection): Promise<Effect> {
  const { rows } = await connection.execute(
    sql`SELECT indisvalid AS valid FROM pg_catalog.pg_index WHERE indexrelid = to_regclass(${index})`,
  );
  const [found] = rows;
  if (found === undefined) return "again";
  if (found["valid"] === true) return "done";
  await connection.execute(sql`DROP INDEX CONCURRENTLY ${sql.raw(index)}`);
  return "again";
}

/** An index is made in the schema of its table, and named without one. */
function inSchemaOf(index: string, table: string): string {
  const schema = /^(.*?)\s*\.\s*(?:"(?:[^"]|"")+"|[\w$]+)$/.exec(table)?.[1];
  return schema === undefined ? index : `${schema}.${index}`;
}

async function exists(condition: SqlFragment, connection: Connection): Promise<boolean> {
  const { rows } = await connection.execute(sql`SELECT ${condition} AS found`);
  return rows[0]?.["found"] === true;
}

function bare(written: string): string {
  return written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written.toLowerCase();
}

function doneIf(isDone: boolean): Effect {
  return isDone ? "done" : "again";
}
