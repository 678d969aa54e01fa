import type { PluginDefinition } from "../plugins.ts";
import { compareExcludes } from "./excludes.ts";
import { compareForeignKeys } from "./foreign-keys.ts";
import { compareIndexes } from "./indexes.ts";
import { compareNullable } from "./nullable.ts";

/** Indexes, unique constraints, EXCLUDE constraints, foreign keys, and whether a column takes NULL. */
export const constraints: PluginDefinition = {
  name: "alembic.autogenerate.constraints",
  setup(plugin) {
    plugin.addAutogenerateComparator(compareIndexes, "table", { element: "indexes" });
    plugin.addAutogenerateComparator(compareExcludes, "table", { element: "excludeconstraints" });
    plugin.addAutogenerateComparator(compareForeignKeys, "table", { element: "foreignkeys" });
    plugin.addAutogenerateComparator(compareNullable, "column", { element: "nullable" });
  },
};
