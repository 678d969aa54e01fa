// Imports every module of plain/, and says the statements of statements.json to the database through the bare driver, one
// after the other as they were recorded: `node statements.mjs URL`.
import { readdirSync, readFileSync } from "node:fs";

interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

interface Session {
  run(statement: Statement): unknown;
  end(): unknown;
}

const [url = ""] = process.argv.slice(2);

const openers: Readonly<Record<string, () => Promise<Session>>> = {
  async postgresql() {
    const { default: pg } = await import("pg");
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    return {
      run: ({ sql, parameters }) => client.query({ text: sql, values: [...parameters], rowMode: "array" }),
      end: () => client.end(),
    };
  },
  async mariadb() {
    const { createConnection } = await import("mariadb");
    const { hostname, port, username, password, pathname } = new URL(url);
    const connection = await createConnection({
      host: hostname,
      port: Number(port),
      user: username,
      password,
      database: pathname.slice(1),
    });
    return {
      run: ({ sql, parameters }) => connection.query({ sql, rowsAsArray: true }, [...parameters]),
      end: () => connection.end(),
    };
  },
  async sqlite() {
    const { default: Database } = await import("libsql");
    const database = new Database(url.slice("sqlite:///".length));
    return {
      run({ sql, parameters }) {
        const prepared = database.prepare(sql);
        return prepared.reader ? prepared.all(...parameters) : prepared.run(...parameters);
      },
      end: () => database.close(),
    };
  },
};

async function main(): Promise<void> {
  // Written by the suite, with what the tool under test said.
  const statements = JSON.parse(readFileSync("statements.json", "utf8")) as readonly Statement[];
  const [family = ""] = url.split(":", 1);
  const session = await openers[family]?.();
  for (const file of readdirSync("plain").toSorted()) await import(`./plain/${file}`);
  for (const statement of statements) await session?.run(statement);
  await session?.end();
}

await main();
