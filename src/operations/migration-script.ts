import { CommandError } from "../errors/index.ts";
import { DowngradeOps, UpgradeOps } from "./containers.ts";

/** What a {@link MigrationScript} is made from. */
export interface MigrationScriptFields {
  readonly revId?: string | null | undefined;
  readonly upgradeOps?: UpgradeOps | readonly UpgradeOps[] | undefined;
  readonly downgradeOps?: DowngradeOps | readonly DowngradeOps[] | undefined;
  readonly message?: string | null | undefined;
  readonly imports?: Iterable<string> | undefined;
  readonly head?: string | readonly string[] | null | undefined;
  readonly splice?: boolean | undefined;
  readonly branchLabel?: string | null | undefined;
  readonly versionPath?: string | null | undefined;
  readonly dependsOn?: string | readonly string[] | null | undefined;
}

/**
 * A revision file that is to be written. Hooks may change all of it.
 *
 * @example if (migrationScript.upgradeOps.ops.length === 0) migrationScript.message = "nothing to do";
 */
export class MigrationScript {
  revId: string | null;
  message: string | null;
  /** Lines of import for the file, besides those that its operations ask for. */
  imports: Set<string>;
  head: string | readonly string[] | null;
  splice: boolean;
  branchLabel: string | null;
  versionPath: string | null;
  dependsOn: string | readonly string[] | null;
  /** One container a pass: env may run migrations for several databases. */
  upgradeOpsList: UpgradeOps[];
  downgradeOpsList: DowngradeOps[];

  constructor(fields: MigrationScriptFields = {}) {
    this.revId = fields.revId ?? null;
    this.message = fields.message ?? null;
    this.imports = new Set(fields.imports);
    this.head = fields.head ?? null;
    this.splice = fields.splice ?? false;
    this.branchLabel = fields.branchLabel ?? null;
    this.versionPath = fields.versionPath ?? null;
    this.dependsOn = fields.dependsOn ?? null;
    this.upgradeOpsList = [fields.upgradeOps ?? new UpgradeOps()].flat();
    this.downgradeOpsList = [fields.downgradeOps ?? new DowngradeOps()].flat();
  }

  /** @throws {CommandError} when there were several passes */
  get upgradeOps(): UpgradeOps {
    return only(this.upgradeOpsList, "upgradeOps");
  }

  set upgradeOps(ops: UpgradeOps) {
    this.upgradeOpsList = [ops];
  }

  /** @throws {CommandError} when there were several passes */
  get downgradeOps(): DowngradeOps {
    return only(this.downgradeOpsList, "downgradeOps");
  }

  set downgradeOps(ops: DowngradeOps) {
    this.downgradeOpsList = [ops];
  }
}

function only<Ops>(list: readonly Ops[], name: string): Ops {
  const [first] = list;
  if (first !== undefined && list.length === 1) return first;
  throw new CommandError(
    "ALB0702",
    `The migration script has ${list.length} containers of ${name}, one for each pass.`,
    {
      hint: `Use ${name}List, which holds all of them.`,
    },
  );
}
