import { MysqlLiterals } from "../../mysql/text/literals.ts";

/** Writes values as MariaDB reads them: unlike MySQL 8 it refuses a moment with an offset, so that one is written in UTC. */
export class MariadbLiterals extends MysqlLiterals {
  override dateTime(text: string): string {
    const [, day, time, fraction = "", offset] = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})$/.exec(text) ?? [];
    if (day === undefined || offset === undefined) return super.dateTime(text);
    const moment = new Date(`${day}T${time}${offset}`);
    return super.dateTime(`${moment.toISOString().slice(0, 19).replace("T", " ")}${fraction}`);
  }
}
