import { InvalidArgumentError } from "../errors/index.ts";
import { SqlFragment, type SqlPart } from "./fragment.ts";
import type { LiteralType } from "./literal-type.ts";
import type { Identifier } from "./names.ts";

/** The `sql` template and the functions that hang on it. */
export interface SqlTemplate {
  /**
   * SQL text with values kept apart: `${value}` is bound, a nested fragment is put in as it is.
   *
   * @example sql`update posts set title = ${title} where id in (${sql.join(ids)})`;
   */
  (strings: TemplateStringsArray, ...values: readonly unknown[]): SqlFragment;

  /**
   * A name, quoted by the dialect; several are a path.
   *
   * @example sql`select * from ${sql.identifier("public", "order")}`;
   */
  identifier(...path: readonly [Identifier, ...Identifier[]]): SqlFragment;

  /**
   * Text that is put in as it stands. Never give it anything that came from outside.
   *
   * @example sql.raw("now()");
   */
  raw(text: string): SqlFragment;

  /**
   * A value written into the statement as the dialect's literal, also online.
   *
   * @param value the value
   * @param type its column type, where the value alone does not say how it is written
   * @example sql`select ${sql.literal("it's")}`;
   */
  literal(value: unknown, type?: LiteralType): SqlFragment;

  /**
   * A bound value with its column type.
   *
   * @example sql`values (${sql.bind("2020-01-02", sa.date())})`;
   */
  bind(value: unknown, type: LiteralType): SqlFragment;

  /**
   * Values or fragments with a separator between them.
   *
   * @param items values to bind, or fragments
   * @param separator `, ` unless given
   * @example sql`id in (${sql.join([1, 2, 3])})`;
   */
  join(items: readonly unknown[], separator?: string): SqlFragment;
}

function template(strings: TemplateStringsArray, ...values: readonly unknown[]): SqlFragment {
  if (!Array.isArray(strings) || !Array.isArray(strings.raw)) {
    throw new InvalidArgumentError("ALB0803", "sql is a template tag, not a function.", {
      hint: "Write sql`…` with backticks; for text that is already a string write sql.raw(text).",
    });
  }
  const parts: SqlPart[] = [];
  strings.forEach((text, index) => {
    parts.push({ kind: "text", text });
    if (index < values.length) parts.push(...partsOf(values[index]));
  });
  return new SqlFragment(parts);
}

function partsOf(value: unknown): readonly SqlPart[] {
  if (value instanceof SqlFragment) return value.parts;
  return [{ kind: "value", value, type: null, isInline: false }];
}

function join(items: readonly unknown[], separator = ", "): SqlFragment {
  const parts = items.flatMap((item, index): readonly SqlPart[] =>
    index === 0 ? partsOf(item) : [{ kind: "text", text: separator }, ...partsOf(item)],
  );
  return new SqlFragment(parts);
}

/**
 * SQL text as a value: what is put in by `${}` is bound, never pasted.
 *
 * @example await op.execute(sql`update posts set published = ${true} where id = ${id}`);
 */
export const sql: SqlTemplate = Object.freeze(
  Object.assign(template, {
    identifier: (...path: readonly [Identifier, ...Identifier[]]): SqlFragment =>
      new SqlFragment([{ kind: "identifier", path }]),
    raw: (text: string): SqlFragment => new SqlFragment([{ kind: "text", text }]),
    literal: (value: unknown, type?: LiteralType): SqlFragment =>
      new SqlFragment([{ kind: "value", value, type: type ?? null, isInline: true }]),
    bind: (value: unknown, type: LiteralType): SqlFragment =>
      new SqlFragment([{ kind: "value", value, type, isInline: false }]),
    join,
  }),
);
