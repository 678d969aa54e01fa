import type { PluginDefinition } from "../plugins.ts";
import { compareForeignKeys } from "./foreign-keys.ts";
import { compareIndexes } from "./indexes.ts";
import { compareNullable } from "./nullable.ts";

/** Indexes, unique constraints, foreign keys, and whether a column takes NULL. */
export const constraints: PluginDefinition = {
  name: "alembic.autogenerate.constraints",
  setup(plugin) {
    plugin.addAutogenerateComparator(compareIndexes, "table", { element: "indexes" });
    plugin.addAutogenerateComparator(compareForeignKeys, "table", { element: "foreignkeys" });
    plugin.addAutogenerateComparator(compareNullable, "column", { element: "nullable" });
  },
};
