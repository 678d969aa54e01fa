import type { LiteralKind } from "../../../sql/index.ts";
import { NVARCHAR, SqlType, StringType, type TypeRenderer, VARCHAR } from "../../../types/index.ts";
import { call, type Deconstructed } from "../../../util/deconstruct.ts";

/** A string; without a length as long as the server takes. */
export class MssqlVarchar extends VARCHAR {
  protected override readonly callee: string = "sa.mssql.varchar";

  override generic(): VARCHAR {
    return new VARCHAR(this.length, { collation: this.collation });
  }
}

/** A string of any script; without a length as long as the server takes. */
export class MssqlNvarchar extends NVARCHAR {
  protected override readonly callee: string = "sa.mssql.nvarchar";

  override generic(): NVARCHAR {
    return new NVARCHAR(this.length, { collation: this.collation });
  }
}

/** Text of any script, as before SQL Server 2005. */
export class NTEXT extends StringType {
  override readonly literalKind: LiteralKind = "unicode";
  protected readonly callee: string = "sa.mssql.ntext";
  toSql(renderer: TypeRenderer): string {
    return this.withLength("NTEXT", renderer);
  }
}

/** An XML document. */
export class XML extends SqlType<string> {
  readonly literalKind: LiteralKind = "unicode";
  toSql(_renderer: TypeRenderer): string {
    return "XML";
  }
  deconstruct(): Deconstructed {
    return call("sa.mssql.xml");
  }
}
