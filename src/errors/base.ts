/** A stable code: two digits for the area, two for the case. Each has an entry in `docs/errors.md`. */
export type ErrorCode = `ALB${number}`;

/** What every error of this package takes besides its code and message. */
export interface ErrorDetails {
  /** What the reader can do next: a sentence, or a command. */
  readonly hint?: string | undefined;
  /** The error that led to this one. */
  readonly cause?: unknown;
}

/**
 * The root of every error that this package throws.
 *
 * @example
 * try {
 *   await upgrade(config, "head");
 * } catch (error) {
 *   if (error instanceof AlembicError) console.error(error.code, error.hint);
 * }
 */
export abstract class AlembicError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.code = code;
    this.hint = details.hint;
  }
}
