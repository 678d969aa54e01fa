import {
  type Column,
  FetchedValue,
  type ForeignKeyConstraint,
  type Index,
  type Table,
  type UniqueConstraint,
} from "../../schema/index.ts";
import { SqlFragment } from "../../sql/index.ts";
import { NullType, type SqlType } from "../../types/index.ts";
import type { Dialect } from "./dialect.ts";

/** What a comparison found: the same, or why not. */
export type Difference = { readonly isEqual: true } | { readonly isEqual: false; readonly reasons: readonly string[] };

/** One side of a comparison of defaults, with the column it belongs to. */
export interface DefaultSide {
  readonly column: Column;
  /** The default's SQL; null for none. */
  readonly sql: string | null;
}

/** A table on both sides: what the database reports, and what the model says. */
export interface TablePair {
  readonly reflected: Table;
  readonly model: Table;
}

export const EQUAL: Difference = Object.freeze({ isEqual: true });

/** A difference, with its reasons. */
export function different(...reasons: readonly string[]): Difference {
  return { isEqual: false, reasons };
}

/** What is the same for a dialect, between what a database reports and what a model says. A dialect overrides its own ways of saying things. */
export class Comparison {
  /** Whether a unique constraint and a unique index are one thing to the database. */
  readonly uniquesAreIndexes: boolean = false;

  constructor(readonly dialect: Dialect) {}

  /** Whether two column types are different on this dialect. */
  compareType(reflected: SqlType, model: SqlType): boolean {
    if (reflected instanceof NullType || model instanceof NullType) return false;
    return this.typeText(reflected) !== this.typeText(model);
  }

  /** A type in the form in which it is compared. */
  protected typeText(type: SqlType): string {
    return this.dialect.types.render(type).toUpperCase().replaceAll(/\s+/g, " ");
  }

  /** A model's default as SQL, or null. */
  defaultSql(column: Column): string | null {
    return this.dialect.ddl.serverDefault(column.serverDefault, column.type);
  }

  /** Whether two defaults are different. Both columns are given: some defaults depend on them. */
  async compareServerDefault(reflected: DefaultSide, model: DefaultSide): Promise<boolean> {
    if (model.column.serverDefault instanceof FetchedValue) return false;
    return normalSql(reflected.sql) !== normalSql(model.sql);
  }

  compareIndex(reflected: Index, model: Index, tables: TablePair): Difference {
    const reasons: string[] = [];
    if (reflected.unique !== model.unique) reasons.push(model.unique ? "it becomes unique" : "it is no longer unique");
    if (this.indexText(reflected, tables.reflected) !== this.indexText(model, tables.model))
      reasons.push("its columns change");
    return reasons.length === 0 ? EQUAL : different(...reasons);
  }

  /** An index's columns in the form in which they are compared. */
  protected indexText(index: Index, _table: Table): string {
    return index.expressions
      .map((item) =>
        typeof item === "string"
          ? item
          : item instanceof SqlFragment
            ? this.dialect.ddl.text(item)
            : JSON.stringify(item),
      )
      .join(",");
  }

  compareUnique(reflected: UniqueConstraint, model: UniqueConstraint): Difference {
    const same = reflected.columns.toSorted().join("\0") === model.columns.toSorted().join("\0");
    return same ? EQUAL : different("its columns change");
  }

  /** What makes two foreign keys the same, besides their columns: actions and deferral. */
  foreignKeyOptions({ options }: ForeignKeyConstraint): string {
    const deferral =
      options.initially?.toLowerCase() === "deferred"
        ? "initially deferred"
        : options.deferrable === true
          ? "deferrable"
          : "";
    return [action(options.onUpdate), action(options.onDelete), deferral].join("|");
  }

  /** Whether an index cannot be dropped as long as the table has its foreign keys: it then goes with the table. */
  isHeldByForeignKey(_index: Index, _table: Table): boolean {
    return false;
  }

  /** Indexes and unique constraints that the database reports, without those it made for itself. */
  ownIndexes(indexes: readonly Index[], _tables: TablePair): readonly Index[] {
    return indexes;
  }
}

function action(word: string | null | undefined): string {
  const lower = (word ?? "").toLowerCase();
  return lower === "no action" ? "" : lower;
}

function normalSql(text: string | null): string | null {
  return text === null ? null : text.replaceAll(/\s+/g, " ").trim();
}
