/** A database URL in its parts, percent-decoded. */
export interface DatabaseUrl {
  /** The family, as the URL writes it: `postgresql`, `mysql`, `mariadb`, `sqlite`, `mssql`, `oracle`. */
  readonly dialect: string;
  /** The driver that the URL names after a `+`, by its Node name; null when it names none. */
  readonly driver: string | null;
  readonly username: string | null;
  readonly password: string | null;
  readonly host: string | null;
  readonly port: number | null;
  /** The database's name; a file's path for SQLite and PGlite, null for one in memory. */
  readonly database: string | null;
  /** Query options; a key given twice has both values. */
  readonly query: Readonly<Record<string, string | readonly string[]>>;
}
