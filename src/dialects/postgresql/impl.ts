import {
  AlterColumnDefault,
  AlterColumnNullable,
  AlterColumnType,
  type DDLElement,
  RenameColumn,
  SetColumnComment,
  type TableRef,
} from "../../ddl/index.ts";
import type { Connection } from "../../engine/connection.ts";
import { Computed, Identity, type Table } from "../../schema/index.ts";
import { type Identifier, sql } from "../../sql/index.ts";
import type { AlterColumnChange } from "../base/alter-column.ts";
import type { Effect } from "../base/effect.ts";
import { DialectImpl } from "../base/impl.ts";
import { PostgresqlTableMover } from "./batch/table-mover.ts";
import { remainsOfConcurrent, settleConcurrent } from "./elements/concurrent-index.ts";
import { CreateNamedType } from "./elements/create-named-type.ts";
import { keyOf, typesToCreate } from "./elements/types-of-table.ts";
import { Domain, type NamedType } from "./types/named-types.ts";

/** What operations take on PostgreSQL. */
export class PostgresqlImpl extends DialectImpl {
  override readonly tableMover = new PostgresqlTableMover(this);

  override async createTable(
    table: Table,
    options: { readonly ifNotExists?: boolean | undefined } = {},
  ): Promise<void> {
    const missing = typesToCreate(table).filter((type) => !this.createdTypes.has(keyOf(type)));
    const statements = this.createTableStatements(table, options.ifNotExists ?? false);
    await this.send(...(await this.createTypeStatements(missing)), ...statements);
    for (const type of missing) this.createdTypes.add(keyOf(type));
  }

  override async settle(statement: DDLElement | string, connection: Connection): Promise<Effect> {
    const text = typeof statement === "string" ? statement : this.dialect.ddl.compile(statement);
    return (await settleConcurrent(text, connection)) ?? super.settle(statement, connection);
  }

  override remainsOf(statement: string): string | null {
    return remainsOfConcurrent(statement);
  }

  private async createTypeStatements(types: readonly NamedType[]): Promise<readonly DDLElement[]> {
    const statements: DDLElement[] = [];
    for (const type of types) {
      const isChecked = type instanceof Domain ? type.options.checkFirst === true : type.checkFirst;
      if (!isChecked || this.context.runner.isOffline) statements.push(new CreateNamedType(type, isChecked));
      else if (!(await this.hasType(type))) statements.push(new CreateNamedType(type));
    }
    return statements;
  }

  private async hasType(type: NamedType): Promise<boolean> {
    const schema = type instanceof Domain ? type.options.schema : type.schema;
    const isThere = schema === undefined ? sql`pg_catalog.pg_type_is_visible(t.oid)` : sql`n.nspname = ${schema}`;
    const { rows } = await this.execute(
      sql`SELECT 1 FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace WHERE t.typname = ${type.name} AND ${isThere}`,
    );
    return rows.length > 0;
  }

  /** Type, nullable, default, comment, rename. */
  protected override alterColumnStatements(
    table: TableRef,
    column: Identifier,
    change: AlterColumnChange,
  ): readonly DDLElement[] {
    const { type, nullable, comment, existingComment, newColumnName } = change;
    const using = change.postgresql?.using ?? null;
    return [
      ...(using === null ? [] : this.dropOldDefault(table, column, change)),
      ...(type === undefined ? [] : [new AlterColumnType(table, column, type, using)]),
      ...(nullable === undefined ? [] : [new AlterColumnNullable(table, column, nullable)]),
      ...this.alterDefaultStatements(table, column, change),
      ...(comment === undefined ? [] : [new SetColumnComment(table, column, comment, existingComment)]),
      ...(newColumnName === undefined ? [] : [new RenameColumn(table, column, newColumnName)]),
    ];
  }

  /** USING turns values over, but no default: an old one that is no use to the new type has to be gone before. */
  private dropOldDefault(
    table: TableRef,
    column: Identifier,
    { serverDefault, existingServerDefault: before }: AlterColumnChange,
  ): readonly DDLElement[] {
    const isReplaced = serverDefault !== undefined && before !== undefined && before !== null;
    const isPlain = ![serverDefault, before].some((each) => each instanceof Identity || each instanceof Computed);
    return isReplaced && isPlain ? [new AlterColumnDefault(table, column, null)] : [];
  }
}
