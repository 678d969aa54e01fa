import { refuses, type TypeRule, writes } from "../../ddl/index.ts";
import { ARRAY, BLOB, FLOAT } from "../../types/index.ts";

/** Types that SQLite says differently: it knows no precision of a float and no length of a BLOB. */
export const sqliteTypeRules: readonly TypeRule[] = [
  writes(FLOAT, () => "FLOAT"),
  writes(BLOB, () => "BLOB"),
  refuses(ARRAY, "An array", "Keep the values in a table of their own, or in a sa.json() column."),
];
