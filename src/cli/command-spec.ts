/** An option of a command, or of the tool itself. */
export interface OptionSpec {
  /** The long name, without dashes: `rev-id`. */
  readonly name: string;
  /** One letter. */
  readonly short?: string;
  /** `flag`: there or not. `text`: has a value, the last one counts. `list`: has a value, may be given several times. */
  readonly kind: "flag" | "text" | "list";
  /** What its value is called in the help. */
  readonly value?: string;
  readonly help: string;
}

/** An argument of a command. */
export interface ArgumentSpec {
  readonly name: string;
  readonly kind: "required" | "optional" | "variadic";
  readonly help: string;
  /** Whether the shell completes it with revisions. */
  readonly isRevision?: boolean;
}

/** A command as the help shows it and the parser takes it; what it does is loaded by its name. */
export interface CommandSpec {
  /** With dashes; the spelling with underscores is the same command. */
  readonly name: string;
  readonly help: string;
  readonly args: readonly ArgumentSpec[];
  readonly options: readonly OptionSpec[];
  /** The rest of each line after `alembic `. */
  readonly examples: readonly string[];
  /** What else is worth knowing; printed below the options. */
  readonly notes?: string;
}

const json: OptionSpec = {
  name: "json",
  kind: "flag",
  help: "print the result as JSON, in a shape with a version number",
};
const verbose: OptionSpec = { name: "verbose", short: "v", kind: "flag", help: "print more" };
const message: OptionSpec = {
  name: "message",
  short: "m",
  kind: "text",
  value: "TEXT",
  help: "what the revision does",
};
const sql: OptionSpec = { name: "sql", kind: "flag", help: "print a script in place of touching a database" };
const tag: OptionSpec = {
  name: "tag",
  kind: "text",
  value: "TEXT",
  help: "a word for env, which reads it with context.getTagArgument()",
};
const dryRun: OptionSpec = {
  name: "dry-run",
  kind: "flag",
  help: "run and roll back; where the database cannot, print what would run",
};
const lockTimeout: OptionSpec = {
  name: "lock-timeout",
  kind: "text",
  value: "SECONDS",
  help: "how long to wait for another migration on the same database; 0 does not wait. Default: 600",
};
const splice: OptionSpec = { name: "splice", kind: "flag", help: "allow a revision that is no head as the parent" };
const branchLabel: OptionSpec = {
  name: "branch-label",
  kind: "text",
  value: "LABEL",
  help: "a label for the branch that begins here",
};
const revId: OptionSpec = {
  name: "rev-id",
  kind: "text",
  value: "ID",
  help: "the new revision's id, in place of one made by chance",
};
const shadow: readonly OptionSpec[] = [
  { name: "shadow", kind: "flag", help: "compare with what the revisions make of an empty database, made for this" },
  {
    name: "shadow-url",
    kind: "text",
    value: "URL",
    help: "the same, on a server where the URL's user may make databases",
  },
];
const targets = "A revision is an id, the beginning of one, head, heads, base, +N, -N, a branch label or label@head.";

/** The options of the tool itself: they stand before the command. */
export const globalOptions: readonly OptionSpec[] = [
  {
    name: "config",
    short: "c",
    kind: "list",
    value: "FILE",
    help: "the configuration file; also by ALEMBIC_CONFIG. Default: alembic.ini",
  },
  {
    name: "name",
    short: "n",
    kind: "text",
    value: "NAME",
    help: "the section of the ini file that is used. Default: alembic",
  },
  {
    name: "x",
    short: "x",
    kind: "list",
    value: "KEY=VALUE",
    help: "something for env, which reads it with context.getXArgument()",
  },
  { name: "echo", kind: "flag", help: "show each statement that is run, without its values" },
  { name: "raiseerr", kind: "flag", help: "print where an error comes from" },
  { name: "quiet", short: "q", kind: "flag", help: "print no results, only errors and logs" },
  { name: "version", kind: "flag", help: "print the version" },
  { name: "help", short: "h", kind: "flag", help: "print this help, or that of a command" },
];

