import {
  checkLength,
  DATETIME,
  type SqlType,
  TIME,
  TIMESTAMP,
  type TimeZoneOptions,
  type TypeRenderer,
} from "../../../types/index.ts";
import { checkOptions } from "../../../util/check-options.ts";
import { call, type Deconstructed } from "../../../util/deconstruct.ts";

/** Options of MySQL's date and time types. */
export interface FractionOptions extends TimeZoneOptions {
  /** Digits after the second's point, from 0 to 6. */
  readonly fsp?: number | undefined;
}

function checkFraction(callee: string, options: FractionOptions): number | null {
  checkOptions(`${callee}()`, options, ["fsp", "timezone"]);
  checkLength(options.fsp, "fsp");
  return options.fsp ?? null;
}

function withFraction(word: string, fsp: number | null): string {
  return fsp === null ? word : `${word}(${fsp})`;
}

/** A date with a time of day. */
export class MysqlDatetime extends DATETIME {
  protected override readonly callee: string = "sa.mysql.datetime";
  readonly fsp: number | null;

  constructor(options: FractionOptions = {}) {
    super({ timezone: options.timezone });
    this.fsp = checkFraction("sa.mysql.datetime", options);
  }

  override toSql(_renderer: TypeRenderer): string {
    return withFraction("DATETIME", this.fsp);
  }

  override deconstruct(): Deconstructed {
    return call(this.callee, [], { timezone: this.timezone || undefined, fsp: this.fsp ?? undefined });
  }

  override generic(): SqlType | null {
    return new DATETIME({ timezone: this.timezone });
  }
}

/** A moment, kept in UTC and shown in the session's zone. */
export class MysqlTimestamp extends TIMESTAMP {
  protected override readonly callee: string = "sa.mysql.timestamp";
  readonly fsp: number | null;

  constructor(options: FractionOptions = {}) {
    super({ timezone: options.timezone });
    this.fsp = checkFraction("sa.mysql.timestamp", options);
  }

  override toSql(_renderer: TypeRenderer): string {
    return withFraction("TIMESTAMP", this.fsp);
  }

  override deconstruct(): Deconstructed {
    return call(this.callee, [], { timezone: this.timezone || undefined, fsp: this.fsp ?? undefined });
  }

  override generic(): SqlType | null {
    return new TIMESTAMP({ timezone: this.timezone });
  }
}

/** A time of day, or a span of up to 838 hours. */
export class MysqlTime extends TIME {
  protected override readonly callee: string = "sa.mysql.time";
  readonly fsp: number | null;

  constructor(options: FractionOptions = {}) {
    super({ timezone: options.timezone });
    this.fsp = checkFraction("sa.mysql.time", options);
  }

  override toSql(_renderer: TypeRenderer): string {
    return withFraction("TIME", this.fsp);
  }

  override deconstruct(): Deconstructed {
    return call(this.callee, [], { timezone: this.timezone || undefined, fsp: this.fsp ?? undefined });
  }

  override generic(): SqlType | null {
    return new TIME({ timezone: this.timezone });
  }
}
