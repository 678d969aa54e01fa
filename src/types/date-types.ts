import type { LiteralKind } from "../sql/index.ts";
import { checkOptions } from "../util/check-options.ts";
import { call, type Deconstructed } from "../util/deconstruct.ts";
import { SqlType, type TypeRenderer } from "./sql-type.ts";

/** Options of the types that may carry a time zone. */
export interface TimeZoneOptions {
  /** Whether values keep their time zone. */
  readonly timezone?: boolean | undefined;
}

/** The common part of the types of a moment. */
export abstract class DateTimeType extends SqlType<Date> {
  readonly literalKind: LiteralKind = "datetime";
  readonly timezone: boolean;
  protected abstract readonly callee: string;

  constructor(options: TimeZoneOptions = {}) {
    super();
    checkOptions(`${this.constructor.name} type`, options, ["timezone"]);
    this.timezone = options.timezone ?? false;
  }

  deconstruct(): Deconstructed {
    return call(this.callee, [], { timezone: this.timezone ? true : undefined });
  }
}

export class TIMESTAMP extends DateTimeType {
  protected readonly callee: string = "sa.TIMESTAMP";
  toSql(_renderer: TypeRenderer): string {
    return "TIMESTAMP";
  }
}

export class DATETIME extends DateTimeType {
  protected readonly callee: string = "sa.DATETIME";
  toSql(_renderer: TypeRenderer): string {
    return "DATETIME";
  }
}

/** A date with a time of day. */
export class DateTime extends DateTimeType {
  protected readonly callee: string = "sa.dateTime";
  toSql(renderer: TypeRenderer): string {
    return renderer.render(new DATETIME({ timezone: this.timezone }));
  }
}

export class DATE extends SqlType<string> {
  readonly literalKind: LiteralKind = "date";
  toSql(_renderer: TypeRenderer): string {
    return "DATE";
  }
  deconstruct(): Deconstructed {
    return call("sa.DATE");
  }
}

/** A day; rows hold it as `YYYY-MM-DD`. */
export class DateType extends SqlType<string> {
  readonly literalKind: LiteralKind = "date";
  toSql(renderer: TypeRenderer): string {
    return renderer.render(new DATE());
  }
  deconstruct(): Deconstructed {
    return call("sa.date");
  }
}

/** The common part of the types of a time of day. */
export abstract class TimeType extends SqlType<string> {
  readonly literalKind: LiteralKind = "time";
  readonly timezone: boolean;
  protected abstract readonly callee: string;

  constructor(options: TimeZoneOptions = {}) {
    super();
    checkOptions(`${this.constructor.name} type`, options, ["timezone"]);
    this.timezone = options.timezone ?? false;
  }

  deconstruct(): Deconstructed {
    return call(this.callee, [], { timezone: this.timezone ? true : undefined });
  }
}

export class TIME extends TimeType {
  protected readonly callee: string = "sa.TIME";
  toSql(_renderer: TypeRenderer): string {
    return "TIME";
  }
}

/** A time of day; rows hold it as `HH:MM:SS`. */
export class Time extends TimeType {
  protected readonly callee: string = "sa.time";
  toSql(renderer: TypeRenderer): string {
    return renderer.render(new TIME({ timezone: this.timezone }));
  }
}

/** Options of {@link Interval}. */
export interface IntervalOptions {
  /** Use the database's own interval type where it has one; true unless given. */
  readonly native?: boolean | undefined;
  /** Digits after the second's point, where the database takes it. */
  readonly secondPrecision?: number | undefined;
  /** Digits of the day count, on Oracle. */
  readonly dayPrecision?: number | undefined;
}

/** A span of time: the database's own type, else a moment counted from 1970-01-01. */
export class Interval extends SqlType<string> {
  readonly literalKind: LiteralKind = "interval";
  readonly native: boolean;
  readonly secondPrecision: number | undefined;
  readonly dayPrecision: number | undefined;

  constructor(options: IntervalOptions = {}) {
    super();
    checkOptions("sa.interval()", options, ["native", "secondPrecision", "dayPrecision"]);
    this.native = options.native ?? true;
    this.secondPrecision = options.secondPrecision;
    this.dayPrecision = options.dayPrecision;
  }

  toSql(renderer: TypeRenderer): string {
    return renderer.render(new DateTime());
  }

  deconstruct(): Deconstructed {
    return call("sa.interval", [], {
      native: this.native ? undefined : false,
      secondPrecision: this.secondPrecision,
      dayPrecision: this.dayPrecision,
    });
  }
}