/** Every command. A new one is an entry here, and its file in `commands/` and in `cli/handlers/`. */
export const commandSpecs: readonly CommandSpec[] = [
  {
    name: "branches",
    help: "Show the revisions on which several others build",
    args: [],
    options: [verbose, json],
    examples: ["branches -v"],
  },
  {
    name: "check",
    help: "Say whether the models and the database differ",
    args: [],
    options: [...shadow, json],
    examples: ["check", "check --shadow"],
    notes: "Ends with status 3 when they do, and prints what `revision --autogenerate` would write.",
  },
  {
    name: "completion",
    help: "Print a script that completes commands, options and revisions in a shell",
    args: [{ name: "SHELL", kind: "required", help: "bash, zsh or fish" }],
    options: [],
    examples: [
      "completion bash >> ~/.bashrc",
      "completion zsh > ~/.zfunc/_alembic",
      "completion fish > ~/.config/fish/completions/alembic.fish",
    ],
  },
  {
    name: "current",
    help: "Show where the database stands",
    args: [],
    options: [
      {
        name: "check-heads",
        short: "c",
        kind: "flag",
        help: "end with status 3 when the database is not at the heads",
      },
      verbose,
      json,
    ],
    examples: ["current", "current -v", "current --check-heads"],
  },
  {
    name: "downgrade",
    help: "Take the database back to an earlier revision",
    args: [{ name: "REVISION", kind: "required", help: "where to; with --sql a range FROM:TO", isRevision: true }],
    options: [sql, dryRun, tag, lockTimeout, json],
    examples: ["downgrade -1", "downgrade base", "downgrade head:base --sql"],
    notes: targets,
  },
  {
    name: "edit",
    help: "Open a revision's file in an editor",
    args: [{ name: "REVISION", kind: "required", help: "which one; current asks the database", isRevision: true }],
    options: [],
    examples: ["edit head", "EDITOR='code --wait' alembic edit ae10"],
    notes: "The editor is EDITOR, else VISUAL, else one that is installed.",
  },
  {
    name: "ensure-version",
    help: "Make the version table where it is missing",
    args: [],
    options: [sql, lockTimeout, json],
    examples: ["ensure-version"],
  },
  {
    name: "heads",
    help: "Show the revisions that nothing builds on",
    args: [],
    options: [
      verbose,
      { name: "resolve-dependencies", kind: "flag", help: "leave out those that another revision depends on" },
      json,
    ],
    examples: ["heads", "heads --json"],
  },
  {
    name: "history",
    help: "List revisions, the newest first",
    args: [],
    options: [
      {
        name: "rev-range",
        short: "r",
        kind: "text",
        value: "START:END",
        help: "which ones; either end may be absent, current asks the database",
      },
      verbose,
      { name: "indicate-current", short: "i", kind: "flag", help: "mark where the database stands" },
      { name: "graph", kind: "flag", help: "draw how they build on each other" },
      json,
    ],
    examples: ["history", "history -r current:head", "history -r-3:", "history --graph -i"],
    notes: "A range that begins with a minus sign is attached to its option: -r-3:",
  },
  {
    name: "init",
    help: "Make the folder and the configuration of a new project",
    args: [{ name: "DIRECTORY", kind: "required", help: "the folder to make" }],
    options: [
      {
        name: "template",
        short: "t",
        kind: "text",
        value: "NAME",
        help: "which template: see list-templates. Default: generic",
      },
      {
        name: "package",
        kind: "flag",
        help: "accepted for the sake of Python's Alembic: a folder needs no marker here",
      },
      json,
    ],
    examples: ["init alembic", "init -t multidb alembic"],
  },
  {
    name: "list-templates",
    help: "List the templates that init can use",
    args: [],
    options: [json],
    examples: ["list-templates"],
  },
  {
    name: "merge",
    help: "Write a revision that brings branches together",
    args: [
      { name: "REVISION", kind: "variadic", help: "what to bring together; heads for all of them", isRevision: true },
    ],
    options: [message, branchLabel, revId, splice, json],
    examples: ["merge heads -m 'bring billing and users together'"],
  },
  {
    name: "reflect",
    help: "Write the models of the tables that the database has",
    args: [{ name: "FILE", kind: "optional", help: "the file to make. Default: models.ts" }],
    options: [
      { name: "schema", kind: "list", value: "NAME", help: "a schema to read; may be given several times" },
      { name: "table", kind: "list", value: "NAME", help: "a table to read; may be given several times" },
      json,
    ],
    examples: ["reflect src/models.ts", "reflect --table users --table posts"],
    notes: "The models compare clean with the database. `revision --baseline` writes a first revision that makes it.",
  },
  {
    name: "revision",
    help: "Write a new revision file",
    args: [],
    options: [
      message,
      { name: "autogenerate", kind: "flag", help: "fill it with what the models and the database differ in" },
      ...shadow,
      {
        name: "rename",
        kind: "list",
        value: "OLD:NEW",
        help: "with --autogenerate: a table or column has been renamed; may be given several times",
      },
      { name: "baseline", kind: "flag", help: "fill it, the first one, with what makes the tables of the database" },
      { name: "stamp", kind: "flag", help: "with --baseline: let the version table say that it has run" },
      { name: "sql", kind: "flag", help: "run env in offline mode, where revision_environment is set" },
      {
        name: "head",
        kind: "text",
        value: "REVISION",
        help: "what to build on; base for a new beginning. Default: head",
      },
      splice,
      branchLabel,
      { name: "version-path", kind: "text", value: "FOLDER", help: "which of version_locations the file goes to" },
      revId,
      {
        name: "depends-on",
        kind: "list",
        value: "REVISION",
        help: "what has to run before it; may be given several times",
      },
      json,
    ],
    examples: [
      "revision -m 'create posts table'",
      "revision --autogenerate -m 'add votes'",
      "revision --autogenerate --rename posts.title:headline",
      "revision --baseline --stamp -m 'what is there'",
    ],
  },
  {
    name: "show",
    help: "Show everything about a revision",
    args: [{ name: "REVISION", kind: "required", help: "which one; current asks the database", isRevision: true }],
    options: [json],
    examples: ["show head"],
  },
  {
    name: "stamp",
    help: "Say in the version table where the database stands, without running anything",
    args: [
      {
        name: "REVISION",
        kind: "variadic",
        help: "one, or one for each branch; with --sql also FROM:TO",
        isRevision: true,
      },
    ],
    options: [sql, tag, { name: "purge", kind: "flag", help: "empty the version table first" }, lockTimeout, json],
    examples: ["stamp head", "stamp --purge ae1027a6acf4"],
    notes: targets,
  },
  {
    name: "upgrade",
    help: "Upgrade the database to a later revision",
    args: [{ name: "REVISION", kind: "required", help: "where to; with --sql also a range FROM:TO", isRevision: true }],
    options: [sql, dryRun, tag, lockTimeout, json],
    examples: ["upgrade head", "upgrade +1", "upgrade ae10:head --sql > upgrade.sql"],
    notes: targets,
  },
];
