import type { DialectFeatures } from "../../ddl/index.ts";
import { CheckConstraint, type Column, resolveName, type Table, typeBoundCheck } from "../../schema/index.ts";
import { nameText } from "../../sql/index.ts";

/** A CHECK that a model's table gets. */
export interface ModelCheck {
  readonly check: CheckConstraint;
  /** As it stands in the database; null where the database makes one. */
  readonly name: string | null;
  /** The column whose type brings it: it is not written anywhere in the models; null for the others. */
  readonly column: Column | null;
}

/** The CHECKs of a table: its own, those of its columns, and those that their types bring on this dialect. */
export function checksOfModel(table: Table, features: DialectFeatures): readonly ModelCheck[] {
  const found = known.get(table) ?? findChecks(table, features);
  known.set(table, found);
  return found;
}

/** What the database was asked of a CHECK is found again by the very same object. */
const known = new WeakMap<Table, readonly ModelCheck[]>();

function findChecks(table: Table, features: DialectFeatures): readonly ModelCheck[] {
  const columns = [...table.columns.values()].filter((column) => column.options.system !== true);
  const own = [
    ...table.constraints.filter((constraint) => constraint instanceof CheckConstraint),
    ...columns.flatMap((column) => column.checks),
  ].map((check) => ({ check, name: nameOf(check, table), column: null }));
  const ofTypes = columns.flatMap((column): ModelCheck[] => {
    const check = typeBoundCheck(column, features);
    return check === null ? [] : [{ check, name: nameOfTypeCheck(check, table), column }];
  });
  return [...own, ...ofTypes];
}

function nameOf(check: CheckConstraint, table: Table): string | null {
  const resolved = resolveName(check, table);
  return resolved === null ? null : nameText(resolved.name);
}

/** A type without a name gets no name by a convention that builds on one. */
function nameOfTypeCheck(check: CheckConstraint, table: Table): string | null {
  return check.name === null ? null : nameOf(check, table);
}
