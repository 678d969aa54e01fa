import { InvalidArgumentError } from "../errors/index.ts";
import { Column } from "../schema/index.ts";
import { FinalName, QuotedName } from "../sql/index.ts";
import { describe } from "../util/check-options.ts";

/** @throws {InvalidArgumentError} unless the value is a name: calls come from files that may not be type-checked */
export function checkName(where: string, what: string, value: unknown): void {
  if ((typeof value === "string" && value !== "") || value instanceof QuotedName) return;
  const got = value === "" ? "an empty string" : describe(value);
  throw new InvalidArgumentError("ALB0833", `${where} takes the ${what}, not ${got}.`, {
    hint: "Give a string, or sa.quotedName(name, true) for one that is quoted in any case.",
  });
}

/** @throws {InvalidArgumentError} unless the value is a constraint's or index's name, or null */
export function checkOptionalName(where: string, value: unknown): void {
  if (value === null || value instanceof FinalName) return;
  if (value !== undefined) return checkName(where, "name, or null,", value);
  throw new InvalidArgumentError("ALB0833", `${where} takes a name first.`, {
    hint: "Give null to have the naming convention, or the database, make one.",
  });
}

/** @throws {InvalidArgumentError} unless the value is a column */
export function checkColumn(where: string, value: unknown): void {
  if (value instanceof Column) return;
  throw new InvalidArgumentError("ALB0834", `${where} takes a column, not ${describe(value)}.`, {
    hint: 'For example: sa.column("title", sa.string()).',
  });
}

/** @throws {InvalidArgumentError} unless the value is an array of columns' names */
export function checkColumnNames(where: string, value: unknown): void {
  if (Array.isArray(value) && value.length > 0 && value.every((name) => typeof name === "string")) return;
  throw new InvalidArgumentError("ALB0816", `${where} takes an array with the names of its columns.`, {
    hint: 'For example: ["owner_id"].',
  });
}
