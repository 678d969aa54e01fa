/** Rows of the catalogue queries. The queries name their columns so that these types hold. */

export interface TableRow {
  readonly name: string;
  readonly comment: string | null;
  readonly kind: string;
  readonly partitionKey: string | null;
  /** Whether it is a partition or a foreign table. */
  readonly isMadeOtherwise: boolean;
  readonly isUnlogged: boolean;
  readonly tablespace: string | null;
  /** The access method, where it is not the usual one. */
  readonly method: string | null;
  readonly options: readonly string[] | null;
  /** What it inherits from, without being a partition of it. */
  readonly parents: readonly { readonly schema: string; readonly name: string }[] | null;
}

export interface ColumnRow {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly isNotNull: boolean;
  readonly default: string | null;
  readonly generated: string;
  readonly identity: string;
  readonly comment: string | null;
  readonly collation: string | null;
  readonly typeKind: string;
  readonly typeName: string;
  readonly typeSchema: string;
  readonly dimensions: number;
  readonly identityOptions: IdentityRow | null;
  readonly hasOwnSequence: boolean;
}

export interface IdentityRow {
  readonly start: string;
  readonly increment: string;
  readonly minValue: string;
  readonly maxValue: string;
  readonly cache: string;
  readonly cycle: boolean;
}

export interface ConstraintRow {
  readonly table: string;
  readonly name: string;
  readonly kind: string;
  readonly deferrable: boolean;
  readonly deferred: boolean;
  readonly isValidated: boolean;
  readonly condition: string | null;
  readonly definition: string;
  readonly referredSchema: string | null;
  readonly referredTable: string | null;
  readonly onUpdate: string | null;
  readonly onDelete: string | null;
  /** The columns that ON DELETE SET NULL or SET DEFAULT is for, where they are not all of the key's. */
  readonly onDeleteColumns: string | null;
  readonly match: string | null;
  readonly nullsNotDistinct: boolean;
  readonly columns: readonly string[] | null;
  readonly referredColumns: readonly string[] | null;
  readonly include: readonly string[] | null;
}

export interface IndexElementRow {
  readonly text: string;
  readonly column: string | null;
  readonly isIncluded: boolean;
  readonly isDescending: boolean;
  readonly isNullsFirst: boolean;
  readonly operatorClass: string | null;
  readonly collation: string | null;
  /** What an exclusion constraint compares it by. */
  readonly operator: string | null;
}

export interface IndexRow {
  readonly table: string;
  readonly name: string;
  readonly isUnique: boolean;
  readonly isValid: boolean;
  readonly method: string;
  readonly predicate: string | null;
  readonly options: readonly string[] | null;
  readonly tablespace: string | null;
  readonly nullsNotDistinct: boolean;
  readonly constraint: string | null;
  readonly elements: readonly IndexElementRow[];
}

export interface EnumRow {
  readonly schema: string;
  readonly name: string;
  readonly values: readonly string[];
}
