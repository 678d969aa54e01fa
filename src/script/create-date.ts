import { ConfigurationError } from "../errors/index.ts";

/** The moment at which a revision is made, as a clock on the wall shows it. */
export interface CreateDate {
  readonly epoch: number;
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** As written in the file: `2024-05-06 07:08:09.120`, and the offset where a zone was asked for. */
  readonly text: string;
}

/**
 * A moment in a time zone.
 *
 * @param moment the moment
 * @param timezone an IANA name, as it is or in upper case; null for the machine's own zone, which is not written down
 * @throws {ConfigurationError} for an unknown zone
 */
export function createDateAt(moment: Date, timezone: string | null): CreateDate {
  const parts = partsOf(moment, timezone === null ? undefined : knownZone(timezone));
  const [year, month, day, hour, minute, second] = ["year", "month", "day", "hour", "minute", "second"].map((name) =>
    Number(parts.get(name)),
  );
  const two = (value = 0) => String(value).padStart(2, "0");
  const milliseconds = String(moment.getUTCMilliseconds()).padStart(3, "0");
  const offset = timezone === null ? "" : offsetOf(parts.get("timeZoneName") ?? "");
  return {
    epoch: Math.floor(moment.getTime() / 1000),
    year: year ?? 0,
    month: month ?? 0,
    day: day ?? 0,
    hour: hour ?? 0,
    minute: minute ?? 0,
    second: second ?? 0,
    text: `${String(year).padStart(4, "0")}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}.${milliseconds}${offset}`,
  };
}

function partsOf(moment: Date, timeZone: string | undefined): ReadonlyMap<string, string> {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "gregory",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
    timeZoneName: "longOffset",
  });
  return new Map(format.formatToParts(moment).map(({ type, value }) => [type, value]));
}

/** `GMT` is no offset, `GMT+02:00` is one. */
function offsetOf(name: string): string {
  return name.replace(/^GMT/, "") || "+00:00";
}

function knownZone(timezone: string): string {
  const zone = [timezone, timezone.toUpperCase()].find(isZone);
  if (zone !== undefined) return zone;
  throw new ConfigurationError("ALB0234", `The time zone '${timezone}' is not known.`, {
    hint: "Set timezone to an IANA name, such as UTC or Europe/Berlin, or take it out for local time.",
  });
}

function isZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone }).resolvedOptions().timeZone !== "";
  } catch {
    // A RangeError: Intl knows no such zone.
    return false;
  }
}
