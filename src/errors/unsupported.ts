import { AlembicError, type ErrorCode } from "./base.ts";

/** Says which operation the dialect refused, and the way out. */
export interface UnsupportedOperationDetails {
  /** The directive or construct, by the name that users write. */
  readonly operation: string;
  /** The dialect's name. */
  readonly dialect: string;
  /** Why, where the name does not say it. */
  readonly reason?: string | undefined;
  /** What to do instead. */
  readonly hint?: string | undefined;
  readonly cause?: unknown;
}

/** The dialect cannot do what was asked. Raised before anything ran. */
export class UnsupportedOperationError extends AlembicError {
  readonly operation: string;
  readonly dialect: string;

  constructor(code: ErrorCode, details: UnsupportedOperationDetails) {
    const reason = details.reason === undefined ? "" : `: ${details.reason}`;
    super(code, `${details.operation} is not supported on ${details.dialect}${reason}`, details);
    this.operation = details.operation;
    this.dialect = details.dialect;
  }
}
