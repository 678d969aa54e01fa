import { AlembicError, type ErrorCode, type ErrorDetails } from "./base.ts";

/** What is known about a statement that the database refused. */
export interface DatabaseErrorDetails extends ErrorDetails {
  /** The database's own code: an SQLSTATE, an errno, or a SQLite result code's name. */
  readonly databaseCode?: string | undefined;
  /** The statement, without its values. */
  readonly statement?: string | undefined;
  /** Where in the statement, counted from 1, as far as the server says so. */
  readonly position?: number | undefined;
}

/** The database refused a statement, or the connection to it failed. */
export class DatabaseError extends AlembicError {
  readonly databaseCode: string | undefined;
  readonly statement: string | undefined;
  readonly position: number | undefined;

  constructor(code: ErrorCode, message: string, details: DatabaseErrorDetails = {}) {
    super(code, message, details);
    this.databaseCode = details.databaseCode;
    this.statement = details.statement;
    this.position = details.position;
  }
}

/** The server could not be reached, refused the login, or went away. */
export class ConnectionError extends DatabaseError {}

/** The driver's package is not installed; the hint is the command that installs it. */
export class DriverMissingError extends AlembicError {}
