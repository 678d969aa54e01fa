import { InvalidArgumentError } from "../../../errors/index.ts";
import type { LiteralKind } from "../../../sql/index.ts";
import { checkLength } from "../../../types/check.ts";
import { DateTimeType, SqlType, TIMESTAMP, type TypeRenderer } from "../../../types/index.ts";
import { checkOptions } from "../../../util/check-options.ts";
import { call, type Deconstructed } from "../../../util/deconstruct.ts";

/** Options of `timestamp`. */
export interface OracleTimestampOptions {
  /** Whether values keep their time zone. */
  readonly timezone?: boolean | undefined;
  /** Whether values are kept in the database's zone and read in the session's. */
  readonly localTimezone?: boolean | undefined;
}

/** A date with a time of day, to fractions of the second. */
export class OracleTimestamp extends DateTimeType {
  protected readonly callee: string = "sa.oracle.timestamp";
  readonly localTimezone: boolean;

  constructor(options: OracleTimestampOptions = {}) {
    const { localTimezone, ...zone } = options;
    super(zone);
    this.localTimezone = localTimezone ?? false;
    if (!this.timezone || !this.localTimezone) return;
    throw new InvalidArgumentError("ALB0379", "A timestamp keeps either its own time zone or the session's.", {
      hint: "Give timezone or localTimezone, not both.",
    });
  }

  toSql(_renderer: TypeRenderer): string {
    if (this.localTimezone) return "TIMESTAMP WITH LOCAL TIME ZONE";
    return this.timezone ? "TIMESTAMP WITH TIME ZONE" : "TIMESTAMP";
  }

  override deconstruct(): Deconstructed {
    return call(this.callee, [], {
      timezone: this.timezone ? true : undefined,
      localTimezone: this.localTimezone ? true : undefined,
    });
  }

  override generic(): TIMESTAMP {
    return new TIMESTAMP({ timezone: this.timezone });
  }
}

/** Options of `sa.oracle.interval`. */
export interface OracleIntervalOptions {
  /** Digits of the day count. */
  readonly dayPrecision?: number | undefined;
  /** Digits after the second's point. */
  readonly secondPrecision?: number | undefined;
}

/** A span of days, hours, minutes and seconds. */
export class OracleInterval extends SqlType<string> {
  readonly literalKind: LiteralKind = "interval";

  constructor(readonly options: OracleIntervalOptions = {}) {
    super();
    checkOptions("sa.oracle.interval()", options, ["dayPrecision", "secondPrecision"]);
    checkLength(options.dayPrecision, "dayPrecision");
    checkLength(options.secondPrecision, "secondPrecision");
  }

  toSql(_renderer: TypeRenderer): string {
    const { dayPrecision, secondPrecision } = this.options;
    const days = dayPrecision === undefined ? "" : `(${dayPrecision})`;
    return `INTERVAL DAY${days} TO SECOND${secondPrecision === undefined ? "" : `(${secondPrecision})`}`;
  }

  deconstruct(): Deconstructed {
    return call("sa.oracle.interval", [], this.options);
  }
}
