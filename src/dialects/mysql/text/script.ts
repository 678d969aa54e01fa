import type { ScriptRules } from "../../base/dialect.ts";

/** What scripts of MySQL and MariaDB have around their statements. */
export const mysqlScript: ScriptRules = {
  terminator: ";",
  batchSeparator: null,
  begin: "BEGIN",
  commit: "COMMIT",
  separatesBegin: false,
};
