import { createHash, type Hash } from "node:crypto";

/** Statements that run in the transaction that is open: they are kept, or not, together. */
export class PendingStatements {
  #hash: Hash | null = null;
  #last = "";

  get isEmpty(): boolean {
    return this.#hash === null;
  }

  /** The text of the last of them. */
  get last(): string {
    return this.#last;
  }

  add(statement: string): void {
    this.#hash ??= createHash("sha256");
    this.#hash.update(`${statement.trim().length}:${statement.trim()}`);
    this.#last = statement;
  }

  /** A hash of all of them, which are forgotten then. */
  take(): string {
    const digest = this.#hash?.digest("hex") ?? "";
    this.#hash = null;
    return digest;
  }
}

/** The hash of one statement. */
export function fingerprintOf(statement: string): string {
  const one = new PendingStatements();
  one.add(statement);
  return one.take();
}
