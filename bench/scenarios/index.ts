import type { Scenario } from "../harness/scenario.ts";
import { coldStart } from "./cold-start.ts";
import { reading } from "./reading.ts";
import { upgrade } from "./upgrade.ts";

/** Every scenario, in the order in which the page tells of them. */
export const scenarios: readonly Scenario[] = [coldStart, reading, upgrade];
