import type { LiteralKind } from "../../../sql/index.ts";
import { JSON as JsonType, SqlType, type TypeRenderer } from "../../../types/index.ts";
import { call, type Deconstructed } from "../../../util/deconstruct.ts";

/** JSON, kept as it was written. */
export class PostgresqlJson extends JsonType {
  override deconstruct(): Deconstructed {
    return call("sa.postgresql.json", [], { noneAsNull: this.noneAsNull ? true : undefined });
  }

  override generic(): JsonType {
    return new JsonType({ noneAsNull: this.noneAsNull });
  }
}

/** JSON in a form that can be indexed. */
export class JSONB extends JsonType {
  override toSql(_renderer: TypeRenderer): string {
    return "JSONB";
  }

  override deconstruct(): Deconstructed {
    return call("sa.postgresql.jsonb", [], { noneAsNull: this.noneAsNull ? true : undefined });
  }
}

/** Pairs of keys and texts, of the extension `hstore`. */
export class HSTORE extends SqlType<Readonly<Record<string, string | null>>> {
  readonly literalKind: LiteralKind = "string";

  toSql(_renderer: TypeRenderer): string {
    return "HSTORE";
  }

  /** An object as hstore's text: `"a"=>"1", "b"=>NULL`. */
  bindValue(value: unknown): unknown {
    if (typeof value !== "object" || value === null) return value;
    const quoted = (text: unknown): string => `"${String(text).replaceAll(/["\\]/g, String.raw`\$&`)}"`;
    const pairs = Object.entries(value).map(
      ([key, text]) => `${quoted(key)}=>${text === null ? "NULL" : quoted(text)}`,
    );
    return pairs.join(", ");
  }

  deconstruct(): Deconstructed {
    return call("sa.postgresql.hstore");
  }
}
