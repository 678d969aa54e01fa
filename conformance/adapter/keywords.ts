import type { Json, JsonObject } from "../corpus.ts";

const DIALECTS = ["postgresql", "mysql", "mariadb", "sqlite", "mssql", "oracle"];

/** Keywords whose words Python runs together, and the ones that only Python needs. */
const IRREGULAR: Readonly<Record<string, string | null>> = {
  onupdate: "onUpdate",
  ondelete: "onDelete",
  server_onupdate: "serverOnUpdate",
  minvalue: "minValue",
  maxvalue: "maxValue",
  nominvalue: "noMinValue",
  nomaxvalue: "noMaxValue",
  type_: "type",
  asdecimal: null,
  as_uuid: null,
  astext_type: null,
  zero_indexes: null,
};

/** Keywords for which None says "remove" or "there is none"; elsewhere it says "not given". */
const NULLABLE = new Set([
  "server_default",
  "existing_server_default",
  "comment",
  "existing_comment",
  "mssql_batch_separator",
  "oracle_batch_separator",
]);

/** `server_default` to `serverDefault`. */
export function camelCase(name: string): string {
  return name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * Turns Python's keywords into an options object: `postgresql_using` into `{ postgresql: { using } }`.
 *
 * @param convert turns each value
 */
export function toOptions(kw: JsonObject, convert: (value: Json, key: string) => unknown): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  const nested: Record<string, Record<string, unknown>> = {};
  for (const [key, value] of Object.entries(kw)) {
    if (value === undefined || isNotGiven(key, value)) continue;
    const dialect = DIALECTS.find((name) => key.startsWith(`${name}_`));
    if (dialect !== undefined) {
      (nested[dialect] ??= {})[camelCase(key.slice(dialect.length + 1))] = convert(value, key);
      continue;
    }
    const name = key in IRREGULAR ? IRREGULAR[key] : camelCase(key);
    if (name !== null && name !== undefined) options[name] = convert(value, key);
  }
  return { ...options, ...nested };
}

/** Python says "not given" by None, or by False where None means something. */
function isNotGiven(key: string, value: Json): boolean {
  return NULLABLE.has(key) ? value === false : value === null;
}

/** The options as a trailing argument: left out when there are none. */
export function trailing(options: Record<string, unknown>): readonly unknown[] {
  return Object.keys(options).length === 0 ? [] : [options];
}
