import type { Table } from "../../../schema/index.ts";
import { nameText } from "../../../sql/index.ts";
import { ARRAY, Enum, type SqlType } from "../../../types/index.ts";
import { Domain, type NamedType } from "../types/named-types.ts";

const dialectName = "postgresql";

/** A type as its table has it: an enum that takes the table's schema gets it. */
export function inTable(type: SqlType, table: Table | null): SqlType {
  const own = type.forDialect(dialectName);
  if (own instanceof ARRAY) {
    const item = inTable(own.item, table);
    return item === own.item ? own : new ARRAY(item, { dimensions: own.dimensions });
  }
  if (
    !(own instanceof Enum) ||
    !own.inheritSchema ||
    own.schema !== undefined ||
    table === null ||
    table.schema === null
  )
    return own;
  return new Enum(own.values, { ...own.options, schema: nameText(table.schema) });
}

/** The named types of a table's columns that CREATE TABLE needs and that it is to make, each once. */
export function typesToCreate(table: Table): readonly NamedType[] {
  const found = new Map<string, NamedType>();
  for (const column of table.columns.values()) {
    const type = itemOf(inTable(column.type, table));
    if (isCreated(type) && !found.has(keyOf(type))) found.set(keyOf(type), type);
  }
  return [...found.values()];
}

function itemOf(type: SqlType): SqlType {
  return type instanceof ARRAY ? itemOf(type.item) : type.forDialect(dialectName);
}

function isCreated(type: SqlType): type is NamedType {
  if (type instanceof Domain) return type.options.createType !== false && type.options.isMetadataBound !== true;
  return type instanceof Enum && type.nativeEnum && type.createType && !type.isMetadataBound;
}

/** What tells named types apart. */
export function keyOf(type: NamedType): string {
  const schema = type instanceof Domain ? type.options.schema : type.schema;
  return JSON.stringify([schema ?? null, type.name]);
}
