import type { LiteralKind } from "../../../sql/index.ts";
import { SqlType, type TypeRenderer } from "../../../types/index.ts";
import { call, type Deconstructed } from "../../../util/deconstruct.ts";

/** An address of the internet. */
export class MariadbInet extends SqlType<string> {
  readonly literalKind: LiteralKind = "string";

  constructor(private readonly word: "INET4" | "INET6") {
    super();
  }

  toSql(_renderer: TypeRenderer): string {
    return this.word;
  }

  deconstruct(): Deconstructed {
    return call(`sa.mariadb.${this.word.toLowerCase()}`);
  }
}
