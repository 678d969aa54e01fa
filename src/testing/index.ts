export { startEmbeddedPostgres } from "./embedded-postgres.ts";
export type { ServerOptions, StartedServer } from "../engine/scratch.ts";
export {
  availableEngines,
  type EngineCapabilities,
  type EngineName,
  type TestDatabase,
  type TestEngine,
  testEngines,
  withDatabase,
} from "./engines.ts";
export { createTemporaryFolder, type TemporaryFolder, withTemporaryFolder } from "./temporary-folder.ts";
