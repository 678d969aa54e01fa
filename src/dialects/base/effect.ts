import {
  AddColumn,
  AddConstraint,
  AlterColumnDefault,
  AlterColumnNullable,
  AlterColumnType,
  CreateIndex,
  CreateTable,
  type DDLElement,
  DropColumn,
  DropConstraint,
  DropIndex,
  DropTable,
  RenameColumn,
  RenameTable,
  SetColumnComment,
  SetTableComment,
  type TableRef,
} from "../../ddl/index.ts";
import type { Inspector } from "../../reflection/inspector.ts";
import type { ReflectedTable } from "../../reflection/reflected.ts";
import { type Constraint, type Index, resolveName, type Table } from "../../schema/index.ts";
import { type ConstraintName, type Identifier, nameText } from "../../sql/index.ts";

/**
 * Whether a statement that was interrupted took effect. `again` says that it did not, or that to run it once more does no
 * harm; `unknown` that the catalogue does not tell.
 */
export type Effect = "done" | "again" | "unknown";

/** Looks into the catalogue for what a statement of DDL was to bring about. */
export async function effectOf(element: DDLElement, inspector: Inspector): Promise<Effect> {
  return new EffectCheck(inspector).of(element);
}

class EffectCheck {
  constructor(private readonly inspector: Inspector) {}

  async of(element: DDLElement): Promise<Effect> {
    if (element instanceof CreateTable) return doneIf(await this.hasTable(element.table));
    if (element instanceof DropTable) return doneIf(!(await this.hasTable(element.table)));
    if (element instanceof RenameTable) return this.renamedTable(element);
    if (element instanceof AddColumn) return doneIf(await this.hasColumn(element.table, element.column.identifier));
    if (element instanceof DropColumn) return doneIf(!(await this.hasColumn(element.table, element.column)));
    if (element instanceof RenameColumn) return this.renamedColumn(element.table, element.column, element.newName);
    if (element instanceof CreateIndex) return this.index(element.index, element.table, true);
    if (element instanceof DropIndex)
      return element.table === null ? "unknown" : this.index(element.index, element.table, false);
    if (element instanceof AddConstraint) return this.addedConstraint(element.constraint, element.table);
    if (element instanceof DropConstraint) return doneIf(!(await this.hasConstraint(element.table, element.name)));
    return statesResult(element) ? "again" : "unknown";
  }

  async renamedColumn(table: TableRef, from: Identifier, to: Identifier): Promise<Effect> {
    return renamed(await this.hasColumn(table, from), await this.hasColumn(table, to));
  }

  private async renamedTable({ table, newName }: RenameTable): Promise<Effect> {
    return renamed(await this.hasTable(table), await this.hasTable({ identifier: newName, schema: table.schema }));
  }

  private async index(index: Index, table: Table, isWanted: boolean): Promise<Effect> {
    const name = resolveName(index, table)?.name;
    if (name === undefined) return "unknown";
    const found = (await this.read(table))?.indexes.some((each) => each.name === nameText(name)) ?? false;
    return doneIf(found === isWanted);
  }

  private async addedConstraint(constraint: Constraint, table: Table): Promise<Effect> {
    if (constraint.kind === "primary") return doneIf(((await this.read(table))?.primaryKey ?? null) !== null);
    const name = resolveName(constraint, table)?.name;
    return name === undefined ? "unknown" : doneIf(await this.hasConstraint(table, name));
  }

  private async hasConstraint(table: TableRef, name: ConstraintName): Promise<boolean> {
    const found = await this.read(table);
    if (found === undefined) return false;
    const { primaryKey, uniques, foreignKeys, checks, indexes } = found;
    return [primaryKey, ...uniques, ...foreignKeys, ...checks, ...indexes].some(
      (each) => each?.name === nameText(name),
    );
  }

  private async hasTable({ identifier, schema }: TableRef): Promise<boolean> {
    return this.inspector.hasTable(nameText(identifier), schema === null ? null : nameText(schema));
  }

  private async hasColumn(table: TableRef, column: Identifier): Promise<boolean> {
    return (await this.read(table))?.columns.some(({ name }) => name === nameText(column)) ?? false;
  }

  private async read({ identifier, schema }: TableRef): Promise<ReflectedTable | undefined> {
    const name = nameText(identifier);
    const tables = await this.inspector.tables({ schema: schema === null ? null : nameText(schema), names: [name] });
    return tables.get(name);
  }
}

/** Whether a column was renamed: shared by the elements of dialects that rename in their own way. */
export async function effectOfRename(
  inspector: Inspector,
  table: TableRef,
  from: Identifier,
  to: Identifier,
): Promise<Effect> {
  return nameText(from) === nameText(to) ? "again" : new EffectCheck(inspector).renamedColumn(table, from, to);
}

function doneIf(isDone: boolean): Effect {
  return isDone ? "done" : "again";
}

function renamed(hasOld: boolean, hasNew: boolean): Effect {
  return hasOld === hasNew ? "unknown" : doneIf(hasNew);
}

/** What says how a thing is to be, and not what is to change, leads to the same when it is run again. */
function statesResult(element: DDLElement): boolean {
  if (element instanceof AlterColumnType) return element.using === null;
  return [AlterColumnDefault, AlterColumnNullable, SetColumnComment, SetTableComment].some(
    (stating) => element instanceof stating,
  );
}

const name = String.raw`((?:[\w$]+|"[^"]+"|\`[^\`]+\`)(?:\.(?:[\w$]+|"[^"]+"|\`[^\`]+\`))?)`;
const createTable = new RegExp(String.raw`^create\s+table\s+${name}\s*[(]`, "i");
const dropTable = new RegExp(String.raw`^drop\s+table\s+${name}\s*;?$`, "i");
const createIndex = new RegExp(String.raw`^create\s+(?:unique\s+)?index\s+${name}\s+on\s+${name}`, "i");
const repeatable = [
  /^(create|drop)\b.*?\bif\s+(not\s+)?exists\b/is,
  /^create\s+or\s+replace\b/i,
  /^(vacuum|analyze|analyse|optimize|reindex|truncate|cluster|refresh|comment\s+on)\b/i,
];

/** The same for a statement that the migration gives as text: of the forms that are understood. */
export async function effectOfText(text: string, inspector: Inspector): Promise<Effect> {
  const statement = text.trim();
  if (repeatable.some((form) => form.test(statement))) return "again";
  const created = createTable.exec(statement)?.[1];
  if (created !== undefined) return doneIf(await hasNamed(inspector, created));
  const dropped = dropTable.exec(statement)?.[1];
  if (dropped !== undefined) return doneIf(!(await hasNamed(inspector, dropped)));
  const [, index, table] = createIndex.exec(statement) ?? [];
  if (index === undefined || table === undefined) return "unknown";
  const tables = await inspector.tables({ schema: schemaIn(table), names: [bare(table)] });
  return doneIf(tables.get(bare(table))?.indexes.some((each) => each.name === bare(index)) ?? false);
}

async function hasNamed(inspector: Inspector, written: string): Promise<boolean> {
  return inspector.hasTable(bare(written), schemaIn(written));
}

function parts(written: string): readonly string[] {
  return (written.match(/[\w$]+|"[^"]+"|`[^`]+`/g) ?? []).map((part) => part.replaceAll(/^["`]|["`]$/g, ""));
}

function bare(written: string): string {
  return parts(written).at(-1) ?? "";
}

function schemaIn(written: string): string | null {
  return parts(written).at(-2) ?? null;
}
