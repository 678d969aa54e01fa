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

/** A value as a package gives it; who gives text has asked {@link isText}. */
export type Cell = Uint8Array | string | null;

/** Whether the values of a column are text. */
export function isText({ type, isBinary }: Omit<Field, "name">): boolean {
  return type !== bit && type !== geometry && !(isBinary && strings.has(type));
}

/** Turns a value of the text protocol into the form that every driver of the dialect gives. */
export function decodeValue(field: Field, cell: Cell): unknown {
  if (cell === null) return null;
  if (typeof cell === "string") return decodeText(field, cell);
  if (field.type === bit) return toSafeInteger(BigInt(`0x${Buffer.from(cell).toString("hex")}`));
  if (!isText(field)) return Uint8Array.from(cell);
  return decodeText(field, Buffer.from(cell.buffer, cell.byteOffset, cell.byteLength).toString());
}

function decodeText({ type }: Field, text: string): unknown {
  if (integers.has(type)) return toSafeInteger(BigInt(text));
  if (floats.has(type)) return Number(text);
  if (type !== json) return text;
  const parsed: unknown = JSON.parse(text);
  return parsed;
}
