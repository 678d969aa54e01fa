/** A piece of source before it is laid out: text that stays together, or a list that may stand on one line or on many. */
export type Doc = string | DocList;

/** Items between brackets: on one line where they fit, else one a line. */
export interface DocList {
  /** What stands before the first item: `op.addColumn(`. */
  readonly open: string;
  readonly items: readonly DocItem[];
  readonly close: string;
  /** Blanks inside the brackets on one line: `{ a: 1 }`. */
  readonly isPadded: boolean;
  /** Never on one line. */
  readonly isBroken: boolean;
  /** A last item that is a list itself may open on the first line. */
  readonly hugsLast: boolean;
}

/** One item of a list, with what stands before its value: `nullable: `. */
export interface DocItem {
  readonly prefix: string;
  readonly value: Doc;
}

const INDENT = "  ";

/**
 * Lays out a piece of source within a width.
 *
 * @param doc what to print
 * @param indent the indentation of the line it stands on, in blanks
 * @param used characters that stand before it on that line, the indentation included
 * @param width characters a line may have
 * @param reserved characters that will follow it on its last line
 */
export function layout(doc: Doc, indent: number, used: number, width: number, reserved = 0): string {
  if (typeof doc === "string") return doc;
  const onOneLine = flat(doc);
  if (onOneLine !== null && used + onOneLine.length + reserved <= width) return onOneLine;
  return hugged(doc, indent, used, width) ?? broken(doc, indent, width);
}

/** The source on one line, or null where something in it never stands on one line. */
export function flat(doc: Doc): string | null {
  if (typeof doc === "string") return doc.includes("\n") ? null : doc;
  if (doc.isBroken && doc.items.length > 0) return null;
  const items: string[] = [];
  for (const { prefix, value } of doc.items) {
    const text = flat(value);
    if (text === null) return null;
    items.push(prefix + text);
  }
  const padding = doc.isPadded && items.length > 0 ? " " : "";
  return `${doc.open}${padding}${items.join(", ")}${padding}${doc.close}`;
}

function hugged(doc: DocList, indent: number, used: number, width: number): string | null {
  const last = doc.items.at(-1);
  if (!doc.hugsLast || last === undefined || typeof last.value === "string" || last.value.items.length === 0)
    return null;
  const heads: string[] = [];
  for (const { prefix, value } of doc.items.slice(0, -1)) {
    const text = flat(value);
    if (text === null) return null;
    heads.push(`${prefix}${text}, `);
  }
  const head = doc.open + heads.join("") + last.prefix;
  if (used + head.length + last.value.open.length > width) return null;
  return head + broken(last.value, indent, width) + doc.close;
}

function broken(doc: DocList, indent: number, width: number): string {
  if (doc.items.length === 0) return doc.open + doc.close;
  const inner = indent + INDENT.length;
  const lines = doc.items.map(({ prefix, value }) => {
    const start = " ".repeat(inner) + prefix;
    return `${start}${layout(value, inner, start.length, width, 1)},`;
  });
  return `${doc.open}\n${lines.join("\n")}\n${" ".repeat(indent)}${doc.close}`;
}
