import { InvalidArgumentError } from "../../../errors/index.ts";
import type { LiteralKind } from "../../../sql/index.ts";
import { BinaryType, SqlType, type TypeRenderer, VARBINARY } from "../../../types/index.ts";
import { checkOptions } from "../../../util/check-options.ts";
import { call, type Deconstructed } from "../../../util/deconstruct.ts";

/** Options of `sa.mssql.varbinary`. */
export interface VarbinaryOptions {
  /** Keeps the bytes in files beside the database; only without a bound. */
  readonly filestream?: boolean | undefined;
}

/** Bytes; without a length as many as the server takes. */
export class MssqlVarbinary extends VARBINARY {
  protected override readonly callee: string = "sa.mssql.varbinary";
  readonly filestream: boolean;

  constructor(length: number | null = null, options: VarbinaryOptions = {}) {
    super(length);
    checkOptions("sa.mssql.varbinary()", options, ["filestream"]);
    this.filestream = options.filestream ?? false;
    if (!this.filestream || length === null) return;
    throw new InvalidArgumentError("ALB0371", "A FILESTREAM column cannot have a length.", {
      hint: 'Write sa.mssql.varbinary("max", { filestream: true }).',
    });
  }

  override toSql(renderer: TypeRenderer): string {
    return `${renderer.render(new VARBINARY(this.length))}${this.filestream ? " FILESTREAM" : ""}`;
  }

  override deconstruct(): Deconstructed {
    return call(this.callee, [this.length ?? "max"], { filestream: this.filestream ? true : undefined });
  }

  override generic(): VARBINARY {
    return new VARBINARY(this.length);
  }
}

/** Bytes, as before SQL Server 2005. */
export class IMAGE extends BinaryType {
  protected readonly callee: string = "sa.mssql.image";
  toSql(_renderer: TypeRenderer): string {
    return "IMAGE";
  }
}

/** Eight bytes that the server changes whenever the row changes. */
export class ROWVERSION extends SqlType<Uint8Array> {
  readonly literalKind: LiteralKind = "bytes";
  protected readonly word: string = "ROWVERSION";
  toSql(_renderer: TypeRenderer): string {
    return this.word;
  }
  deconstruct(): Deconstructed {
    return call(`sa.mssql.${this.word.toLowerCase()}`);
  }
}

/** The older word for {@link ROWVERSION}: no moment in time. */
export class MssqlTimestamp extends ROWVERSION {
  protected override readonly word: string = "TIMESTAMP";
}
