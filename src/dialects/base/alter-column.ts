import type { AlterColumnDialectOptions, Computed, Identity, ServerDefault } from "../../schema/index.ts";
import type { Identifier } from "../../sql/index.ts";
import type { SqlType } from "../../types/index.ts";

/** What `op.alterColumn` changes, and what it knows of the column as it is. Absent is "not given", null is "remove". */
export interface AlterColumnChange extends AlterColumnDialectOptions {
  readonly nullable?: boolean | undefined;
  readonly comment?: string | null | undefined;
  readonly serverDefault?: ServerDefault | Identity | Computed | null | undefined;
  readonly newColumnName?: Identifier | undefined;
  readonly type?: SqlType | undefined;
  readonly autoincrement?: boolean | undefined;
  readonly existingType?: SqlType | undefined;
  readonly existingServerDefault?: ServerDefault | Identity | Computed | null | undefined;
  readonly existingNullable?: boolean | undefined;
  readonly existingComment?: string | null | undefined;
  readonly existingAutoincrement?: boolean | undefined;
}
