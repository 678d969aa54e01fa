import { type AutogenerateLog, produceBaseline, produceMigrations, Renames } from "../autogenerate/index.ts";
import type { Config } from "../config/index.ts";
import { CommandError } from "../errors/index.ts";
import { DowngradeOps, OpContainer, UpgradeOps } from "../operations/containers.ts";
import type { MigrateOperation } from "../operations/migrate-operation.ts";
import { MigrationScript, type MigrationScriptFields } from "../operations/migration-script.ts";
import { overrideOf, Printer, type RenderOptions, renderOps } from "../render/index.ts";
import type { MigrationContext } from "../runtime/migration-context.ts";
import type { GenerateOptions } from "../script/plan-revision.ts";
import type { ScriptDirectory } from "../script/script-directory.ts";

/** What a new revision is filled with: nothing, what models and database differ in, or what the database has. */
export type RevisionContent = "empty" | "autogenerate" | "baseline";

/** What env makes of one new revision: the scripts that are to be written, and how they are printed. */
export class RevisionContext {
  /** One as a rule; hooks may empty the list, or add to it. */
  readonly scripts: MigrationScript[];
  #printing: RenderOptions = {};
  #passes = 0;

  constructor(
    private readonly config: Config,
    private readonly directory: ScriptDirectory,
    fields: MigrationScriptFields,
    private readonly content: RevisionContent,
    private readonly renames: Renames = new Renames(),
  ) {
    this.scripts = [new MigrationScript(fields)];
  }

  /**
   * One pass: compares with the database that env has configured, and lets its hooks change the result.
   *
   * @throws {CommandError} when the database is not at the heads, or there are no models to compare with
   */
  async pass(heads: readonly string[], context: MigrationContext): Promise<void> {
    const script = this.scripts.at(-1);
    if (script === undefined) return;
    this.#openContainers(script, context);
    this.#printing = printingOf(context);
    await this.#fill(script, heads, context);
    await context.options.processRevisionDirectives?.(context, heads, this.scripts);
  }

  async #fill(script: MigrationScript, heads: readonly string[], context: MigrationContext): Promise<void> {
    if (this.content === "empty") return;
    if (this.content === "autogenerate") {
      this.#assertAtHeads(heads);
      await produceMigrations(context, context.options, script, this.#log(), this.renames);
      return;
    }
    assertUnversioned(heads);
    await produceBaseline(context, context.options, script, this.#log());
  }

  /** What is to be written, with the source of both directions under the template's variables. */
  rendered(): readonly GenerateOptions[] {
    return this.scripts.map((script) => {
      const used = [...script.upgradeOpsList, ...script.downgradeOpsList].map((ops) => ({
        ops,
        ...renderOps(ops, this.#printing),
      }));
      const bodies = Object.fromEntries(used.map(({ ops, body }) => [tokenOf(ops), body.trimStart()]));
      const { upgrades = "", downgrades = "", ...others } = bodies;
      return {
        revisionId: script.revId,
        message: script.message,
        ...(script.head === null ? {} : { head: script.head }),
        splice: script.splice,
        branchLabels: script.branchLabel,
        versionPath: script.versionPath,
        dependsOn: script.dependsOn,
        upgrades,
        downgrades,
        imports: [...new Set([...script.imports, ...used.flatMap(({ imports }) => imports)])].toSorted(),
        templateArgs: others,
      };
    });
  }

  /** The source of each operation of the upgrades, in order. */
  sources(): readonly string[] {
    const printer = new Printer(this.#printing);
    return this.scripts
      .flatMap((script) => script.upgradeOpsList)
      .flatMap(leavesOf)
      .map((op) => printer.print(op));
  }

  /** The first pass takes the containers that are there; each further one gets its own. */
  #openContainers(script: MigrationScript, { options }: MigrationContext): void {
    if (this.#passes > 0) {
      script.upgradeOpsList.push(new UpgradeOps());
      script.downgradeOpsList.push(new DowngradeOps());
    }
    this.#passes += 1;
    const upgrade = script.upgradeOpsList.at(-1);
    const downgrade = script.downgradeOpsList.at(-1);
    if (upgrade !== undefined && options.upgradeToken !== undefined) upgrade.upgradeToken = options.upgradeToken;
    if (downgrade !== undefined && options.downgradeToken !== undefined)
      downgrade.downgradeToken = options.downgradeToken;
  }

  #assertAtHeads(heads: readonly string[]): void {
    const { revisionMap } = this.directory;
    const expected = new Set(revisionMap.getHeads({ considerDependsOn: true }));
    if (heads.length === expected.size && heads.every((head) => expected.has(head))) return;
    throw new CommandError(
      "ALB0111",
      "The database is not at the head of the revisions: comparing would find what they do already.",
      {
        hint: "Run `alembic upgrade heads` first.",
      },
    );
  }

  #log(): AutogenerateLog {
    return {
      log: (message) => this.config.log("INFO", "alembic.autogenerate.compare", message),
      warn: (message) => this.config.warn(message),
    };
  }
}

function assertUnversioned(heads: readonly string[]): void {
  if (heads.length === 0) return;
  throw new CommandError("ALB0183", `The database is at revision ${heads.join(", ")} already: it needs no baseline.`, {
    hint: "Get the revision files that it was migrated with; or, if they are lost, empty its version table with `alembic stamp --purge base`.",
  });
}

function leavesOf(container: OpContainer): readonly MigrateOperation[] {
  return container.ops.flatMap((op) => (op instanceof OpContainer ? leavesOf(op) : [op]));
}

function tokenOf(ops: OpContainer): string {
  if (ops instanceof UpgradeOps) return ops.upgradeToken;
  return ops instanceof DowngradeOps ? ops.downgradeToken : "";
}

function printingOf({ dialect, options }: MigrationContext): RenderOptions {
  const { renderItem, renderAsBatch, alembicModulePrefix, sqlalchemyModulePrefix, userModulePrefix } = options;
  const comparison = dialect.createComparison();
  return {
    renderAsBatch,
    needsAutocommit: (index) => comparison.needsAutocommit(index),
    ...(renderItem === undefined ? {} : { override: overrideOf(renderItem) }),
    ...(alembicModulePrefix === undefined ? {} : { operations: withoutDot(alembicModulePrefix) }),
    ...(sqlalchemyModulePrefix === undefined ? {} : { schema: withoutDot(sqlalchemyModulePrefix) }),
    ...(userModulePrefix === undefined || userModulePrefix === null ? {} : { userTypes: withoutDot(userModulePrefix) }),
  };
}

function withoutDot(prefix: string): string {
  return prefix.replace(/\.$/, "");
}
