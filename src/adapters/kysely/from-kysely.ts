import { CompiledQuery } from "kysely";
import type { Connection, QueryExecutor } from "../../engine/index.ts";
import { InvalidArgumentError } from "../../errors/index.ts";
import { takeOver } from "../connections/take-over.ts";

/** A `Kysely`, or the `trx` of a transaction: what is used of it, so that its tables do not matter. */
export interface KyselyHandle {
  readonly isTransaction: boolean;
  getExecutor(): { readonly adapter: object };
  executeQuery(query: CompiledQuery<object>): Promise<{ readonly rows: object[]; readonly numAffectedRows?: bigint }>;
  connection(): { execute<Result>(use: (own: KyselyHandle) => Promise<Result>): Promise<Result> };
}

/** Options of {@link fromKysely}. */
export interface FromKyselyOptions {
  /** The dialect's name, for a dialect of Kysely's that is built on none of its own. */
  readonly dialectName?: string;
}

/** Kysely's own adapters, by the name of their class: two copies of Kysely have two classes of one name. */
const dialects: Readonly<Record<string, string>> = {
  PostgresAdapter: "postgresql",
  MysqlAdapter: "mysql",
  SqliteAdapter: "sqlite",
};

/**
 * Makes a connection of a Kysely: it holds one connection of Kysely's until `close()`, or is in Kysely's transaction.
 *
 * Values come back as the package below Kysely has been set up to give them.
 *
 * @param kysely the Kysely, or the `trx` of a transaction
 * @param options the dialect, where Kysely does not tell it
 * @throws {InvalidArgumentError} when the dialect is not known
 * @example
 * import { Kysely, PostgresDialect } from "kysely";
 * import pg from "pg";
 *
 * const db = new Kysely({ dialect: new PostgresDialect({ pool: new pg.Pool() }) });
 * context.configure({ connection: await fromKysely(db), targetMetadata });
 */
export async function fromKysely(kysely: KyselyHandle, options: FromKyselyOptions = {}): Promise<Connection> {
  const dialectName = options.dialectName ?? dialectOf(kysely.getExecutor().adapter);
  if (dialectName === undefined) throw unknownDialect();
  const executor = kysely.isTransaction ? executorOver(kysely, true, async () => undefined) : await hold(kysely);
  try {
    return await takeOver(dialectName, "executor", executor);
  } catch (error) {
    await executor.release();
    throw error;
  }
}

function dialectOf(adapter: object): string | undefined {
  for (let type: unknown = adapter.constructor; typeof type === "function"; type = Object.getPrototypeOf(type)) {
    if (Object.hasOwn(dialects, type.name)) return dialects[type.name];
  }
  return undefined;
}

/** Kysely lends a connection for as long as a function runs: this one runs until it is told to end. */
async function hold(kysely: KyselyHandle): Promise<QueryExecutor> {
  return new Promise((resolve, reject) => {
    const lent = kysely.connection().execute(async (own) => {
      await new Promise<void>((end) => {
        const release = async (): Promise<void> => {
          end();
          await lent;
        };
        resolve(executorOver(own, false, release));
      });
    });
    lent.catch(reject);
  });
}

function executorOver(kysely: KyselyHandle, isInTransaction: boolean, release: () => Promise<void>): QueryExecutor {
  return {
    isInTransaction,
    release,
    async query(sql, parameters) {
      const { rows, numAffectedRows } = await kysely.executeQuery(CompiledQuery.raw(sql, [...parameters]));
      // A row of Kysely's is a plain object, whatever the package below makes it of.
      const ownRows = rows.map((row) => ({ ...row }));
      return { rows: ownRows, rowCount: numAffectedRows === undefined ? rows.length : Number(numAffectedRows) };
    },
  };
}

function unknownDialect(): InvalidArgumentError {
  return new InvalidArgumentError("ALB0552", "Kysely does not tell which dialect its database speaks", {
    hint: 'Name it: fromKysely(db, { dialectName: "postgresql" }).',
  });
}
