import { LiteralCompiler, type LiteralType } from "../../../sql/index.ts";

/**
 * Writes values as MySQL and MariaDB read them.
 *
 * A backslash is doubled, as the server's default mode has it. Where `sql_mode` holds NO_BACKSLASH_ESCAPES the value keeps
 * both, but the literal ends where it should: quotes are doubled, never escaped by a backslash.
 */
export class MysqlLiterals extends LiteralCompiler {
  /** A Date is a moment: the types have no zone, so it is written in UTC. */
  override literal(value: unknown, type: LiteralType | null = null): string {
    const isMoment =
      value instanceof Date && (type === null || type.literalKind === "datetime" || type.literalKind === "any");
    return isMoment ? this.string(utcText(value)) : super.literal(value, type);
  }

  /** A string that holds NUL goes in as bytes: the command line client ends a statement there. */
  override string(text: string): string {
    if (text.includes("\0")) return `CONVERT(${this.bytes(Buffer.from(text))} USING utf8mb4)`;
    return super.string(text.replaceAll("\\", "\\\\"));
  }

  override bound(value: unknown, type: LiteralType | null): unknown {
    if (typeof value === "string" && type?.literalKind === "uuid") return storedUuid(value);
    if (typeof value === "number" && type?.literalKind === "interval") return utcText(new Date(value * 1000));
    return super.bound(value, type);
  }

  /** A number of seconds, kept as the moment so long after 1970-01-01, as SQLAlchemy keeps it. */
  override interval(value: unknown): string {
    return typeof value === "number" ? this.string(utcText(new Date(value * 1000))) : super.interval(value);
  }

  override uuid(text: string): string {
    return this.string(storedUuid(text));
  }
}

function storedUuid(text: string): string {
  return text.replaceAll("-", "").toLowerCase();
}

function utcText(moment: Date): string {
  return moment
    .toISOString()
    .replace("T", " ")
    .replace(/(\.000)?Z$/, "");
}
