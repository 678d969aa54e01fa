/** Something that the reference loses when it moves a table, and that we keep. */
interface Loss {
  readonly reason: string;
  /** Whether it is there before the move. */
  readonly isThere: RegExp;
  /** The statement without it; null where the whole statement is about it. */
  without(statement: string): string | null;
}

const LOSSES: readonly Loss[] = [
  {
    reason: "A CHECK without a name stays.",
    isThere: /(?<!CONSTRAINT "?\w+"? )CHECK/i,
    without: (statement) => withoutItems(statement, /^CHECK\b/i),
  },
  {
    reason: "AUTOINCREMENT stays, and with it the numbers that were given.",
    isThere: /\bAUTOINCREMENT\b/i,
    without: (statement) =>
      /^(INSERT INTO|UPDATE) sqlite_sequence/.test(statement)
        ? null
        : statement.replace(/(\(|, )(\S+)([^,]*?) PRIMARY KEY AUTOINCREMENT(.*)\)/, "$1$2$3$4, PRIMARY KEY ($2))"),
  },
  {
    reason: "STRICT and WITHOUT ROWID stay.",
    isThere: /\b(STRICT|WITHOUT\s+ROWID)\b/i,
    without: (statement) => statement.replace(/\)( ?,? ?(STRICT|WITHOUT ROWID))+$/i, ")"),
  },
  {
    reason: "The collations of columns, keys and indexes stay.",
    isThere: /\bCOLLATE\b/i,
    without: (statement) => statement.replaceAll(/ COLLATE "?\w+"?/gi, ""),
  },
  {
    reason: "What is done on a conflict stays.",
    isThere: /\bON\s+CONFLICT\b/i,
    without: (statement) => statement.replaceAll(/ ON CONFLICT \w+/gi, ""),
  },
  {
    reason: "The actions of a column's own REFERENCES stay.",
    isThere: /\bON\s+(DELETE|UPDATE)\b/i,
    without: (statement) => statement.replaceAll(/ ON (DELETE|UPDATE) (SET \w+|NO ACTION|\w+)/gi, ""),
  },
  {
    reason: "The order of an index stays.",
    isThere: /\bCREATE\s+(UNIQUE\s+)?INDEX\b.*\bDESC\b/is,
    without: (statement) => (/^CREATE (UNIQUE )?INDEX/.test(statement) ? statement.replaceAll(" DESC", "") : statement),
  },
  {
    reason: "An index over an expression stays.",
    isThere: /\bCREATE\s+(UNIQUE\s+)?INDEX\b[^(]*\([^)]*\(/i,
    without: (statement) => (/^CREATE (UNIQUE )?INDEX[^(]*\([^)]*\(/.test(statement) ? null : statement),
  },
  {
    reason: "A trigger is created again.",
    isThere: /\bCREATE\s+(TEMP\w*\s+)?TRIGGER\b/i,
    without: (statement) => (/^CREATE (TEMP )?TRIGGER/.test(statement) ? null : statement),
  },
];

/**
 * Statements without those things which the reference loses and we keep: what is left has to be the same.
 *
 * @param start the statements that made the database
 */
export function withoutLosses(statements: readonly string[], start: readonly string[]): readonly string[] {
  const losses = LOSSES.filter(({ isThere }) => start.some((statement) => isThere.test(statement)));
  return losses.reduce<readonly string[]>(
    (rest, loss) => rest.map((statement) => loss.without(statement)).filter((statement) => statement !== null),
    statements,
  );
}

function withoutItems(statement: string, pattern: RegExp): string {
  const [, head, body, tail] = /^(CREATE (?:\w+ )*TABLE .*? \()(.*)(\)[^)]*)$/.exec(statement) ?? [];
  if (head === undefined || body === undefined) return statement;
  const items = splitAtCommas(body).filter((item) => !pattern.test(item));
  return `${head}${items.join(", ")}${tail ?? ""}`;
}

function splitAtCommas(text: string): readonly string[] {
  const items = [""];
  let depth = 0;
  for (const [part] of text.matchAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|[(),]|[^'"(),]+/g)) {
    if (part === "(") depth += 1;
    if (part === ")") depth -= 1;
    if (part === "," && depth === 0) items.push("");
    else items.push(`${items.pop() ?? ""}${part}`);
  }
  return items.map((item) => item.trim());
}
