import { closingIndex, isWord, marks, splitAtCommas, type Token, tokenize, unquote } from "./tokens.ts";

/** A constraint as CREATE TABLE writes it, of a column or of the table. */
export interface ParsedConstraint {
  readonly kind: "primary" | "unique" | "check" | "foreignkey";
  readonly name: string | null;
  /** The columns it names; of a column's own constraint that column. */
  readonly columns: readonly string[];
  /** The collations that a key gives its columns, one for each; null for the column's own. */
  readonly collations: readonly (string | null)[];
  /** Whether a key has its columns in descending order, one for each. */
  readonly descending: readonly boolean[];
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
  /** What ON CONFLICT says after NOT NULL, if anything. */
  readonly onConflictNotNull: string | null;
  /** A column's own PRIMARY KEY DESC, which for once does not make an INTEGER key the row's number. */
  readonly isDescendingKey: boolean;
}

/** A CREATE TABLE statement in its parts. */
export interface ParsedTable {
  readonly columns: ReadonlyMap<string, ParsedColumn>;
  readonly constraints: readonly ParsedConstraint[];
  readonly isStrict: boolean;
  readonly isWithoutRowid: boolean;
}

/** What stands between two commas of CREATE TABLE: a column with its own constraints, or a constraint. */
export interface ParsedDefinition {
  readonly column: ParsedColumn | null;
  readonly constraints: readonly ParsedConstraint[];
}

/**
 * Reads what `sqlite_master` holds for a table: SQLite keeps the statement as it was written.
 *
 * @param read reads one definition; who reads many tables gives one that remembers, since many columns are alike
 */
export function parseCreateTable(sql: string, read: typeof parseDefinition = parseDefinition): ParsedTable {
  const { definitions, end } = splitDefinitions(sql);
  const columns = new Map<string, ParsedColumn>();
  const constraints: ParsedConstraint[] = [];
  for (const text of definitions) {
    const definition = read(text);
    if (definition.column !== null) columns.set(definition.column.name, definition.column);
    constraints.push(...definition.constraints);
  }
  const after = tokenize(sql.slice(end));
  return {
    columns,
    constraints,
    isStrict: after.some((token) => isWord(token, "STRICT")),
    isWithoutRowid: after.some((token, index) => isWord(token, "WITHOUT") && isWord(after[index + 1], "ROWID")),
  };
}

/** Reads one definition of CREATE TABLE. */
export function parseDefinition(text: string): ParsedDefinition {
  const definition = new Definition(tokenize(text), text);
  const column = definition.isEmpty || definition.isConstraint ? null : definition.toColumn();
  return { column, constraints: definition.constraints() };
}

/** The text of each definition, and where they end. What is quoted or a comment is gone over, and no tokens are made. */
function splitDefinitions(sql: string): { readonly definitions: readonly string[]; readonly end: number } {
  const definitions: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: mark, index } of sql.matchAll(marks)) {
    if (mark === "(") depth += 1;
    if (mark === ")") depth -= 1;
    if (mark === "(" && depth === 1) start = index + 1;
    const isEnd = mark === ")" && depth === 0;
    if (!isEnd && (mark !== "," || depth !== 1)) continue;
    definitions.push(sql.slice(start, index));
    start = index + 1;
    if (isEnd) return { definitions, end: start };
  }
  return { definitions, end: sql.length };
}

const constraintWords: readonly string[] = ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"];

/** One item between the parentheses of CREATE TABLE. */
class Definition {
  constructor(
    private readonly tokens: readonly Token[],
    private readonly sql: string,
  ) {}

  get isEmpty(): boolean {
    return this.tokens.length === 0;
  }

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
      onConflictNotNull: this.conflictOfNotNull(),
      isDescendingKey: this.isDescendingKey(),
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
    const listed = this.isConstraint && kind !== "check" && open >= 0 ? listedColumns(rest, open) : [];
    return {
      kind,
      name,
      columns: this.isConstraint ? listed.map(({ name: column }) => column) : [this.name],
      collations: listed.map(({ collation }) => collation),
      descending: listed.map(({ isDescending }) => isDescending),
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

  private between(tokens: readonly Token[], open: number): string {
    const close = tokens[closingIndex(tokens, open)];
    const start = tokens[open];
    return start === undefined || close === undefined ? "" : this.sql.slice(start.end, close.start).trim();
  }

  private conflictOfNotNull(): string | null {
    const not = this.topLevel("NOT");
    if (not < 0 || !isWord(this.tokens[not + 1], "NULL") || !isWord(this.tokens[not + 2], "ON")) return null;
    return conflictOf(this.tokens.slice(not + 2, not + 5));
  }

  private isDescendingKey(): boolean {
    const primary = this.topLevel("PRIMARY");
    return primary >= 0 && isWord(this.tokens[primary + 2], "DESC");
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

interface ListedColumn {
  readonly name: string;
  readonly collation: string | null;
  readonly isDescending: boolean;
}

/** The columns between the parentheses of a key. */
function listedColumns(tokens: readonly Token[], open: number): readonly ListedColumn[] {
  return splitAtCommas(tokens.slice(open + 1, closingIndex(tokens, open))).map((part) => {
    const [first] = part;
    const collate = part.findIndex((token) => isWord(token, "COLLATE"));
    const collation = collate < 0 ? undefined : part[collate + 1];
    return {
      name: first === undefined ? "" : unquote(first),
      collation: collation === undefined ? null : unquote(collation),
      isDescending: isWord(part.at(-1), "DESC"),
    };
  });
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
