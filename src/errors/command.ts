import { AlembicError } from "./base.ts";

/** A command cannot be carried out as asked. Exit status 1. */
export class CommandError extends AlembicError {}

/** The command line itself is wrong: an unknown command, option or argument. Exit status 2. */
export class UsageError extends AlembicError {}

/** A configuration file, a key of it, or its value is missing or wrong. */
export class ConfigurationError extends CommandError {}

/** A revision file, `env` or a template cannot be read, loaded or written. */
export class ScriptError extends CommandError {}

/** A post-write hook could not be run, or failed; the file that it was for is kept. */
export class HookError extends CommandError {}
