import { BinaryType, type TypeRenderer } from "../../../types/index.ts";

/** Bytes. */
export class RAW extends BinaryType {
  protected readonly callee: string = "sa.oracle.raw";
  toSql(_renderer: TypeRenderer): string {
    return this.withLength("RAW");
  }
}

/** A file beside the database. */
export class BFILE extends BinaryType {
  protected readonly callee: string = "sa.oracle.bfile";
  toSql(_renderer: TypeRenderer): string {
    return "BFILE";
  }
}
