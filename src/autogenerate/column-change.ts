import type { AlterColumnDialectOptions } from "../schema/index.ts";
import type { AlterColumnOptions } from "../operations/alter-column.ts";

/** What an `op.alterColumn` may say of its column. */
export type ColumnChangeOptions = Omit<AlterColumnOptions, "schema">;

/** What comparators find out about one column: what is there, and what changes. */
export class ColumnChange {
  readonly #options: { -readonly [Key in keyof ColumnChangeOptions]: ColumnChangeOptions[Key] } = {};

  get options(): ColumnChangeOptions {
    return this.#options;
  }

  /** The dialects' options of what undoes the change. */
  undoing: AlterColumnDialectOptions = {};

  /** Whether something changes; whether the column is numbered by itself only goes with other changes. */
  get isChanged(): boolean {
    const { nullable, comment, serverDefault, newColumnName, type } = this.#options;
    return [nullable, comment, serverDefault, newColumnName, type].some((change) => change !== undefined);
  }

  /** Adds what one comparator has found. */
  set(found: ColumnChangeOptions): void {
    Object.assign(this.#options, found);
  }
}
