import { ConfigurationError } from "../errors/index.ts";
import type { IniSettings } from "./ini-settings.ts";

const levels = ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL", "NOTSET"] as const;

/** How much a logger says, from all to the worst alone; `NOTSET` leaves it to the logger above. */
export type LogLevel = (typeof levels)[number];

const otherNames: Readonly<Record<string, LogLevel>> = { WARN: "WARNING", FATAL: "CRITICAL" };

/**
 * The levels that `[loggers]` and its `[logger_…]` sections give.
 *
 * @param ini the ini file
 * @param fileName for messages
 * @returns logger names (`root` for the root) with their levels; empty without such sections
 * @throws {ConfigurationError} for an unknown level, or a logger without its section
 */
export function loggerLevels(ini: IniSettings, fileName: string): ReadonlyMap<string, LogLevel> {
  const found = new Map<string, LogLevel>();
  for (const key of loggerKeys(ini)) {
    const section = `logger_${key}`;
    if (!ini.hasSection(section)) throw badLogger(fileName, section, `is missing, and [loggers] names it`);
    const name = key === "root" ? "root" : (ini.get(section, "qualname") ?? key);
    found.set(name, readLevel(ini.get(section, "level") ?? "NOTSET", section, fileName));
  }
  return found;
}

function loggerKeys(ini: IniSettings): string[] {
  const keys = ini.get("loggers", "keys") ?? "";
  return keys
    .split(",")
    .map((key) => key.trim())
    .filter((key) => key !== "");
}

function readLevel(text: string, section: string, fileName: string): LogLevel {
  const word = text.trim().toUpperCase();
  const level = levels.find((level) => level === word) ?? otherNames[word] ?? (word === "" ? "NOTSET" : undefined);
  if (level === undefined) throw badLogger(fileName, section, `has the unknown level '${text}'`);
  return level;
}

function badLogger(fileName: string, section: string, problem: string): ConfigurationError {
  return new ConfigurationError("ALB0209", `${fileName}: [${section}] ${problem}.`, {
    hint: `Levels are: ${levels.join(", ")}.`,
  });
}
