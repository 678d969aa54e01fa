/** A statement with its runs of blanks collapsed and without its terminator. */
export function normalize(statement: string): string {
  return statement
    .trim()
    .replace(/;$/, "")
    .replaceAll(/\s+/g, " ")
    .replaceAll("( ", "(")
    .replaceAll(" )", ")")
    .replaceAll(" ,", ",")
    .trim();
}

/** The lines of a script, with their runs of blanks collapsed. */
export function normalizeLines(script: string): string[] {
  return script
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => line.replaceAll(/\s+/g, " ").trim());
}

/** Names of placeholders differ by driver: `:name`, `$1`, `@p1` and `?` all become `?`, outside of quotes. */
export function withoutPlaceholderNames(statement: string): string {
  return statement
    .split(/('(?:[^']|'')*'|"(?:[^"]|"")*")/)
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll(/(?<![:\w]):\w+|\$\d+|@\w+/g, "?")))
    .join("");
}

const CONSTRAINT = /^(CONSTRAINT |PRIMARY KEY|UNIQUE|FOREIGN KEY|CHECK|EXCLUDE)/;

/** The order of the constraints within one CREATE TABLE is chance. */
export function withSortedConstraints(statement: string): string {
  const [, head, rest] = /^(CREATE (?:\w+ )*TABLE .*?\()(.*)$/.exec(statement) ?? [];
  if (head === undefined || rest === undefined) return statement;
  const end = closingParenthesis(rest);
  const items = splitTopLevel(rest.slice(0, end));
  const constraints = items.filter((item) => CONSTRAINT.test(item)).toSorted();
  const columns = items.filter((item) => !CONSTRAINT.test(item));
  return `${head}${[...columns, ...constraints].join(", ")}${rest.slice(end)}`;
}

function closingParenthesis(text: string): number {
  let end = text.length;
  walkTopLevel(text, (character, index, depth) => {
    if (character === ")" && depth < 0 && end === text.length) end = index;
  });
  return end;
}

function splitTopLevel(text: string): string[] {
  const cuts: number[] = [];
  walkTopLevel(text, (character, index, depth) => {
    if (character === "," && depth === 0) cuts.push(index);
  });
  return [...cuts, text.length].map((cut, index) =>
    text.slice(index === 0 ? 0 : (cuts[index - 1] ?? 0) + 1, cut).trim(),
  );
}

function walkTopLevel(text: string, visit: (character: string, index: number, depth: number) => void): void {
  let depth = 0;
  let quote = "";
  // Of a character of two units nothing is asked that one of them could be mistaken for.
  text.split("").forEach((character, index) => {
    if (quote !== "") {
      if (character === quote) quote = "";
      return;
    }
    if (`'"\``.includes(character)) quote = character;
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    visit(character, index, depth);
  });
}

const UNORDERED = /^CREATE (\w+ )*INDEX |^ALTER TABLE .* ADD (CONSTRAINT |UNIQUE|PRIMARY|FOREIGN|CHECK)/;

/** The order of the CREATE INDEX and ADD CONSTRAINT statements of one call is chance: each list is sorted in its own places. */
export function withSortedStatements(statements: readonly string[]): string[] {
  const movable = statements.filter((statement) => UNORDERED.test(statement)).toSorted();
  return statements.map((statement) => (UNORDERED.test(statement) ? (movable.shift() ?? statement) : statement));
}
