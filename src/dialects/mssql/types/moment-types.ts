import { checkLength } from "../../../types/check.ts";
import { DATETIME, DateTimeType, TIME, TimeType, type TypeRenderer } from "../../../types/index.ts";
import { checkOptions } from "../../../util/check-options.ts";
import { call, type Deconstructed, sparseCall } from "../../../util/deconstruct.ts";

function withPrecision(word: string, precision: number | null): string {
  return precision === null ? word : `${word}(${precision})`;
}

abstract class PreciseDateTime extends DateTimeType {
  protected abstract readonly word: string;

  /** @param precision digits after the second's point */
  constructor(
    readonly precision: number | null = null,
    timezone = false,
  ) {
    super({ timezone });
    checkLength(precision, "precision");
  }

  toSql(_renderer: TypeRenderer): string {
    return withPrecision(this.word, this.precision);
  }

  override deconstruct(): Deconstructed {
    return sparseCall(this.callee, [this.precision]);
  }
}

/** A date with a time of day, to 100 nanoseconds. */
export class DATETIME2 extends PreciseDateTime {
  protected readonly callee: string = "sa.mssql.datetime2";
  protected readonly word: string = "DATETIME2";
}

/** A date with a time of day and its offset from UTC. */
export class DATETIMEOFFSET extends PreciseDateTime {
  protected readonly callee: string = "sa.mssql.datetimeoffset";
  protected readonly word: string = "DATETIMEOFFSET";

  constructor(precision: number | null = null) {
    super(precision, true);
  }
}

/** A date with a time of day, to the minute. */
export class SMALLDATETIME extends DateTimeType {
  protected readonly callee: string = "sa.mssql.smalldatetime";
  toSql(_renderer: TypeRenderer): string {
    return "SMALLDATETIME";
  }
}

/** A date with a time of day, to 3.33 milliseconds. */
export class MssqlDatetime extends DateTimeType {
  protected readonly callee: string = "sa.mssql.datetime";
  toSql(_renderer: TypeRenderer): string {
    return "DATETIME";
  }

  override generic(): DATETIME {
    return new DATETIME();
  }
}

/** Options of `sa.mssql.time`. */
export interface MssqlTimeOptions {
  /** Digits after the second's point. */
  readonly precision?: number | undefined;
}

/** A time of day. */
export class MssqlTime extends TimeType {
  protected readonly callee: string = "sa.mssql.time";
  readonly precision: number | null;

  constructor(options: MssqlTimeOptions = {}) {
    super();
    checkOptions("sa.mssql.time()", options, ["precision"]);
    checkLength(options.precision, "precision");
    this.precision = options.precision ?? null;
  }

  toSql(_renderer: TypeRenderer): string {
    return withPrecision("TIME", this.precision);
  }

  override deconstruct(): Deconstructed {
    return call(this.callee, [], { precision: this.precision ?? undefined });
  }

  override generic(): TIME {
    return new TIME();
  }
}
