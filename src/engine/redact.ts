const mask = "***";
/** Shorter values are masked in quotes only: a single digit would tear every message apart. */
const shortest = 3;
const quoted = /(["'`])(.{8,}?)\1/gs;

/** Takes the values of a statement out of a database's message, which may quote them whole or cut short. */
export function redact(text: string, parameters: readonly unknown[]): string {
  const values = [...new Set(parameters.flatMap(textsOf))].toSorted((one, other) => other.length - one.length);
  if (values.length === 0) return text;
  const whole = values.reduce(maskValue, text);
  return whole.replaceAll(quoted, (match, quote: string, content: string) =>
    values.some((value) => value.includes(content)) ? quote + mask + quote : match,
  );
}

/**
 * The driver's own error, without the values that drivers put into its text and its properties.
 *
 * @param scrub takes out what the database quotes besides
 */
export function redactedCause(
  cause: unknown,
  parameters: readonly unknown[],
  scrub: (text: string) => string = (text) => text,
): unknown {
  if (!(cause instanceof Error)) return cause;
  const clean = (text: string): string => withoutSecrets(scrub(redact(text, parameters)));
  // The package `mariadb` repeats the statement with its values, cut short so that they are not known again.
  const message = clean(cause.message.replace(/\nsql: .*$| - parameters:\[.*\]$/s, ""));
  const error = new Error(message);
  error.name = cause.name;
  error.stack = clean(
    (cause.stack ?? "").replace(cause.message, () => message).replace(/\nsql: .*?(?=\n {4}at )/s, ""),
  );
  return error;
}

const literal = String.raw`[en]?'(?:[^'\\]|''|\\.)*'`;
/** What a password stands behind: `PASSWORD 'x'`, `token => 'x'`, `IDENTIFIED BY 'x'`, where MySQL takes "x" as well. */
const secrets = [
  new RegExp(String.raw`((?:passw(?:or)?d|secret|token|api_?key)["\`\w]*\s*(?:\(|=>|:=|=|,)?\s*)${literal}`, "gi"),
  new RegExp(
    String.raw`(identified\s+(?:(?:with|via)\s+\S+\s+)?(?:by|as|using)\s+(?:password\s*\(?\s*)?)(?:${literal}|"(?:[^"\\]|""|\\.)*")`,
    "gi",
  ),
];

/** A statement without the passwords that are written in it. */
export function withoutSecrets(sql: string): string {
  return secrets.reduce((text, secret) => text.replaceAll(secret, (_, before: string) => `${before}'${mask}'`), sql);
}

function maskValue(text: string, value: string): string {
  const inQuotes = ["'", '"', "`"].reduce(
    (masked, quote) => masked.replaceAll(quote + value + quote, quote + mask + quote),
    text,
  );
  if (value.length < shortest) return inQuotes;
  const literal = value.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return inQuotes.replaceAll(new RegExp(String.raw`(?<![\p{L}\p{N}_])${literal}(?![\p{L}\p{N}_])`, "gu"), mask);
}

function textsOf(value: unknown): string[] {
  if (value === null || value === undefined || value === "" || typeof value === "boolean") return [];
  if (typeof value === "string") return [value];
  if (typeof value === "number" || typeof value === "bigint") return [String(value)];
  if (value instanceof Date) return datesOf(value);
  if (value instanceof Uint8Array) return [Buffer.from(value).toString("hex"), Buffer.from(value).toString()];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value === "object") return [JSON.stringify(value), ...Object.values(value).flatMap(textsOf)];
  return [];
}

function datesOf(date: Date): string[] {
  if (Number.isNaN(date.getTime())) return [];
  const iso = date.toISOString();
  return [iso, iso.replace("T", " ").replace("Z", "")];
}
