import { type DatabaseUrl, makeUrl as makeUrlWith } from "../engine/url.ts";
import { urlNames as mysqlNames } from "./mysql/drivers/url-names.ts";
import { urlNames as postgresqlNames } from "./postgresql/drivers/url-names.ts";
import { urlNames as sqliteNames } from "./sqlite/drivers/url-names.ts";

/**
 * Reads a database URL as SQLAlchemy writes it; the driver of a Python program stands for ours.
 *
 * @param text the URL; passwords and names may be percent-encoded
 * @throws {InvalidArgumentError} when the text is no such URL; the message never repeats it, for it may hold a password
 * @example makeUrl("postgresql+psycopg2://scott:p%40ss@db.example.com/blog").driver; // "pg"
 */
export function makeUrl(text: string): DatabaseUrl {
  return makeUrlWith(text, [postgresqlNames, mysqlNames, sqliteNames]);
}
