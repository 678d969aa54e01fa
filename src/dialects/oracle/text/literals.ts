import { LiteralCompiler } from "../../../sql/index.ts";

/**
 * A newline that SQL*Plus would not keep inside of a literal: it runs the statement at a line that is only `/` or `.`, ends it at an
 * empty line or after `;`, joins lines after `-`, and takes a line that begins with `#` for a command.
 */
const unsafeNewline = /(?<=[;-][ \t]*)\r?\n|\r?\n(?=[ \t]*(?:[/.][ \t]*(?:\r?\n|$)|\r?\n|$|#))/g;

const dateFormat = "YYYY-MM-DD";
const secondFormat = `${dateFormat} HH24:MI:SS`;

/** Writes values as Oracle does. */
export class OracleLiterals extends LiteralCompiler {
  override string(text: string): string {
    const parts = text.replaceAll("'", "''").replaceAll(unsafeNewline, (found) => {
      return `' || ${found === "\n" ? "CHR(10)" : "CHR(13) || CHR(10)"} || '`;
    });
    return `'${parts}'`;
  }

  override boolean(value: boolean): string {
    return value ? "1" : "0";
  }

  override date(text: string): string {
    return `TO_DATE(${this.string(text)}, '${dateFormat}')`;
  }

  /** A DATE has whole seconds; what has more, or an offset, is a timestamp. */
  override dateTime(text: string): string {
    const [, , fraction, offset] = /^([\d-]+[ T][\d:]+)(\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?$/.exec(text) ?? [];
    const moment = this.string(text.replace("T", " ").replace(/Z$/, "+00:00"));
    const seconds = fraction === undefined ? secondFormat : `${secondFormat}.FF`;
    if (offset !== undefined) return `TO_TIMESTAMP_TZ(${moment}, '${seconds}TZH:TZM')`;
    return `${fraction === undefined ? "TO_DATE" : "TO_TIMESTAMP"}(${moment}, '${seconds}')`;
  }

  /** A number is one of seconds. */
  override interval(value: unknown): string {
    if (typeof value !== "number") return super.interval(value);
    const seconds = this.number(value, "float");
    return `NUMTODSINTERVAL(${Number.isInteger(value) ? `${seconds}.0` : seconds}, 'SECOND')`;
  }

  override bytes(value: Uint8Array): string {
    return `HEXTORAW('${Buffer.from(value).toString("hex")}')`;
  }

  /** A UUID is kept as 32 characters. */
  override uuid(text: string): string {
    return this.string(text.replaceAll("-", "").toLowerCase());
  }
}
