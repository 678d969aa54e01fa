import type { LiteralKind } from "../../../sql/index.ts";
import { SqlType, StringType, type TypeRenderer } from "../../../types/index.ts";
import { call, type Deconstructed } from "../../../util/deconstruct.ts";

/** A string; its length counts characters. */
export class VARCHAR2 extends StringType {
  protected readonly callee: string = "sa.oracle.varchar2";
  toSql(_renderer: TypeRenderer): string {
    return this.length === null ? "VARCHAR2" : `VARCHAR2(${this.length} CHAR)`;
  }
}

/** A string in the national character set. */
export class NVARCHAR2 extends StringType {
  protected readonly callee: string = "sa.oracle.nvarchar2";
  toSql(_renderer: TypeRenderer): string {
    return this.length === null ? "NVARCHAR2" : `NVARCHAR2(${this.length})`;
  }
}

/** A long text in the national character set. */
export class NCLOB extends StringType {
  protected readonly callee: string = "sa.oracle.nclob";
  toSql(_renderer: TypeRenderer): string {
    return "NCLOB";
  }
}

/** A long text, as before CLOB. */
export class LONG extends StringType {
  protected readonly callee: string = "sa.oracle.long";
  toSql(_renderer: TypeRenderer): string {
    return "LONG";
  }
}

/** The address of a row. */
export class ROWID extends SqlType<string> {
  readonly literalKind: LiteralKind = "string";
  toSql(_renderer: TypeRenderer): string {
    return "ROWID";
  }
  deconstruct(): Deconstructed {
    return call("sa.oracle.rowid");
  }
}
