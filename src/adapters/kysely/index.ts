/**
 * Kysely and migrations, both ways: migrations on a Kysely's connection, and a Kysely on a migration's.
 *
 * @module
 */
export { fromKysely, type FromKyselyOptions, type KyselyHandle } from "./from-kysely.ts";
export { kysely } from "./kysely.ts";
