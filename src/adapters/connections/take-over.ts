import { loadDialect, loadDialectModule } from "../../dialects/registry.ts";
import { Connection } from "../../engine/index.ts";
import { InvalidArgumentError } from "../../errors/index.ts";

/**
 * Makes a connection of a handle that someone else opened. Closing it rolls back a transaction of its own, and leaves
 * the handle open.
 *
 * @param dialectName the dialect whose server the handle leads to
 * @param adopterName the package that the handle comes from
 * @param handle the handle
 * @throws {InvalidArgumentError} when the handle is of another kind
 */
export async function takeOver(dialectName: string, adopterName: string, handle: unknown): Promise<Connection> {
  const { adopters = [] } = await loadDialectModule(dialectName);
  const adopter = adopters.find(({ name }) => name === adopterName);
  if (adopter === undefined) throw noAdopter(dialectName, adopterName);
  const { session, isInTransaction } = await adopter.adopt(handle);
  const { name, target } = await loadDialect(session.dialectName, session.serverVersion);
  return new Connection(session, { ...target, name }, { isInTransaction });
}

function noAdopter(dialectName: string, adopterName: string): InvalidArgumentError {
  return new InvalidArgumentError(
    "ALB0551",
    `connections of "${adopterName}" cannot be taken over for ${dialectName}`,
    {
      hint: "Let connect() open one from the database's URL.",
    },
  );
}
