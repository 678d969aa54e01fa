import { ARRAY } from "../../../types/index.ts";

/** Several values of one type, in one or more dimensions. */
export class PostgresqlArray<Value = unknown> extends ARRAY<Value> {
  protected override readonly callee: string = "sa.postgresql.array";

  override generic(): ARRAY<Value> {
    return new ARRAY(this.item, { dimensions: this.dimensions });
  }
}
