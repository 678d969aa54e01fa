// Opens one connection, and asks one question: `node connect-once.mjs URL`.
const [url = ""] = process.argv.slice(2);
const question = "SELECT version_num FROM alembic_version";

const askers: Readonly<Record<string, () => Promise<void>>> = {
  async postgresql() {
    const { default: pg } = await import("pg");
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(question);
    await client.end();
  },
  async mariadb() {
    const { createConnection } = await import("mariadb");
    const { hostname, port, username, password, pathname } = new URL(url);
    const database = pathname.slice(1);
    const connection = await createConnection({
      host: hostname,
      port: Number(port),
      user: username,
      password,
      database,
    });
    await connection.query(question);
    await connection.end();
  },
  async sqlite() {
    const { default: Database } = await import("libsql");
    const database = new Database(url.slice("sqlite:///".length));
    database.prepare(question).all();
    database.close();
  },
};

await askers[url.split(":", 1)[0] ?? ""]?.();
