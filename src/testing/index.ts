export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from "../dialects/postgresql/drivers/embedded-server.ts";
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
