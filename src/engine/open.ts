import { DriverMissingError, InvalidArgumentError, UnsupportedOperationError } from "../errors/index.ts";
import { suggest } from "../util/suggest.ts";
import type { ConnectOptions, Driver, DriverConnection } from "./driver.ts";
import { driverMissing } from "./import-package.ts";
import type { DatabaseUrl } from "./url.ts";

/**
 * Opens a session with the driver that the URL names, else with the first that is installed.
 *
 * @param url where to
 * @param drivers the drivers of the URL's dialect, the preferred one first
 * @param options where their packages are looked for
 * @throws {UnsupportedOperationError} when the dialect has no drivers: it is only written for
 * @throws {InvalidArgumentError} when the URL names a driver that there is not
 * @throws {DriverMissingError} when no driver is installed; the hint is the command that installs the preferred one
 * @throws {ConnectionError} when there is no session to be had
 */
export async function openConnection(
  url: DatabaseUrl,
  drivers: readonly Driver[],
  options: ConnectOptions = {},
): Promise<DriverConnection> {
  if (drivers.length === 0) throw onlyWritten(url.dialect);
  if (url.driver !== null) return namedDriver(url, url.driver, drivers).connect(url, options);
  const missing: DriverMissingError[] = [];
  for (const driver of drivers.filter(({ isOnRequest }) => !isOnRequest)) {
    try {
      return await driver.connect(url, options);
    } catch (error) {
      if (!(error instanceof DriverMissingError)) throw error;
      missing.push(error);
    }
  }
  throw missing[0] ?? driverMissing(url.dialect);
}

function namedDriver(url: DatabaseUrl, name: string, drivers: readonly Driver[]): Driver {
  const found = drivers.find((driver) => driver.name === name);
  if (found !== undefined) return found;
  const names = drivers.map((driver) => driver.name);
  const near = suggest(name, names);
  throw new InvalidArgumentError("ALB0502", `${url.dialect} has no driver "${name}"`, {
    hint: near === null ? `Its drivers are: ${names.join(", ")}.` : `Did you mean ${url.dialect}+${near}://?`,
  });
}

function onlyWritten(dialect: string): UnsupportedOperationError {
  return new UnsupportedOperationError("ALB0376", {
    operation: "Connecting",
    dialect,
    reason: "there is no driver for it, only its SQL",
    hint: "Write a script with --sql, and run it with the database's own tools.",
  });
}
