export { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from "./embedded-postgres.ts";
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
