import { printable } from "./printable.ts";
import type { Config, LogLevel, LogRecord } from "../config/index.ts";

const order: readonly LogLevel[] = ["NOTSET", "DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"];

/** What is logged where the configuration says nothing about it. */
const usualLevels: ReadonlyMap<string, LogLevel> = new Map([
  ["root", "WARNING"],
  ["alembic", "INFO"],
]);

/** Whether a record is to be written, by the levels of its logger or the nearest one above it. */
export function isLogged({ level, logger }: LogRecord, levels: ReadonlyMap<string, LogLevel>): boolean {
  return order.indexOf(level) >= order.indexOf(levelOf(logger, levels));
}

function levelOf(logger: string, levels: ReadonlyMap<string, LogLevel>): LogLevel {
  for (let name = logger; name !== ""; name = name.slice(0, Math.max(0, name.lastIndexOf(".")))) {
    const level = levels.get(name);
    if (level !== undefined && level !== "NOTSET") return level;
  }
  return levels.get("root") ?? "WARNING";
}

/**
 * The levels of a configuration's logging sections, or the usual ones.
 *
 * @param options whether the statements are to be shown, whatever the configuration says
 */
export function levelsOf(config: Config, { echo }: { readonly echo: boolean }): ReadonlyMap<string, LogLevel> {
  const given = config.loggerLevels();
  const levels = given.size === 0 ? usualLevels : given;
  return echo ? new Map([...levels, ["sqlalchemy.engine", "INFO"]]) : levels;
}

/** A record as a line, in the format of Python's Alembic. */
export function logLine({ level, logger, message }: LogRecord): string {
  // A statement may have several lines; a message of ours that had would look like several messages.
  const text = logger.startsWith("alembic") ? message.replaceAll(/\s*\n\s*/g, " ") : message;
  return `${level.padEnd(5)} [${logger}] ${printable(text)}`;
}
