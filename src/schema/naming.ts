import { InvalidArgumentError } from "../errors/index.ts";
import { FinalName, type Identifier, nameText } from "../sql/index.ts";
import { type Constraint, type ConstraintKind, ForeignKeyConstraint } from "./constraints.ts";
import { Index, OrderedExpression } from "./index-item.ts";
import type { Table } from "./table.ts";

/** Makes a name, or one token of a name, from a constraint and its table. */
export type NamingFunction = (item: Constraint | Index, table: Table) => string;

/**
 * How constraints and indexes without a name get one: a pattern for each kind (`ix`, `uq`, `ck`, `fk`, `pk`), and
 * functions for tokens of one's own.
 *
 * Tokens: `%(table_name)s`, `%(referred_table_name)s`, `%(constraint_name)s`, `%(column_0_name)s`, `%(column_0_label)s`,
 * `%(column_0_key)s`, `%(referred_column_0_name)s`, the same for every column with `0N` or, joined by `_`, `0_N`.
 */
export type NamingConvention = Readonly<Record<string, string | NamingFunction>>;

/** Indexes are named, everything else is left to the database. */
export const defaultNamingConvention: NamingConvention = Object.freeze({ ix: "ix_%(column_0_label)s" });

/** A name as it is to be written. */
export interface ResolvedName {
  readonly name: Identifier;
  /** Made by a convention, so that it may be shortened to fit. */
  readonly isGenerated: boolean;
}

const keyOfKind: Readonly<Record<ConstraintKind, string>> = {
  primary: "pk",
  unique: "uq",
  foreignkey: "fk",
  check: "ck",
  exclude: "ex",
};

/**
 * The name of a constraint or index on its table: its own, or the convention's.
 *
 * @returns null where it has no name and the convention makes none
 * @throws {InvalidArgumentError} when the convention asks for something that is not there
 */
export function resolveName(item: Constraint | Index, table: Table): ResolvedName | null {
  const given = item.name;
  if (given instanceof FinalName) return { name: given.name, isGenerated: false };
  const convention = table.metadata?.namingConvention ?? defaultNamingConvention;
  const pattern = convention[item instanceof Index ? "ix" : keyOfKind[item.kind]];
  if (given !== null && !(typeof pattern === "string" && pattern.includes("%(constraint_name)s"))) {
    return { name: given, isGenerated: false };
  }
  if (pattern === undefined) return null;
  if (typeof pattern === "function") return { name: pattern(item, table), isGenerated: true };
  if (given === null && pattern.includes("%(constraint_name)s")) throw nameMissing(item);
  return { name: expand(pattern, item, table, convention), isGenerated: true };
}

function expand(pattern: string, item: Constraint | Index, table: Table, convention: NamingConvention): string {
  return pattern.replace(/%\((\w+)\)s/g, (_, token: string) => {
    const own = convention[token];
    return typeof own === "function" ? own(item, table) : tokenValue(token, item, table);
  });
}

function tokenValue(token: string, item: Constraint | Index, table: Table): string {
  if (token === "table_name") return table.name;
  if (token === "constraint_name") return item.name === null ? "" : nameText(item.name);
  if (token === "referred_table_name") return referredOf(item, token)[0]?.table ?? "";
  const parsed = /^(referred_)?column_(\d+)(_?N)?_(name|label|key)$/.exec(token);
  if (parsed === null) throw unknownToken(token);
  const [, isReferred, start, many, what = "name"] = parsed;
  const names =
    isReferred === undefined ? ownNames(item, table, what) : referredOf(item, token).map((column) => column.column);
  if (many === undefined) {
    const one = names[Number(start)];
    if (one === undefined) throw unknownToken(token);
    return one;
  }
  return names.slice(Number(start)).join(many === "_N" ? "_" : "");
}

function ownNames(item: Constraint | Index, table: Table, what: string): readonly string[] {
  const names = item instanceof Index ? expressionNames(item) : item.columns;
  if (what !== "label") return names;
  const prefix = table.schemaName === null ? table.name : `${table.schemaName.replaceAll(".", "_")}_${table.name}`;
  return names.map((name) => `${prefix}_${name}`);
}

function expressionNames(item: Index): readonly string[] {
  const columns = item.columns;
  if (columns.length > 0) return columns;
  return item.expressions.flatMap((expression) =>
    expression instanceof OrderedExpression && expression.label !== null ? [expression.label] : [],
  );
}

function referredOf(item: Constraint | Index, token: string): ForeignKeyConstraint["referred"] {
  if (item instanceof ForeignKeyConstraint) return item.referred;
  throw unknownToken(token);
}

function nameMissing(item: Constraint | Index): InvalidArgumentError {
  const what = item instanceof Index ? "An index" : `A constraint of kind '${item.kind}'`;
  return new InvalidArgumentError("ALB0846", `${what} has no name, and the naming convention builds one from it.`, {
    hint: "Name it, or take %(constraint_name)s out of the naming convention.",
  });
}

function unknownToken(token: string): InvalidArgumentError {
  return new InvalidArgumentError("ALB0819", `The naming convention's token '%(${token})s' has no value here.`, {
    hint: "Use a token that this kind of constraint has, or give the constraint a name.",
  });
}
