import type { Diff } from "../../src/autogenerate/index.ts";
import type { Dialect } from "../../src/dialects/base/dialect.ts";
import { truncateName } from "../../src/ddl/truncate-name.ts";
import { OpContainer } from "../../src/operations/containers.ts";
import type { MigrateOperation } from "../../src/operations/migrate-operation.ts";
import {
  CheckConstraint,
  Column,
  Computed,
  Constraint,
  ForeignKeyConstraint,
  Identity,
  Index,
  OrderedExpression,
  PrimaryKeyConstraint,
  type ServerDefault,
} from "../../src/schema/index.ts";
import { FinalName, QuotedName, SqlFragment } from "../../src/sql/index.ts";
import { NullType, SqlType } from "../../src/types/index.ts";
import { isDeconstructible } from "../../src/util/deconstruct.ts";

/** An operation as plain data. */
export interface CanonicalOperation {
  readonly op: string;
  readonly args: readonly unknown[];
}

/** Writes operations and differences as plain data, in which the two sides' ways of saying one thing are one. */
export class Canonical {
  constructor(private readonly dialect: Dialect) {}

  operations(ops: readonly MigrateOperation[]): readonly CanonicalOperation[] {
    return ops.flatMap((op) => (op instanceof OpContainer ? this.operations(op.ops) : [this.#operation(op)]));
  }

  diffs(diffs: readonly Diff[]): readonly unknown[] {
    return diffs.flatMap((diff) => this.#diff(diff));
  }

  type(type: SqlType): string {
    const own = type.forDialect(this.dialect.name);
    return own instanceof NullType ? "NULL" : this.#typeText(this.dialect.types.render(own));
  }

  /** Text of SQL without what a database adds or takes away: blanks, quotes, parentheses, case. */
  /** A name as long as it can be in the database. */
  name(name: unknown): unknown {
    const limit = this.dialect.target.identifiers.rules.maxIdentifierLength;
    return typeof name === "string" ? truncateName(name, limit) : name;
  }

  sqlText(text: string): string {
    return text.replaceAll(/[\s()"`]+/g, "").toLowerCase();
  }

  #typeText(text: string): string {
    return text
      .toUpperCase()
      .replaceAll(/\s+/g, " ")
      .replaceAll(", ", ",")
      .replace(/ CHARACTER SET \w+(?= COLLATE)/, "")
      .replace(/^BOOL(EAN)?$/, this.dialect.features.supportsNativeBoolean ? "BOOLEAN" : "BOOL")
      .replace(/^((?:TINY|SMALL|MEDIUM|BIG)?INT(?:EGER)?|YEAR)\(\d+\)/, "$1");
  }

  #operation(op: MigrateOperation): CanonicalOperation {
    const written = op.deconstruct();
    if (written.kind !== "call") return { op: op.constructor.name, args: [this.value(op)] };
    const { callee, args, options } = written;
    const items = this.#arguments(callee, args);
    return { op: callee, args: items, ...this.#options(withoutRedundant(callee, options)) };
  }

  #arguments(callee: string, args: readonly unknown[]): readonly unknown[] {
    const values = args.map((value) => this.value(value));
    if (callee === "op.createTable") return [values[0], this.#tableItems(args[1])];
    return callee === "op.createIndex" ? [values[0], values[1], this.#elements(values[2])] : values;
  }

  /** A column and an expression that is one are the same; ascending order goes without saying. */
  #elements(elements: unknown): unknown {
    if (!Array.isArray(elements)) return elements;
    return elements.map((each: unknown) => {
      const text =
        typeof each === "object" && each !== null && "sql" in each && typeof each.sql === "string"
          ? each.sql
          : this.sqlText(String(each));
      return text.replace(/asc$/, "");
    });
  }

  /** Columns in their order, constraints in any. */
  #tableItems(items: unknown): unknown {
    if (!Array.isArray(items)) return this.value(items);
    const columns = items.filter((item) => item instanceof Column).map((item) => this.value(item));
    const others = items.filter((item) => !(item instanceof Column)).map((item) => this.value(item));
    return [...columns, ...others.toSorted(byText)];
  }

  value(value: unknown): unknown {
    if (value instanceof SqlType) return { type: this.type(value) };
    if (value instanceof Column) return this.#column(value);
    if (value instanceof FinalName) return { final: this.name(value.name) };
    if (value instanceof QuotedName) return value.name;
    if (value instanceof SqlFragment) return { sql: this.sqlText(this.dialect.ddl.text(value)) };
    if (value instanceof OrderedExpression) return { sql: this.#ordered(value) };
    if (value instanceof CheckConstraint) return this.#check(value);
    if (value instanceof Computed) return { computed: this.#text(value.expression), persisted: value.persisted };
    if (value instanceof Identity) return { identity: this.#options(value.options) };
    if (typeof value === "bigint" || typeof value === "boolean") return Number(value);
    if (Array.isArray(value)) return value.map((each) => this.value(each));
    if (isDeconstructible(value)) return this.#call(value.deconstruct());
    if (typeof value === "object" && value !== null) return this.#options(value);
    return value;
  }

  #call(written: ReturnType<Column["deconstruct"]>): unknown {
    if (written.kind !== "call") return written;
    return { call: written.callee, args: this.value(written.args), ...this.#options(written.options) };
  }

  #check({ condition, options }: CheckConstraint): unknown {
    return { check: this.#text(condition), ...this.#options(options) };
  }

  #text(condition: string | SqlFragment): string {
    return this.sqlText(this.dialect.ddl.text(condition));
  }

  #column(column: Column): unknown {
    const { serverDefault, autoincrement, identity, computed, nullable: _nullable, ...rest } = column.options;
    return {
      column: column.name,
      type: this.type(column.type),
      nullable: column.nullable,
      default: this.default(serverDefault, column.type),
      ...(autoincrement === true ? { autoincrement } : {}),
      ...(identity === undefined ? {} : { identity: this.value(identity) }),
      ...(computed === undefined ? {} : { computed: this.value(computed) }),
      ...this.#options(rest),
    };
  }

  default(value: unknown, type: SqlType | null): unknown {
    if (value === undefined || value === null || value === false) return null;
    if (value instanceof Identity || value instanceof Computed) return this.value(value);
    // What the corpus and operations hold in this place are defaults.
    const text = this.dialect.ddl.serverDefault(value as ServerDefault, type);
    return text === null ? null : text.replace(/^\((.*)\)$/s, "$1").trim();
  }

  #ordered({ expression, direction, nulls }: OrderedExpression): string {
    const text = expression instanceof SqlFragment ? this.dialect.ddl.text(expression) : expression;
    const order = `${direction === "desc" ? "desc" : ""}${nulls === null ? "" : `nulls${nulls}`}`;
    return this.sqlText(`${typeof text === "string" ? text : text.name}${order}`);
  }

  /** Options without those that say nothing; a dialect's two names are one. */
  #options(options: object): Readonly<Record<string, unknown>> {
    const merged: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(options)) {
      if (value === undefined || value === false || (value === null && !meaningfulNulls.has(key))) continue;
      if (key === "autoincrement" || key === "existingAutoincrement" || key === "info") continue;
      merged[key === "mysql" ? "mariadb" : key] = this.#option(key, value);
    }
    return Object.fromEntries(
      Object.entries(merged)
        .filter(([, value]) => !isEmpty(value))
        .toSorted(([left], [right]) => (left < right ? -1 : 1)),
    );
  }

  #option(key: string, value: unknown): unknown {
    if (key === "serverDefault" || key === "existingServerDefault") return this.default(value, null);
    if (key === "where" && typeof value === "string") return { sql: this.sqlText(value) };
    if (key === "onDelete" || key === "onUpdate" || key === "initially") return String(value).toUpperCase();
    if (key === "with" && typeof value === "object" && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, String(each)]));
    }
    // The reference tells a table's comment twice.
    if (key === "mariadb" && typeof value === "object" && value !== null && "comment" in value) {
      const { comment: _comment, ...rest } = value;
      return this.value(rest);
    }
    return this.value(value);
  }

  #diff(diff: Diff): readonly unknown[] {
    if (Array.isArray(diff[0])) return (diff as readonly (readonly unknown[])[]).map((each) => this.#columnDiff(each));
    const [kind, first, ...rest] = diff as readonly [string, ...unknown[]];
    if (first instanceof Constraint) return [this.#constraintDiff(kind, first, rest[0])];
    if (first instanceof Index) return [this.#indexDiff(kind, first, rest[0])];
    if (kind === "add_table" || kind === "remove_table") return [this.#tableDiff(kind, first)];
    if (kind.endsWith("_table_comment")) return [[kind, tableOf(first), ...rest]];
    return [[kind, this.value(first), ...rest.map((each) => this.value(each))]];
  }

  #columnDiff([kind, schema, table, column, _existing, before, after]: readonly unknown[]): unknown {
    const value = (each: unknown): unknown => (kind === "modify_default" ? this.default(each, null) : this.value(each));
    return [kind, schema, table, column, value(before), value(after)];
  }

  #tableDiff(kind: string, table: unknown): unknown {
    // A difference of this kind holds a table.
    const { name, schemaName, columns } = table as {
      name: string;
      schemaName: string | null;
      columns: Map<string, Column>;
    };
    return [kind, schemaName, name, [...columns.keys()]];
  }

  #indexDiff(kind: string, index: Index, on: unknown): unknown {
    return [
      kind,
      nameOf(index.name),
      tableOf(on),
      index.unique ? 1 : 0,
      indexColumns(index.expressions.length, index.columns),
    ];
  }

  #constraintDiff(kind: string, constraint: Constraint, on: unknown): unknown {
    const base = [kind, this.name(nameOf(constraint.name))];
    if (constraint instanceof CheckConstraint) return [...base, this.#text(constraint.condition)];
    if (constraint instanceof PrimaryKeyConstraint) return [...base, tableOf(on), constraint.columns, "primary key"];
    const refers =
      constraint instanceof ForeignKeyConstraint
        ? constraint.referred.map(({ schema, table, column }) => [schema, table, column].filter(Boolean).join("."))
        : [];
    return [...base, tableOf(on), constraint.columns, refers];
  }
}

