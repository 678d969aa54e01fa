import { toSafeInteger } from "../../../engine/rows.ts";

type Parse = (text: string) => unknown;

/** Object ids of built-in types, which never change, from `pg_type.dat`. Every other type comes as text. */
const scalars: Readonly<Record<number, Parse>> = {
  16: (text) => text === "t",
  17: parseBytes,
  20: (text) => toSafeInteger(BigInt(text)),
  21: Number,
  23: Number,
  26: Number,
  114: (text) => JSON.parse(text) as unknown,
  700: Number,
  701: Number,
  3802: (text) => JSON.parse(text) as unknown,
};

const text: Parse = (value) => value;
const textArrays = [
  143, 651, 719, 775, 791, 1002, 1003, 1006, 1008, 1009, 1011, 1012, 1014, 1015, 1040, 1041, 1115, 1182, 1183, 1185,
  1187, 1231, 1270, 1561, 1563, 2207, 2208, 2209, 2210, 2211, 2951, 3221, 3643, 3645, 4090, 4097,
];

/** The same for arrays, by the type of their elements. */
const arrays: ReadonlyMap<number, Parse> = new Map([
  ...textArrays.map((oid) => [oid, text] as const),
  ...Object.entries({
    1000: 16,
    1001: 17,
    199: 114,
    1005: 21,
    1007: 23,
    1016: 20,
    1021: 700,
    1022: 701,
    1028: 26,
    3807: 3802,
  }).map(([array, element]) => [Number(array), scalars[element] ?? text] as const),
]);

/** The types that do not come as text. */
export const builtinTypes: readonly string[] = [...Object.keys(scalars), ...Array.from(arrays.keys(), String)];

/**
 * Turns the server's text of a value into the form that every driver of the dialect gives.
 *
 * @param oid the object id of the value's type
 * @param value the text as the server sent it, with DateStyle ISO
 */
export function decodeValue(oid: number, value: string): unknown {
  const scalar = scalars[oid];
  if (scalar !== undefined) return scalar(value);
  const element = arrays.get(oid);
  return element === undefined ? value : parseArray(value, element);
}

/** Turns a value into text that the server reads as the type it expects; null is NULL. */
export function encodeValue(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "string") return value;
  if (value instanceof Date) return encodeDate(value);
  if (value instanceof Uint8Array) return String.raw`\x${Buffer.from(value).toString("hex")}`;
  if (Array.isArray(value)) return `{${value.map(encodeElement).join(",")}}`;
  return typeof value === "bigint" ? String(value) : JSON.stringify(value);
}

function encodeElement(value: unknown): string {
  if (Array.isArray(value)) return encodeValue(value) ?? "{}";
  const element = encodeValue(value);
  return element === null ? "NULL" : `"${element.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

/** Years before Christ and after 9999, which ISO 8601 writes with a sign, in PostgreSQL's way. */
function encodeDate(date: Date): string {
  const iso = date.toISOString();
  const [, sign, year = "", rest = ""] = /^([+-])(\d{6})(-.*)$/.exec(iso) ?? [];
  if (sign === undefined) return iso;
  return sign === "+" ? `${Number(year)}${rest}` : `${String(Number(year) + 1).padStart(4, "0")}${rest} BC`;
}

function parseBytes(value: string): Uint8Array {
  if (value.startsWith(String.raw`\x`)) return Uint8Array.from(Buffer.from(value.slice(2), "hex"));
  // bytea_output = escape: three octal digits after a backslash, or the backslash twice.
  const latin = value.replaceAll(/\\(\\|[0-7]{3})/g, (_, escape: string) =>
    escape === "\\" ? escape : String.fromCodePoint(Number.parseInt(escape, 8)),
  );
  return Uint8Array.from(Buffer.from(latin, "latin1"));
}

/** Reads `{1,NULL,"a \"b\""}` and arrays within arrays; bounds other than 1 come first, as in `[0:1]={1,2}`. */
function parseArray(value: string, parse: Parse): readonly unknown[] {
  const tokens = value.slice(value.indexOf("{")).matchAll(/[{}]|"((?:[^"\\]|\\.)*)"|[^{},]+/gs);
  const root: unknown[] = [];
  const open: unknown[][] = [root];
  for (const [token, quoted] of tokens) {
    if (token === "}") {
      open.pop();
      continue;
    }
    if (token === "{") {
      const inner: unknown[] = [];
      open.at(-1)?.push(inner);
      open.push(inner);
      continue;
    }
    open.at(-1)?.push(parseElement(token, quoted, parse));
  }
  return Array.isArray(root[0]) ? root[0] : [];
}

function parseElement(token: string, quoted: string | undefined, parse: Parse): unknown {
  if (quoted !== undefined) return parse(quoted.replaceAll(/\\(.)/gs, "$1"));
  return token.toUpperCase() === "NULL" ? null : parse(token);
}
