import { InvalidArgumentError } from "../errors/index.ts";
import { IntegerType, NumericType } from "../types/index.ts";
import type { Column } from "./column.ts";

/**
 * The column of a primary key that the database numbers by itself, or null.
 *
 * @param columns the columns of the primary key
 * @throws {InvalidArgumentError} when a column is asked to be numbered that cannot be, or two are
 */
export function autoincrementColumnOf(columns: readonly Column[]): Column | null {
  const asked = columns.filter((column) => column.autoincrement === true);
  for (const column of asked) checkCountable(column);
  if (asked.length > 1) throw severalAsked(asked);
  const [only] = asked.length === 0 && columns.length === 1 ? columns.filter(isNumberedByItself) : asked;
  return only ?? null;
}

function isNumberedByItself(column: Column): boolean {
  const { autoincrement, options } = column;
  if (autoincrement === false || !(column.type instanceof IntegerType)) return false;
  if (options.default !== undefined || column.serverDefault !== null) return false;
  return column.foreignKeys.length === 0 || autoincrement === "ignoreFk";
}

function checkCountable({ type, table, name }: Column): void {
  if (type instanceof IntegerType || (type instanceof NumericType && type.scale === 0)) return;
  const where = table === null ? name : `${table.fullName}.${name}`;
  throw new InvalidArgumentError(
    "ALB0860",
    `Column "${where}" cannot be numbered by the database: its type is no whole number.`,
    {
      hint: "Give it an integer type, or leave autoincrement out.",
    },
  );
}

function severalAsked(columns: readonly Column[]): InvalidArgumentError {
  const names = columns.map((column) => `"${column.name}"`).join(", ");
  return new InvalidArgumentError(
    "ALB0861",
    `Only one column of a table can be numbered by the database, not ${names}.`,
    {
      hint: "Keep autoincrement: true on one of them.",
    },
  );
}
