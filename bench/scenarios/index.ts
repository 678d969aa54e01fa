import type { Scenario } from "../harness/scenario.ts";
import { autogenerate } from "./autogenerate.ts";
import { batch } from "./batch.ts";
import { check } from "./check.ts";
import { coldStart } from "./cold-start.ts";
import { idle } from "./idle.ts";
import { reading } from "./reading.ts";
import { script } from "./script.ts";
import { upgrade } from "./upgrade.ts";

/** Every scenario, in the order in which the page tells of them. */
export const scenarios: readonly Scenario[] = [coldStart, reading, upgrade, idle, script, check, autogenerate, batch];
