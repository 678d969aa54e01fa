import type { BenchEngine } from "./databases.ts";
import type { NpmPeers } from "./npm-peers.ts";
import type { PythonAlembic } from "./python-alembic.ts";
import type { Tool } from "./tool.ts";

/** What scenarios have to build their cases from. */
export interface World {
  /** Whether sizes are to be small, and npm is not to be asked for peers. */
  readonly isQuick: boolean;
  readonly tool: Tool;
  /** Null where it is not installed. */
  readonly python: PythonAlembic | null;
  readonly peers: NpmPeers;
  /** The engines on which something can be run. */
  readonly engines: readonly BenchEngine[];
}
