import { closingIndex, isWord, splitAtCommas, type Token, tokenize, unquote } from "./tokens.ts";

/** A constraint as CREATE TABLE writes it, of a column or of the table. */
export interface ParsedConstraint {
  readonly kind: "primary" | "unique" | "check" | "foreignkey";
  readonly name: string | null;
  /** The columns it names; of a column's own constraint that column. */
  readonly columns: readonly string[];
  /** The condition of a CHECK, as it was written. */
  readonly condition: string | null;
  readonly deferrable: boolean;
  readonly initiallyDeferred: boolean;
  /** What ON CONFLICT says, if anything. */
  readonly onConflict: string | null;
}

/** A column as CREATE TABLE writes it: what the pragmas do not tell. */
export interface ParsedColumn {
  readonly name: string;
  readonly collation: string | null;
  readonly isAutoincrement: boolean;
  /** The expression of a generated column, as it was written. */
  readonly generated: string | null;
}

/** A CREATE TABLE statement in its parts. */
export interface ParsedTable {
  readonly columns: ReadonlyMap<string, ParsedColumn>;
  readonly constraints: readonly ParsedConstraint[];
  readonly isStrict: boolean;
  readonly isWithoutRowid: boolean;
}

/** Reads what `sqlite_master` holds for a table: SQLite keeps the statement as it was written. */
export function parseCreateTable(sql: string): ParsedTable {
  const tokens = tokenize(sql);
  const open = tokens.findIndex((token) => token.text === "(");
  if (open < 0) return { columns: new Map(), constraints: [], isStrict: false, isWithoutRowid: false };
  const close = closingIndex(tokens, open);
  const definitions = splitAtCommas(tokens.slice(open + 1, close)).map((part) => new Definition(part, sql));
  const columns = definitions.filter((definition) => !definition.isConstraint);
  const after = tokens.slice(close + 1);
  return {
    columns: new Map(columns.map((column) => [column.name, column.toColumn()])),
    constraints: definitions.flatMap((definition) => definition.constraints()),
    isStrict: after.some((token) => isWord(token, "STRICT")),
    isWithoutRowid: after.some((token, index) => isWord(token, "WITHOUT") && isWord(after[index + 1], "ROWID")),
  };
}

const constraintWords: readonly string[] = ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"];

/** One item between the parentheses of CREATE TABLE. */
class Definition {
  constructor(
    private readonly tokens: readonly Token[],
    private readonly sql: string,
  ) {}

  get isConstraint(): boolean {
    return constraintWords.some((word) => isWord(this.tokens[0], word));
  }

  get name(): string {
    const [first] = this.tokens;
    return first === undefined ? "" : unquote(first);
  }

  toColumn(): ParsedColumn {
    const collate = this.topLevel("COLLATE");
    const collation = collate < 0 ? undefined : this.tokens[collate + 1];
    return {
      name: this.name,
      collation: collation === undefined ? null : unquote(collation),
      isAutoincrement: this.topLevel("AUTOINCREMENT") >= 0,
      generated: this.generatedExpression(),
    };
  }

  constraints(): readonly ParsedConstraint[] {
    const found: ParsedConstraint[] = [];
    let name: string | null = null;
    for (let index = this.isConstraint ? 0 : 1; index < this.tokens.length; index++) {
      const token = this.tokens[index];
      if (token === undefined) continue;
      if (token.text === "(") {
        index = closingIndex(this.tokens, index);
        continue;
      }
      const next = this.tokens[index + 1];
      if (isWord(token, "CONSTRAINT") && next !== undefined) {
        name = unquote(next);
        index += 1;
        continue;
      }
      const kind = kindAt(this.tokens, index, this.isConstraint);
      if (kind === null) continue;
      found.push(this.constraintAt(index, kind, name));
      name = null;
    }
    return found;
  }

  private constraintAt(index: number, kind: ParsedConstraint["kind"], name: string | null): ParsedConstraint {
    const rest = this.tokens.slice(index);
    const open = rest.findIndex((token) => token.text === "(");
    const upTo = this.isConstraint ? rest : rest.slice(0, this.endOfColumnConstraint(rest));
    return {
      kind,
      name,
      columns: this.isConstraint ? this.columnsAt(rest, open, kind) : [this.name],
      condition: kind === "check" ? this.between(rest, open) : null,
      deferrable: hasDeferrable(upTo),
      initiallyDeferred: upTo.some((token, at) => isWord(token, "INITIALLY") && isWord(upTo[at + 1], "DEFERRED")),
      onConflict: conflictOf(upTo),
    };
  }

  /** Where the next constraint of a column begins. */
  private endOfColumnConstraint(rest: readonly Token[]): number {
    for (let index = 1; index < rest.length; index++) {
      const token = rest[index];
      if (token?.text === "(") index = closingIndex(rest, index);
      else if (isWord(token, "CONSTRAINT") || kindAt(rest, index, false) !== null) return index;
    }
    return rest.length;
  }

  private columnsAt(rest: readonly Token[], open: number, kind: ParsedConstraint["kind"]): readonly string[] {
    if (kind === "check" || open < 0) return [];
    return splitAtCommas(rest.slice(open + 1, closingIndex(rest, open))).map(([first]) =>
      first === undefined ? "" : unquote(first),
    );
  }

  private between(tokens: readonly Token[], open: number): string {
    const close = tokens[closingIndex(tokens, open)];
    const start = tokens[open];
    return start === undefined || close === undefined ? "" : this.sql.slice(start.end, close.start).trim();
  }

  private generatedExpression(): string | null {
    const as = this.topLevel("AS");
    return as >= 0 && this.tokens[as + 1]?.text === "(" ? this.between(this.tokens, as + 1) : null;
  }

  /** The index of a word that stands in no parentheses, after the column's name; -1 where there is none. */
  private topLevel(word: string): number {
    for (let index = 1; index < this.tokens.length; index++) {
      if (this.tokens[index]?.text === "(") index = closingIndex(this.tokens, index);
      else if (isWord(this.tokens[index], word)) return index;
    }
    return -1;
  }
}

function kindAt(tokens: readonly Token[], index: number, isTableLevel: boolean): ParsedConstraint["kind"] | null {
  const token = tokens[index];
  if (isWord(token, "PRIMARY")) return "primary";
  if (isWord(token, "UNIQUE")) return "unique";
  if (isWord(token, "CHECK") && tokens[index + 1]?.text === "(") return "check";
  return isWord(token, isTableLevel ? "FOREIGN" : "REFERENCES") ? "foreignkey" : null;
}

function hasDeferrable(tokens: readonly Token[]): boolean {
  return tokens.some((token, index) => isWord(token, "DEFERRABLE") && !isWord(tokens[index - 1], "NOT"));
}

function conflictOf(tokens: readonly Token[]): string | null {
  const index = tokens.findIndex((token, at) => isWord(token, "ON") && isWord(tokens[at + 1], "CONFLICT"));
  return index < 0 ? null : (tokens[index + 2]?.text.toUpperCase() ?? null);
}
