import type { LogLevel, LogRecord, StepEvent } from "../config/index.ts";
import { isLogged, logLine } from "./log-lines.ts";
import type { Terminal } from "./output.ts";
import { onOneLine, printable } from "./printable.ts";
import { Progress } from "./progress.ts";

/** Tells on standard error how a command goes. */
export interface Reporter {
  warn(message: string): void;
  log(record: LogRecord): void;
  step(event: StepEvent): void;
}

/** Options of {@link createReporter}. */
export interface ReporterOptions {
  readonly isJson: boolean;
  /** Whether to keep how steps go to oneself; logs and warnings are another matter. */
  readonly isQuiet: boolean;
  /** What is logged, by logger; asked when there is something to log. */
  readonly levels: () => ReadonlyMap<string, LogLevel>;
}

const migrationLogger = "alembic.runtime.migration";

/** Lines with a moving clock on a terminal, events for programs, and else plain lines. */
export function createReporter(terminal: Terminal, options: ReporterOptions): Reporter {
  if (options.isJson) return eventReporter(terminal, options);
  const isLively = terminal.stderr.isTTY === true && terminal.env["TERM"] !== "dumb" && !options.isQuiet;
  return isLively ? livelyReporter(terminal, options) : plainReporter(terminal, options);
}

function eventReporter({ stderr }: Terminal, { isQuiet, levels }: ReporterOptions): Reporter {
  const write = (event: object): void => void stderr.write(`${JSON.stringify(event)}\n`);
  return {
    warn: (message) => write({ event: "log", level: "WARNING", logger: "alembic", message }),
    log: (record) => {
      if (isLogged(record, levels())) write({ event: "log", ...record });
    },
    step: (event) => {
      if (!isQuiet) write(event);
    },
  };
}

function plainReporter({ stderr }: Terminal, { isQuiet, levels }: ReporterOptions): Reporter {
  const log = (record: LogRecord): void => {
    if (isLogged(record, levels())) stderr.write(`${logLine(record)}\n`);
  };
  return {
    warn: (message) => void stderr.write(`WARNING: ${printable(message)}\n`),
    log,
    step: (event) => {
      if (event.state !== "started" && !isQuiet) log({ level: "INFO", logger: migrationLogger, message: ended(event) });
    },
  };
}

function livelyReporter({ stderr }: Terminal, { levels }: ReporterOptions): Reporter {
  const progress = new Progress(stderr);
  let announced: string | null = null;
  return {
    warn: (message) => progress.above(`WARNING: ${printable(message)}\n`),
    log: (record) => {
      // The line with the clock says it already.
      const isShown = record.logger === migrationLogger && record.message === announced;
      if (!isShown && isLogged(record, levels())) progress.above(`${logLine(record)}\n`);
    },
    step: (event) => {
      announced = `Running ${event.step}`;
      if (event.state === "started") progress.start(`[${event.number}/${event.of}] ${onOneLine(event.step)}`);
      else progress.end(event.state === "done" ? "✓" : "✗");
    },
  };
}

function ended({ state, seconds, number, of }: StepEvent): string {
  const how = state === "done" ? "Done in" : "Failed after";
  return `${how} ${seconds.toFixed(2)} s (${number} of ${of})`;
}
