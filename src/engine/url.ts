import { InvalidArgumentError } from "../errors/index.ts";

/** A database URL in its parts, percent-decoded. */
export interface DatabaseUrl {
  /** The family, by its one name, whatever alias the URL uses. */
  readonly dialect: string;
  /** The driver that the URL names after a `+`, by its Node name; null when any will do. */
  readonly driver: string | null;
  readonly username: string | null;
  readonly password: string | null;
  readonly host: string | null;
  readonly port: number | null;
  /** The database's name, or a file's path; null when the URL has none, and for a database in memory. */
  readonly database: string | null;
  /** Query options; a key given twice has both values. */
  readonly query: Readonly<Record<string, string | readonly string[]>>;
}

/** What one dialect knows about URLs: pure data, so that a URL is read without loading a driver. */
export interface UrlNames {
  /** What a URL may begin with, and the dialect and driver that each stands for. */
  readonly schemes: Readonly<Record<string, { readonly dialect: string; readonly driver: string | null }>>;
  /** Drivers of Python by name, with the driver that takes their place; null where any will do. */
  readonly pythonDrivers: Readonly<Record<string, string | null>>;
  /** Whether the database is a file, so that the URL has no host. */
  isFile(driver: string | null): boolean;
}

/** Options of {@link renderUrl}. */
export interface RenderUrlOptions {
  /** Write `***` for the password and for secrets among the query options. The default is true. */
  readonly hidePassword?: boolean;
}

const schemePattern = /^([a-z][a-z0-9_]*)(?:\+([a-z0-9_.-]+))?:\/\//i;
const hostPart = String.raw`(?:\[[^\]]*\]|[^:/?#[\]@]*)`;
const tail = String.raw`(?:/(?<database>[^?]*))?(?:\?(?<query>.*))?$`;
// A password may hold any character but `@`, as in SQLAlchemy. Tried last, so that an `@` in a path or an option is none.
const shapes = [
  new RegExp(`^(?=[/?]|$)${tail}`, "s"),
  new RegExp(`^(?<address>${hostPart}(?::\\d*)?)(?![^?]*@)${tail}`, "s"),
  new RegExp(`^(?<username>[^:/?@]*)(?::(?<password>[^@]*))?@(?<address>${hostPart}(?::[^/?@:]*)?)${tail}`, "s"),
];
const secretOption = /passw|pwd|secret|token|credential|private|encryptionkey/i;
const exampleHint = "A URL looks like dialect+driver://user:password@host:port/database?option=value.";

/**
 * Reads a database URL as SQLAlchemy writes it.
 *
 * @param text the URL; passwords and names may be percent-encoded
 * @param names what the dialects know about URLs
 * @throws {InvalidArgumentError} when the text is no such URL; the message never repeats it, for it may hold a password
 * @example makeUrl("dialect://scott:p%40ss@db.example.com:5433/blog").password; // "p@ss"
 */
export function makeUrl(text: string, names: readonly UrlNames[] = []): DatabaseUrl {
  const { scheme, driver, rest } = splitScheme(text.trim());
  const family = names.find((candidate) => Object.hasOwn(candidate.schemes, scheme));
  const meant = family?.schemes[scheme];
  const dialect = meant?.dialect ?? scheme;
  const nodeDriver = driver === null ? (meant?.driver ?? null) : translateDriver(driver, family);
  const parts = splitRest(rest);
  const url = { dialect, driver: nodeDriver, ...parts };
  return family?.isFile(nodeDriver) === true ? asFileUrl(url) : url;
}

/**
 * Writes a URL as text; the password is hidden unless asked for.
 *
 * @param url the URL in its parts
 * @param options whether to show the password
 * @example renderUrl(makeUrl("dialect://scott:tiger@db.example.com:5433/blog")); // dialect://scott:***@db.example.com:5433/blog
 */
export function renderUrl(url: DatabaseUrl, options: RenderUrlOptions = {}): string {
  const isHidden = options.hidePassword ?? true;
  const scheme = url.driver === null ? url.dialect : `${url.dialect}+${url.driver}`;
  const path = url.database === null ? "" : `/${encodePath(url.database)}`;
  return `${scheme}://${renderUser(url, isHidden)}${renderHost(url)}${path}${renderQuery(url, isHidden)}`;
}

function splitScheme(text: string): { scheme: string; driver: string | null; rest: string } {
  const match = schemePattern.exec(text);
  if (match === null) throw malformed(text === "" ? "it is empty" : "it does not begin with a dialect and ://");
  const [whole, scheme = "", driver] = match;
  return { scheme: scheme.toLowerCase(), driver: driver?.toLowerCase() ?? null, rest: text.slice(whole.length) };
}

