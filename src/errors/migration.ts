import { CommandError } from "./command.ts";
import { AlembicError, type ErrorCode, type ErrorDetails } from "./base.ts";

/** Where and how a migration failed. */
export interface MigrationErrorDetails extends ErrorDetails {
  readonly revision: string;
  readonly direction: "upgrade" | "downgrade";
  /** The revision's file. */
  readonly file: string;
  /** Where in the file, counted from 1, as far as it is known. */
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  /** The statement that the database refused, without its values. */
  readonly statement?: string | undefined;
  /** The database's own code of its refusal. */
  readonly databaseCode?: string | undefined;
}

/** The `upgrade()` or `downgrade()` of a revision failed; the cause is what it threw. */
export class MigrationError extends AlembicError {
  readonly revision: string;
  readonly direction: "upgrade" | "downgrade";
  readonly file: string;
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly statement: string | undefined;
  readonly databaseCode: string | undefined;

  constructor(code: ErrorCode, message: string, details: MigrationErrorDetails) {
    super(code, message, details);
    this.revision = details.revision;
    this.direction = details.direction;
    this.file = details.file;
    this.line = details.line;
    this.column = details.column;
    this.statement = details.statement;
    this.databaseCode = details.databaseCode;
  }
}

/** A migration was interrupted between two of its statements, and cannot be taken up without a look at the database. */
export class InterruptedMigrationError extends CommandError {}
