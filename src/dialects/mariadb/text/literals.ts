import type { LiteralType } from "../../../sql/index.ts";
import { MysqlLiterals } from "../../mysql/text/literals.ts";

/** Writes values as MariaDB reads them: unlike MySQL 8 it refuses a moment with an offset, so that one is written in UTC. */
export class MariadbLiterals extends MysqlLiterals {
  override dateTime(text: string): string {
    return super.dateTime(inUtc(text));
  }

  override bound(value: unknown, type: LiteralType | null): unknown {
    return typeof value === "string" && type?.literalKind === "datetime" ? inUtc(value) : super.bound(value, type);
  }
}

const withOffset =
  /^(?<day>\d{4}-\d{2}-\d{2})[T ](?<time>\d{2}:\d{2}:\d{2})(?<fraction>\.\d+)?\s*(?<offset>Z|[+-]\d{2}:?\d{2})$/;

function inUtc(text: string): string {
  const { day, time, fraction = "", offset } = withOffset.exec(text)?.groups ?? {};
  if (day === undefined || time === undefined || offset === undefined) return text;
  const moment = new Date(`${day}T${time}${offset}`);
  return `${moment.toISOString().slice(0, 19).replace("T", " ")}${fraction}`;
}
