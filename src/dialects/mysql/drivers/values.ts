import { toSafeInteger } from "../../../engine/rows.ts";

/** What the server says of a column of a result. */
export interface Field {
  readonly name: string;
  /** The number of its type in the protocol. */
  readonly type: number;
  /** Whether its bytes are no text. */
  readonly isBinary: boolean;
}

/** Numbers of types, https://dev.mysql.com/doc/dev/mysql-server/latest/field__types_8h.html. */
const integers = new Set([1, 2, 3, 8, 9, 13]);
const floats = new Set([4, 5]);
const bit = 16;
const json = 245;
const geometry = 255;
/** VARCHAR, the BLOBs and TEXTs, VAR_STRING and STRING: binary or text, by their character set. */
const strings = new Set([15, 249, 250, 251, 252, 253, 254]);

/** Turns a value of the text protocol into the form that every driver of the dialect gives. */
export function decodeValue(field: Field, bytes: Uint8Array | null): unknown {
  if (bytes === null) return null;
  if (field.type === bit) return toSafeInteger(BigInt(`0x${Buffer.from(bytes).toString("hex")}`));
  if (field.type === geometry || (field.isBinary && strings.has(field.type))) return Uint8Array.from(bytes);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
  if (integers.has(field.type)) return toSafeInteger(BigInt(text));
  if (floats.has(field.type)) return Number(text);
  if (field.type !== json) return text;
  const parsed: unknown = JSON.parse(text);
  return parsed;
}
