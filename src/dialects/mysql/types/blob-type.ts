import { BinaryType, type TypeRenderer } from "../../../types/index.ts";

/** Bytes, up to a bound of MySQL's own. */
export class MysqlBlob extends BinaryType {
  protected readonly callee: string;

  constructor(private readonly word: "TINYBLOB" | "MEDIUMBLOB" | "LONGBLOB") {
    super();
    this.callee = `sa.mysql.${word.toLowerCase()}`;
  }

  toSql(_renderer: TypeRenderer): string {
    return this.word;
  }
}
