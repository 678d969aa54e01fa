import { CommandError } from "../errors/index.ts";
import { suggest } from "../util/suggest.ts";

/** Something that is dropped and something like it that is added: it may have been renamed. */
export interface RenameCandidate {
  readonly kind: "table" | "column";
  /** The table of a column, as the models name it, with its schema; null for a table. */
  readonly table: string | null;
  /** The name in the database; a table's with its schema. */
  readonly from: string;
  /** The name in the models; a table's with its schema. */
  readonly to: string;
}

/** Asks whether a candidate has been renamed. */
export type ConfirmRename = (candidate: RenameCandidate) => boolean | Promise<boolean>;

/**
 * Decides what has been renamed: by what was said beforehand, else by asking.
 *
 * @example await produceMigrations(migrationContext, { targetMetadata }, undefined, undefined, new Renames(["posts:articles"]));
 */
export class Renames {
  readonly #said: readonly { readonly text: string; readonly from: string; readonly to: string }[];
  readonly #used = new Set<string>();

  /**
   * @param said each `old:new`: a table's name, or `table.column:column`
   * @param confirm asked about candidates that nothing was said about; absent where nobody can be asked
   * @throws {CommandError} when one of them has no colon, or two say different things
   */
  constructor(
    said: readonly string[] = [],
    private readonly confirm?: ConfirmRename,
  ) {
    this.#said = said.map(parse);
    const twice = this.#said.find(({ from }, at) => this.#said.findIndex((other) => other.from === from) !== at);
    if (twice !== undefined) throw saidTwice(twice.from);
  }

  /** Whether it was said beforehand that this is a rename. */
  isSaid(candidate: RenameCandidate): boolean {
    const found = this.#said.find(
      ({ from, to }) =>
        namesOf(candidate, candidate.from).includes(from) && namesOf(candidate, candidate.to).includes(to),
    );
    if (found !== undefined) this.#used.add(found.text);
    return found !== undefined;
  }

  /** Whether something was said beforehand about what is dropped or added here. */
  isSpokenFor(candidate: RenameCandidate): boolean {
    return this.#said.some(
      ({ from, to }) =>
        namesOf(candidate, candidate.from).includes(from) || namesOf(candidate, candidate.to).includes(to),
    );
  }

  /** What the user says of a candidate; null where nobody can be asked. */
  async ask(candidate: RenameCandidate): Promise<boolean | null> {
    return this.confirm === undefined ? null : this.confirm(candidate);
  }

  /** @throws {CommandError} when something was said that has come to nothing: it was misspelt, or is done already */
  assertUsed(): void {
    const unused = this.#said.find(({ text }) => !this.#used.has(text));
    if (unused === undefined) return;
    throw new CommandError("ALB0742", `--rename ${unused.text} names nothing that is dropped and added.`, {
      hint: "Write table:table, or table.column:column, with the name in the database first and that in the models last.",
    });
  }
}

/** Whether two names are alike enough to be asked about: a few letters differ, or they share a word. */
export function areAlike(from: string, to: string): boolean {
  if (suggest(from, [to]) !== null) return true;
  const words = wordsOf(from);
  return wordsOf(to).some((word) => word.length > 2 && words.includes(word));
}

function wordsOf(name: string): readonly string[] {
  return name
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, "$1_$2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);
}

/** How a candidate's old or new name may be written. */
function namesOf({ kind, table }: RenameCandidate, name: string): readonly string[] {
  if (kind === "table") return [name, name.slice(name.lastIndexOf(".") + 1)];
  const owner = table ?? "";
  return [`${owner}.${name}`, `${owner.slice(owner.lastIndexOf(".") + 1)}.${name}`];
}

function parse(text: string): { readonly text: string; readonly from: string; readonly to: string } {
  const [from = "", to = "", ...more] = text.split(":");
  if (from === "" || to === "" || more.length > 0) {
    throw new CommandError("ALB0741", `--rename ${text} is not old:new.`, {
      hint: "For example: --rename posts:articles, --rename posts.title:headline.",
    });
  }
  const owner = from.slice(0, from.lastIndexOf(".") + 1);
  // A column's new name may stand alone: it stays in its table.
  return { text, from, to: owner === "" || to.includes(".") ? to : `${owner}${to}` };
}

function saidTwice(from: string): CommandError {
  return new CommandError("ALB0743", `--rename says two things of ${from}.`, { hint: "Keep one of them." });
}
