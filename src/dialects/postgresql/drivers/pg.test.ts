import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect as connectTo, createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { makeCertificate } from "../../../../tests/support/certificate.ts";
import type { DriverConnection } from "../../../engine/driver.ts";
import { openConnection } from "../../../engine/open.ts";
import { renderUrl } from "../../../engine/url.ts";
import { ConnectionError, InvalidArgumentError } from "../../../errors/index.ts";
import { type StartedServer, startEmbeddedPostgres, type TestDatabase, testEngines } from "../../../testing/index.ts";
import { makeUrl } from "../../make-url.ts";
import { readConnectionSettings } from "./connection-settings.ts";
import { drivers } from "./index.ts";

const connect = async (url: string) => openConnection(makeUrl(url), drivers);
const read = async (connection: DriverConnection, sql: string) => {
  const { rows } = await connection.execute(sql, []);
  return Object.values(rows[0] ?? {})[0];
};

async function greet(url: string): Promise<unknown> {
  const connection = await connect(url);
  const answer = await read(connection, "SELECT 1");
  await connection.close();
  return answer;
}

async function refusal(attempt: Promise<unknown>): Promise<ConnectionError> {
  const error: unknown = await attempt.then(
    () => null,
    (error: unknown) => error,
  );
  if (error instanceof ConnectionError) return error;
  throw new Error("no connection error", { cause: error });
}

/** The URL with some of its parts replaced. */
function variant(url: string, parts: Partial<ReturnType<typeof makeUrl>>): string {
  return renderUrl({ ...makeUrl(url), ...parts }, { hidePassword: false });
}

afterEach(() => vi.unstubAllEnvs());

const atWork = "SELECT 1 FROM pg_stat_activity WHERE pid = $1 AND state = 'active' AND query LIKE '%pg_sleep(60)'";

/** Stands before a server, and breaks the connection when a statement comes by; the URL leads through it. */
async function startBreakingRelay(url: string, statement: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const relay = createServer((client) => {
    const upstream = connectTo(Number(port), hostname);
    upstream.pipe(client);
    client.on("data", (chunk) => {
      if (chunk.includes(statement)) client.resetAndDestroy();
      else upstream.write(chunk);
    });
    client.on("close", () => upstream.destroy());
    for (const socket of [client, upstream]) socket.on("error", () => socket.destroy());
  });
  onTestFinished(() => void relay.close());
  const through = new URL(url);
  through.hostname = "127.0.0.1";
  through.port = String(await listen(relay));
  return through.href;
}

