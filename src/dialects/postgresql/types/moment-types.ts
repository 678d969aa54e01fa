import { InvalidArgumentError } from "../../../errors/index.ts";
import type { LiteralKind } from "../../../sql/index.ts";
import {
  checkLength,
  DateTimeType,
  SqlType,
  TIME,
  TIMESTAMP,
  TimeType,
  type TimeZoneOptions,
  type TypeRenderer,
} from "../../../types/index.ts";
import { checkOptions } from "../../../util/check-options.ts";
import { call, type Deconstructed } from "../../../util/deconstruct.ts";

/** Options of `sa.postgresql.timestamp` and `sa.postgresql.time`. */
export interface PrecisionOptions extends TimeZoneOptions {
  /** Digits after the second's point: 0 to 6. */
  readonly precision?: number | undefined;
}

/** A moment. */
export class PostgresqlTimestamp extends DateTimeType {
  protected readonly callee: string = "sa.postgresql.timestamp";
  readonly precision: number | undefined;

  constructor({ precision, ...options }: PrecisionOptions = {}) {
    super(options);
    checkLength(precision, "precision");
    this.precision = precision;
  }

  toSql(_renderer: TypeRenderer): string {
    return withTimeZone("TIMESTAMP", this);
  }

  override deconstruct(): Deconstructed {
    return call(this.callee, [], { timezone: this.timezone ? true : undefined, precision: this.precision });
  }

  override generic(): TIMESTAMP {
    return new TIMESTAMP({ timezone: this.timezone });
  }
}

/** A time of day. */
export class PostgresqlTime extends TimeType {
  protected readonly callee: string = "sa.postgresql.time";
  readonly precision: number | undefined;

  constructor({ precision, ...options }: PrecisionOptions = {}) {
    super(options);
    checkLength(precision, "precision");
    this.precision = precision;
  }

  toSql(_renderer: TypeRenderer): string {
    return withTimeZone("TIME", this);
  }

  override deconstruct(): Deconstructed {
    return call(this.callee, [], { timezone: this.timezone ? true : undefined, precision: this.precision });
  }

  override generic(): TIME {
    return new TIME({ timezone: this.timezone });
  }
}

/** Options of `sa.postgresql.interval`. */
export interface IntervalFieldOptions {
  /** The fields that are kept: `YEAR TO MONTH`, `DAY TO SECOND`. */
  readonly fields?: string | undefined;
  /** Digits after the second's point: 0 to 6. */
  readonly precision?: number | undefined;
}

/** A span of time. */
export class PostgresqlInterval extends SqlType<string> {
  readonly literalKind: LiteralKind = "interval";
  readonly fields: string | undefined;
  readonly precision: number | undefined;

  constructor(options: IntervalFieldOptions = {}) {
    super();
    checkOptions("sa.postgresql.interval()", options, ["fields", "precision"]);
    checkLength(options.precision, "precision");
    checkFields(options.fields);
    this.fields = options.fields;
    this.precision = options.precision;
  }

  toSql(_renderer: TypeRenderer): string {
    const fields = this.fields === undefined ? "" : ` ${this.fields}`;
    return `INTERVAL${fields}${this.precision === undefined ? "" : ` (${this.precision})`}`;
  }

  deconstruct(): Deconstructed {
    return call("sa.postgresql.interval", [], { fields: this.fields, precision: this.precision });
  }
}

/** `TIMESTAMP(3) WITH TIME ZONE`: PostgreSQL's own spelling, which its catalogue shows too. */
export function withTimeZone(
  word: string,
  type: { readonly timezone: boolean; readonly precision?: number | undefined },
): string {
  const precision = type.precision === undefined ? "" : `(${type.precision})`;
  return `${word}${precision} ${type.timezone ? "WITH" : "WITHOUT"} TIME ZONE`;
}

function checkFields(fields: string | undefined): void {
  if (fields === undefined || /^(YEAR|MONTH|DAY|HOUR|MINUTE|SECOND)( TO (MONTH|HOUR|MINUTE|SECOND))?$/i.test(fields))
    return;
  throw new InvalidArgumentError("ALB0842", `'${fields}' are no fields of an interval.`, {
    hint: "For example: DAY, YEAR TO MONTH, DAY TO SECOND.",
  });
}
