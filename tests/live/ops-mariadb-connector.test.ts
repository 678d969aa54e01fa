import { describe } from "vitest";
import { liveEngines } from "./engines.ts";
import { recordedOperations } from "./ops-suite.ts";

describe.runIf(liveEngines["mariadb-connector"].engine.isAvailable)("on a real server", () => {
  recordedOperations(liveEngines["mariadb-connector"]);
});