/** What a column was is not told where it changes. How old values become new ones the reference never says. */
function withoutRedundant(callee: string, options: Readonly<Record<string, unknown>>): object {
  if (callee !== "op.alterColumn") return options;
  const { existingNullable, existingServerDefault, postgresql: _using, ...rest } = options;
  return {
    ...rest,
    ...(options["nullable"] === undefined ? { existingNullable } : {}),
    ...(options["serverDefault"] === undefined ? { existingServerDefault } : {}),
  };
}

/** Where null is a word of its own: there is none any more. */
const meaningfulNulls: ReadonlySet<string> = new Set(["serverDefault", "comment"]);

/** Columns of an index; null where it has expressions, which the two sides write in their own ways: operations hold them. */
export function indexColumns(length: number, columns: readonly string[]): readonly string[] | null {
  return columns.length === length ? columns : null;
}

function tableOf(on: unknown): string {
  // A difference of these kinds says where its object stands; the recorded ones do not tell the schema.
  return (on as { readonly table: string }).table;
}

function nameOf(name: unknown): string | null {
  if (name === null) return null;
  // A constraint's or index's name is text, or has it.
  return typeof name === "string" ? name : (name as { readonly name: string }).name;
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

function byText(left: unknown, right: unknown): number {
  return JSON.stringify(left) < JSON.stringify(right) ? -1 : 1;
}
