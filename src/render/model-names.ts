import type { Table } from "../schema/index.ts";

/**
 * The name of the class that stands for a table: `order_items` becomes `OrderItems`. It is added to those that are taken.
 *
 * @param taken the names that other classes have
 */
export function className(table: Table, taken: Set<string>): string {
  const plain = pascalCase(table.name);
  const withSchema = pascalCase(`${table.schemaName ?? ""}_${table.name}`);
  return claim([plain, withSchema, `${plain}Table`], taken);
}

/** The properties under which columns stand, by column: `owner_id` becomes `ownerId`. Two columns never share one. */
export function propertyNames(columns: readonly string[]): ReadonlyMap<string, string> {
  // A class has these of its own.
  const taken = new Set(["constructor", "toString", "valueOf", "hasOwnProperty"]);
  return new Map(columns.map((column) => [column, claim([camelCase(column), `${camelCase(column)}Column`], taken)]));
}

/** The first of some names that is free; else the first one with a number. */
function claim(candidates: readonly string[], taken: Set<string>): string {
  const [first = ""] = candidates;
  let name = candidates.find((candidate) => !taken.has(candidate));
  for (let number = 2; name === undefined; number += 1) {
    if (!taken.has(`${first}${number}`)) name = `${first}${number}`;
  }
  taken.add(name);
  return name;
}

function pascalCase(name: string): string {
  const word = words(name).map(capitalized).join("");
  return /^\p{ID_Start}/u.test(word) ? word : `T${word}`;
}

function camelCase(name: string): string {
  const [first = "", ...others] = words(name);
  const word = first.charAt(0).toLowerCase() + first.slice(1) + others.map(capitalized).join("");
  return /^\p{ID_Start}/u.test(word) ? word : `c${capitalized(word)}`;
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** The words of a name, as far as they can stand in an identifier; a name all in capitals is one of small letters. */
function words(name: string): string[] {
  const isShouted = name === name.toUpperCase();
  return (isShouted ? name.toLowerCase() : name).match(/[\p{L}\p{Nl}\p{Nd}]+/gu) ?? [];
}
