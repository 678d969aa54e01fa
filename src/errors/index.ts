export { AlembicError, type ErrorCode, type ErrorDetails } from "./base.ts";
export { InvalidArgumentError } from "./argument.ts";
export { CommandError, ConfigurationError, HookError, ScriptError, UsageError } from "./command.ts";
export { ConnectionError, DatabaseError, type DatabaseErrorDetails, DriverMissingError } from "./database.ts";
export { InterruptedMigrationError, MigrationError, type MigrationErrorDetails } from "./migration.ts";
export {
  CycleDetectedError,
  DependencyCycleDetectedError,
  DependencyLoopDetectedError,
  LoopDetectedError,
  MultipleHeadsError,
  RangeNotAncestorError,
  ResolutionError,
  RevisionError,
} from "./revision.ts";
export { UnsupportedOperationError, type UnsupportedOperationDetails } from "./unsupported.ts";
