import { DowngradeOps, UpgradeOps } from "../operations/containers.ts";
import type { MigrationContext } from "../operations/migration-context.ts";
import type { MigrationScript } from "../operations/migration-script.ts";
import type { Inspector, ReflectedObject } from "../reflection/index.ts";
import { Column, MetaData, type TableItem } from "../schema/index.ts";
import { sql } from "../sql/index.ts";
import { Enum } from "../types/index.ts";
import { AutogenContext, type AutogenerateLog, type AutogenerateOptions } from "./autogen-context.ts";
import { autogenContext } from "./produce-migrations.ts";
import { objectsBesides, reflectDatabase } from "./reflect-database.ts";
import { StatementOps } from "./statement-op.ts";

/**
 * Fills both directions of a script with what makes the tables that a database has, and what they need, as if there
 * were nothing yet.
 *
 * @param context the migration that is running, with its connection
 * @param options what `context.configure()` says about autogenerate
 * @param script the script to fill
 * @param log told what is found, and what the script leaves out
 * @throws {CommandError} offline
 * @example await produceBaseline(migrationContext, {}, migrationScript, { log: () => undefined, warn: () => undefined });
 */
export async function produceBaseline(
  context: MigrationContext,
  options: AutogenerateOptions,
  script: MigrationScript,
  log: AutogenerateLog,
): Promise<void> {
  const reading = autogenContext(context, options);
  const { inspector, migrationContext, comparison } = reading;
  const objects = await objectsBesides(context, options);
  const madeTypes = new Set(objects.filter(({ kind }) => kind === "enum type").map(({ name }) => name));
  const targetMetadata = new MetaData();
  for (const table of await reflectDatabase(context, options)) {
    const items = table.items.map((item) => withTypeThere(reading, item, madeTypes));
    targetMetadata.table(table.identifier, items, table.options);
  }
  const upgrade = script.upgradeOpsList.at(-1) ?? new UpgradeOps();
  const downgrade = script.downgradeOpsList.at(-1) ?? new DowngradeOps();
  const asIfEmpty = new AutogenContext(
    migrationContext,
    withoutTables(inspector, madeTypes),
    comparison,
    { ...options, targetMetadata },
    log,
  );
  await asIfEmpty.dispatch("autogenerate", upgrade);
  const [before, after] = [true, false].map((isBefore) =>
    objects.filter(({ isBeforeTables, create }) => isBeforeTables === isBefore && create.length > 0).map(opsOf),
  );
  upgrade.ops = [...(before ?? []), ...upgrade.ops, ...(after ?? [])];
  upgrade.reverseInto(downgrade);
  tellWhatIsLeft(objects, upgrade, log);
}

function opsOf({ create, drop }: ReflectedObject): StatementOps {
  const statements = (texts: readonly string[]) => texts.map((text) => sql.raw(text));
  return new StatementOps(statements(create), statements(drop));
}

function tellWhatIsLeft(objects: readonly ReflectedObject[], upgrade: UpgradeOps, log: AutogenerateLog): void {
  const left = objects.filter(({ create }) => create.length === 0).map(({ kind, name }) => `${kind} ${name}`);
  if (left.length === 0) return;
  const note = `The baseline does not hold: ${left.join(", ")}. Write op.execute() for what an empty database needs of it.`;
  upgrade.notes = [...upgrade.notes, note];
  log.warn(note);
}

/** A column whose type is made before its table finds it there. */
function withTypeThere({ comparison }: AutogenContext, item: TableItem, made: ReadonlySet<string>): TableItem {
  if (!(item instanceof Column)) return item;
  const type = comparison.typeMaybeThere(item.type);
  if (!(type instanceof Enum) || !made.has(labelOf(type.name ?? "", type.schema ?? null))) return item;
  return new Column(item.identifier, type, item.options);
}

function labelOf(name: string, schema: string | null): string {
  return schema === null ? name : `${schema}.${name}`;
}

/** A database with the same schemas, and nothing in them but some enum types. */
function withoutTables(inspector: Inspector, types: ReadonlySet<string>): Inspector {
  return {
    defaultSchema: () => inspector.defaultSchema(),
    schemaNames: () => inspector.schemaNames(),
    tableNames: () => Promise.resolve([]),
    viewNames: () => Promise.resolve([]),
    hasTable: () => Promise.resolve(false),
    tables: () => Promise.resolve(new Map()),
    objects: () => Promise.resolve([]),
    enums: async (schema) =>
      (await inspector.enums(schema)).filter((each) => types.has(labelOf(each.name, each.schema))),
  };
}
