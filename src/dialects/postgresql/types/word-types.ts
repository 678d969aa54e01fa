import type { LiteralKind } from "../../../sql/index.ts";
import { SqlType, type TypeRenderer } from "../../../types/index.ts";
import { call, type Deconstructed } from "../../../util/deconstruct.ts";

/** A type that is one word of PostgreSQL. */
export class WordType<Value = string> extends SqlType<Value> {
  constructor(
    /** As it stands in SQL. */
    readonly word: string,
    readonly literalKind: LiteralKind = "string",
  ) {
    super();
  }

  toSql(_renderer: TypeRenderer): string {
    return this.word;
  }

  deconstruct(): Deconstructed {
    return call(`sa.postgresql.${this.word.toLowerCase()}`);
  }
}

/** A UUID. */
export class PostgresqlUuid extends WordType {
  constructor() {
    super("UUID", "uuid");
  }
}
