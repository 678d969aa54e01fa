/** How a value of a column type is written as a literal. */
export type LiteralKind =
  | "string"
  | "unicode"
  | "integer"
  | "numeric"
  | "float"
  | "boolean"
  | "date"
  | "datetime"
  | "time"
  | "interval"
  | "bytes"
  | "json"
  | "uuid"
  | "array"
  | "enum"
  | "any";

/** What the SQL compiler needs to know of a column type to write one of its values. */
export interface LiteralType {
  readonly literalKind: LiteralKind;
  /** The type of an array's elements. */
  readonly itemType?: LiteralType | undefined;
  /** The value as the database takes it, where JavaScript's own form of it is another. */
  bindValue?(value: unknown): unknown;
}
