import { UnsupportedOperationError } from "../errors/index.ts";

/** The error of an operation that does not hold enough to be undone. */
export function irreversible(operation: string, reason?: string): UnsupportedOperationError {
  return new UnsupportedOperationError("ALB0307", {
    operation: `Reversing ${operation}`,
    dialect: "any database",
    reason,
    hint: "Write the other direction by hand.",
  });
}