function translateDriver(driver: string, family: UrlNames | undefined): string | null {
  if (family === undefined || !Object.hasOwn(family.pythonDrivers, driver)) return driver;
  return family.pythonDrivers[driver] ?? null;
}

function splitRest(rest: string): Omit<DatabaseUrl, "dialect" | "driver"> {
  const shape = shapes.find((pattern) => pattern.test(rest));
  if (shape === undefined) throw malformed(reasonFor(rest));
  const groups = shape.exec(rest)?.groups ?? {};
  return {
    username: decodePart(groups["username"]),
    password: decodePart(groups["password"]),
    ...splitAddress(groups["address"] ?? ""),
    database: decodePart(groups["database"]),
    query: parseQuery(groups["query"] ?? ""),
  };
}

function decodePart(text: string | undefined): string | null {
  return text === undefined || text === "" ? null : decode(text);
}

function reasonFor(rest: string): string {
  const authority = rest.split(/[/?]/, 1)[0] ?? "";
  if ((authority.match(/@/g) ?? []).length > 1) return "it has more than one @: write the one in the password as %40";
  if (authority.includes("[") !== authority.includes("]")) return "the brackets round its IPv6 host do not match";
  if (/:[^:]*:[^:]*$/.test(authority.replace(/^.*@/, ""))) return "an IPv6 host stands in brackets: [::1]";
  if (/:[^:@]*\D[^:@]*$/.test(authority)) return "its port is no number from 1 to 65535";
  return "a special character in the user's name, password or host has to be percent-encoded";
}

function splitAddress(address: string): { host: string | null; port: number | null } {
  const [, bracketed, plain, port = ""] = /^(?:\[([^\]]*)\]|([^:]*))(?::(.*))?$/s.exec(address) ?? [];
  return { host: decodePart(bracketed ?? plain), port: port === "" ? null : parsePort(port) };
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw malformed("its port is no number from 1 to 65535 (a colon in the user's name or password is written %3A)");
}

function parseQuery(text: string): DatabaseUrl["query"] {
  const query: Record<string, string | readonly string[]> = {};
  const pairs = new URLSearchParams(text);
  for (const key of new Set(pairs.keys())) {
    const [first = "", ...others] = pairs.getAll(key);
    Object.defineProperty(query, key, { value: others.length === 0 ? first : [first, ...others], enumerable: true });
  }
  return query;
}

/** A database in memory has no path, however the URL says so. */
function asFileUrl(url: DatabaseUrl): DatabaseUrl {
  if (url.host !== null || url.username !== null || url.password !== null) {
    throw malformed(
      "the path of a file comes after three slashes",
      `Write ${url.dialect}:///app.db for a path from the current folder, ${url.dialect}:////data/app.db for one from the root.`,
    );
  }
  return url.database === ":memory:" ? { ...url, database: null } : url;
}

/** Decodes percent sequences; one that is none stays as it is, as in SQLAlchemy. */
function decode(text: string): string {
  return text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (sequence) =>
    Buffer.from(sequence.replaceAll("%", ""), "hex").toString(),
  );
}

function renderUser(url: DatabaseUrl, isHidden: boolean): string {
  if (url.username === null && url.password === null) return "";
  const password = url.password === null ? "" : `:${isHidden ? "***" : encodeURIComponent(url.password)}`;
  return `${encodeURIComponent(url.username ?? "")}${password}@`;
}

function renderHost(url: DatabaseUrl): string {
  const host = url.host === null ? "" : url.host.includes(":") ? `[${url.host}]` : encodeURIComponent(url.host);
  return url.port === null ? host : `${host}:${url.port}`;
}

function encodePath(path: string): string {
  return path.replaceAll(/[^\w\-.~!$'()*,;:/\\ ]+/g, encodeURIComponent).replaceAll(" ", "%20");
}

function renderQuery(url: DatabaseUrl, isHidden: boolean): string {
  const query = new URLSearchParams();
  for (const [key, values] of Object.entries(url.query)) {
    for (const value of [values].flat()) query.append(key, value);
  }
  const pairs = [...query].map(([key, value]) => {
    const shown = isHidden && secretOption.test(key) ? "***" : encodeURIComponent(value);
    return `${encodeURIComponent(key)}=${shown}`;
  });
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}

function malformed(reason: string, hint: string = exampleHint): InvalidArgumentError {
  return new InvalidArgumentError("ALB0501", `the database URL cannot be read: ${reason}`, { hint });
}
