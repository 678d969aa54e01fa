import { UnsupportedOperationError } from "../../errors/index.ts";
import type { Inspector } from "../../reflection/inspector.ts";

/** @throws {UnsupportedOperationError} always: the catalogue is not read yet */
export function createInspector(): Inspector {
  throw new UnsupportedOperationError("ALB0377", {
    operation: "Reading the catalogue",
    dialect: "mysql",
    hint: "Write the migration by hand.",
  });
}