describe("a session", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testEngines.postgresql.createDatabase();
  });
  afterAll(async () => database.drop());

  it("says who it is", async () => {
    const connection = await connect(database.url);
    expect(await read(connection, "SHOW application_name")).toMatch(/^alembic-ts, process \d+ on /);
    await connection.close();
    const named = await connect(`${database.url}?application_name=other&options=-c%20search_path%3Dpg_catalog`);
    expect(await read(named, "SHOW application_name")).toBe("other");
    expect(await read(named, "SHOW search_path")).toBe("pg_catalog");
    await named.close();
  });

  it("reads dates in ISO form whatever the server's habit", async () => {
    const connection = await connect(`${database.url}?options=-c%20DateStyle%3DGerman`);
    expect(await read(connection, "SELECT DATE '2026-01-31'")).toBe("2026-01-31");
    await connection.close();
  });

  it("cancels the statement that runs, and goes on", async () => {
    const connection = await connect(database.url);
    await connection.cancel();
    const waiting = refusal(connection.execute("SELECT pg_sleep(60)", [])).catch((error: Error) => error.cause);
    await connection.cancel();
    expect(await waiting).toMatchObject({ code: "ALB0521", databaseCode: "57014" });
    expect(await read(connection, "SELECT 1")).toBe(1);
    await connection.close();
  });

  it.each(["while it works", "while it waits"])("tells that the server ended it %s", async (moment) => {
    const [connection, killer] = await Promise.all([connect(database.url), connect(database.url)]);
    const pid = await read(connection, "SELECT pg_backend_pid()");
    const running = moment === "while it works" ? refusal(connection.execute("SELECT pg_sleep(60)", [])) : null;
    const isAtWork = async () => (await killer.execute(atWork, [pid])).rows.length === 1;
    if (running !== null) while (!(await isAtWork()));
    await killer.execute("SELECT pg_terminate_backend($1, 60000)", [pid]);
    const error = await (running ?? refusal(connection.execute("SELECT 2", [])));
    expect(error).toMatchObject({ code: "ALB0518" });
    expect(error.message).toContain("terminat");
    expect(await refusal(connection.execute("SELECT 3", []))).toMatchObject({ code: "ALB0518", statement: "SELECT 3" });
    await Promise.all([connection.close(), killer.close()]);
  });

  it.each(["SELECT pg_sleep(60)", "SELECT $1::text"])("names the statement %s when the network breaks", async (sql) => {
    const url = await startBreakingRelay(database.url, sql);
    const connection = await connect(url);
    const error = await refusal(connection.execute(sql, sql.includes("$1") ? ["s3cret"] : []));
    expect(error).toMatchObject({ code: "ALB0518", databaseCode: "ECONNRESET", statement: sql });
    expect(error.message).toContain(`127.0.0.1:${new URL(url).port}`);
    expect(await refusal(connection.execute("SELECT 3", []))).toMatchObject({ code: "ALB0518", statement: "SELECT 3" });
    await connection.close();
  });

  it("takes from the environment what the URL leaves out", async () => {
    const { host, port, username, database: name } = makeUrl(database.url);
    vi.stubEnv("PGHOST", host ?? "");
    vi.stubEnv("PGPORT", String(port));
    vi.stubEnv("PGUSER", username ?? "");
    vi.stubEnv("PGDATABASE", name ?? "");
    vi.stubEnv("PGAPPNAME", "from the environment");
    const connection = await connect("postgresql://");
    expect(await read(connection, "SELECT current_database()")).toBe(name);
    expect(await read(connection, "SHOW application_name")).toBe("from the environment");
    await connection.close();
  });

  it("tries the next host where one does not answer", async () => {
    const { host, port } = makeUrl(database.url);
    const url = variant(database.url, { host: null, port: null, query: { host: ["127.0.0.1:1", `${host}:${port}`] } });
    expect(await greet(url)).toBe(1);
  });
});

describe("a server that cannot be reached", () => {
  it("is named with its address", async () => {
    const error = await refusal(connect("postgresql://u:s3cret@127.0.0.1:1/d"));
    expect(error).toMatchObject({ code: "ALB0510", databaseCode: "ECONNREFUSED" });
    expect(error.message).toBe("no database server at 127.0.0.1:1: nothing listens there [ECONNREFUSED]");
    expect(error.hint).toContain("host and port");
  });

  it("is named where the host has several addresses", async () => {
    expect(await refusal(connect("postgresql://localhost:1/d"))).toMatchObject({ code: "ALB0510" });
  });

  it("is told from a host that is not known", async () => {
    const error = await refusal(connect("postgresql://u:s3cret@no-such-host.invalid/d"));
    expect(error.code).toBe("ALB0511");
    expect(error.message).toContain('the host "no-such-host.invalid" is not known');
  });

  it("is named with its socket", async () => {
    const error = await refusal(connect("postgresql:///d?host=/nowhere"));
    expect(error.code).toBe("ALB0510");
    expect(error.message).toContain("/nowhere: there is no such socket");
  });

  it("is not waited for longer than the URL says", async () => {
    const silent = createServer();
    const port = await listen(silent);
    const error = await refusal(connect(`postgresql://127.0.0.1:${port}/d?connect_timeout=0.2`));
    expect(error).toMatchObject({ code: "ALB0510" });
    expect(error.message).toContain("did not answer in time");
    silent.close();
  });

  it("is told from one that is no PostgreSQL", async () => {
    const rude = createServer((socket) => socket.end());
    const port = await listen(rude);
    const error = await refusal(connect(`postgresql://127.0.0.1:${port}/d`));
    expect(["ALB0514", "ALB0518"]).toContain(error.code);
    rude.close();
  });
});

