import { UnsupportedOperationError } from "../../errors/index.ts";
import type { Inspector } from "../../reflection/inspector.ts";

/** @throws {UnsupportedOperationError} always: without a driver there is no catalogue to read */
export function createInspector(): Inspector {
  throw new UnsupportedOperationError("ALB0377", {
    operation: "Reading the catalogue",
    dialect: "oracle",
    reason: "there is no driver for it, only its SQL",
    hint: "Write the migration by hand, and make a script of it with --sql.",
  });
}