async function listen(server: ReturnType<typeof createServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

describe("a server with passwords and TLS", () => {
  const folder = mkdtempSync(join(tmpdir(), "alembic-ts-pg-"));
  const { certificate, key } = makeCertificate();
  const rootPath = join(folder, "root.crt");
  let server: StartedServer;
  let plainUrl: string;
  let url: string;

  beforeAll(async () => {
    writeFileSync(rootPath, certificate);
    server = await startEmbeddedPostgres({ password: "s3cret/@:%" });
    plainUrl = server.url;
    url = `${server.url}?sslmode=`;
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("lets in who has the password, percent-encoded or from the environment", async () => {
    expect(await greet(plainUrl)).toBe(1);
    vi.stubEnv("PGPASSWORD", "s3cret/@:%");
    expect(await greet(variant(plainUrl, { password: null }))).toBe(1);
  });

  it.each([
    [
      "a wrong password",
      { password: "wr0ng" },
      "ALB0512",
      'refused the user "postgres": password authentication failed',
    ],
    ["an unknown user", { username: "nobody" }, "ALB0512", 'refused the user "nobody"'],
    ["no password", { password: null }, "ALB0512", "asks for a password, and the URL has none"],
    ["a database that is not there", { database: "nowhere" }, "ALB0513", 'has no database "nowhere"'],
    ["a setting that is not known", { query: { options: "-c nonsense=1" } }, "ALB0514", "nonsense"],
  ])("refuses %s in its own words", async (_, parts, code, message) => {
    const error = await refusal(connect(variant(plainUrl, parts)));
    expect(error.code).toBe(code);
    expect(error.message).toContain(message);
    expect(error.hint).toBeDefined();
    const all = [error.message, error.hint, error.stack, JSON.stringify(error), String(error.cause)].join(" ");
    expect(all).not.toMatch(/s3cret|wr0ng/);
  });

  it("says that it is full", async () => {
    const admin = await connect(plainUrl);
    await admin.execute("CREATE ROLE few LOGIN PASSWORD 'few' CONNECTION LIMIT 0", []);
    const error = await refusal(connect(variant(plainUrl, { username: "few", password: "few" })));
    expect(error).toMatchObject({ code: "ALB0514", databaseCode: "53300" });
    await admin.close();
  });

  it("says who may not use a database", async () => {
    const admin = await connect(plainUrl);
    await admin.execute("CREATE DATABASE closed", []);
    await admin.execute("REVOKE CONNECT ON DATABASE closed FROM public", []);
    await admin.execute("CREATE ROLE guest LOGIN PASSWORD 'guest'", []);
    const parts = { username: "guest", password: "guest", database: "closed" };
    expect(await refusal(connect(variant(plainUrl, parts)))).toMatchObject({ code: "ALB0512", databaseCode: "42501" });
    await admin.close();
  });

  it("goes without TLS where none is to be had and none is demanded", async () => {
    expect(await greet(`${url}prefer`)).toBe(1);
    const error = await refusal(connect(`${url}require`));
    expect(error).toMatchObject({ code: "ALB0515", message: expect.stringContaining("has no TLS") });
  });

  it("speaks TLS as the URL demands", async () => {
    await enableTls();
    const usesTls = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
    const modes = [
      ["disable", false],
      ["prefer", true],
      ["require", true],
      [`verify-ca&sslrootcert=${rootPath}`, true],
      [`verify-full&sslrootcert=${rootPath}`, true],
    ] as const;
    for (const [mode, isEncrypted] of modes) {
      const connection = await connect(url + mode);
      expect([mode, await read(connection, usesTls)]).toEqual([mode, isEncrypted]);
      await connection.close();
    }
    expect(await refusal(connect(`${url}verify-full`))).toMatchObject({ code: "ALB0515" });
  });

  it("says that it demands TLS", async () => {
    await enableTls();
    const admin = await connect(plainUrl);
    const path = await read(admin, "SHOW hba_file");
    await admin.execute(`COPY (SELECT 'hostssl all all all scram-sha-256') TO '${String(path)}'`, []);
    await admin.execute("SELECT pg_reload_conf()", []);
    await admin.close();
    await vi.waitFor(async () => {
      const error = await refusal(connect(`${url}disable`));
      expect(error).toMatchObject({ code: "ALB0515", hint: "Add sslmode=require to the URL." });
    });
  });

  async function enableTls(): Promise<void> {
    const admin = await connect(plainUrl);
    const home = String(await read(admin, "SHOW data_directory"));
    const keep = async (name: string, text: string) => {
      await admin.execute(
        `COPY (SELECT $t$${text.trim()}$t$) TO PROGRAM 'umask 077; printf "%b" "$(cat)" > ${home}/${name}'`,
        [],
      );
    };
    await keep("server.crt", certificate);
    await keep("server.key", key);
    await admin.execute("ALTER SYSTEM SET ssl = on", []);
    await admin.execute("SELECT pg_reload_conf()", []);
    await vi.waitFor(async () => {
      const fresh = await connect(plainUrl);
      const answer = await read(fresh, "SHOW ssl");
      await fresh.close();
      expect(answer).toBe("on");
    });
    await admin.close();
  }
});

describe("readConnectionSettings", () => {
  const settings = (text: string) => readConnectionSettings(makeUrl(text))[0];

  it("has libpq's defaults", () => {
    for (const name of ["PGHOST", "PGPORT", "PGUSER", "PGDATABASE", "PGPASSWORD", "PGAPPNAME"])
      vi.stubEnv(name, undefined);
    const { username } = userInfo();
    expect(settings("postgresql://example.com")).toMatchObject({
      host: "example.com",
      port: 5432,
      user: username,
      database: username,
      password: undefined,
      ssl: { rejectUnauthorized: false },
      isTlsOptional: true,
      connectionTimeoutMillis: 10_000,
    });
    expect(settings("postgresql://u@localhost/d")).toMatchObject({ user: "u", database: "d", ssl: false });
  });

  it("reads a socket's folder, several hosts and ports", () => {
    expect(settings("postgresql:///d?host=/var/run/postgresql&port=5433")).toMatchObject({
      host: "/var/run/postgresql",
      port: 5433,
      ssl: false,
    });
    expect(readConnectionSettings(makeUrl("postgresql:///d?host=a:1,b")).map(({ host, port }) => [host, port])).toEqual(
      [
        ["a", 1],
        ["b", 5432],
      ],
    );
  });

  it.each([
    ["postgresql://h/d?sslmod=require", "ALB0504", 'Did you mean "sslmode"?'],
    [
      "postgresql://h/d?sslmode=always",
      "ALB0504",
      "It takes: disable, allow, prefer, require, verify-ca, verify-full.",
    ],
    ["postgresql://h/d?connect_timeout=soon", "ALB0504", "It takes: a number of seconds."],
    ["postgresql:///d?host=h&port=high", "ALB0504", "It takes: a number from 1 to 65535."],
    ["postgresql://h/d?sslmode=require&sslrootcert=/nowhere", "ALB0508", "/nowhere"],
  ])("refuses %s", (url, code, hint) => {
    const attempt = () => settings(url);
    expect(attempt).toThrow(InvalidArgumentError);
    expect(attempt).toThrow(expect.objectContaining({ code, hint: expect.stringContaining(hint) }));
  });

  it("takes what other tools put into the same URL", () => {
    expect(settings("postgresql+asyncpg://h/d?ssl=require&prepared_statement_cache_size=0")?.isTlsOptional).toBe(false);
    expect(settings("postgres://h/d?pgbouncer=true&connection_limit=1&channel_binding=require")).toMatchObject({
      enableChannelBinding: true,
    });
  });
});
