import type { Identifier } from "../sql/index.ts";
import { call, type Deconstructed } from "../util/deconstruct.ts";
import { MigrateOperation } from "./migrate-operation.ts";

/**
 * Several operations in order. The list may be edited: that is what `processRevisionDirectives` is for.
 *
 * @example const isEmpty = new ops.UpgradeOps().isEmpty;
 */
export abstract class OpContainer extends MigrateOperation {
  /** What a reader of the file should know of the operations; written above them as comments. */
  notes: readonly string[] = [];

  constructor(public ops: MigrateOperation[] = []) {
    super();
  }

  /** Whether there is nothing to do in it, at any depth. */
  get isEmpty(): boolean {
    return this.ops.every((op) => op instanceof OpContainer && op.isEmpty);
  }

  /** The operations undone, last first. */
  protected reversedOps(): MigrateOperation[] {
    return this.ops.map((op) => op.reverse()).toReversed();
  }
}

/**
 * What changes within one table that is on both sides.
 *
 * @example new ops.ModifyTableOps("posts", [new ops.AddColumnOp("posts", sa.column("content", sa.text()))]);
 */
export class ModifyTableOps extends OpContainer {
  constructor(
    readonly table: Identifier,
    ops: MigrateOperation[],
    readonly options: { readonly schema?: Identifier | null | undefined } = {},
  ) {
    super(ops);
  }

  override reverse(): ModifyTableOps {
    return new ModifyTableOps(this.table, this.reversedOps(), this.options);
  }

  deconstruct(): Deconstructed {
    return call("op.batchAlterTable", [this.table, this.ops], this.options);
  }
}

/**
 * Operations outside of any transaction: what comes before them is committed first.
 *
 * @example new ops.AutocommitOps([new ops.ExecuteSqlOp("ALTER TYPE mood ADD VALUE 'glad'")]);
 */
export class AutocommitOps extends OpContainer {
  override reverse(): AutocommitOps {
    return new AutocommitOps(this.reversedOps());
  }

  deconstruct(): Deconstructed {
    return call("autocommitBlock", [this.ops]);
  }
}

/**
 * The operations of `upgrade()`.
 *
 * @example new ops.UpgradeOps([new ops.DropTableOp("posts")]);
 */
export class UpgradeOps extends OpContainer {
  constructor(
    ops: MigrateOperation[] = [],
    /** The variable of the revision template that takes their source. */
    public upgradeToken = "upgrades",
  ) {
    super(ops);
  }

  override reverse(): DowngradeOps {
    return this.reverseInto(new DowngradeOps());
  }

  /** Fills a container with these operations undone. */
  reverseInto(downgrade: DowngradeOps): DowngradeOps {
    downgrade.ops = this.reversedOps();
    return downgrade;
  }

  deconstruct(): Deconstructed {
    return call("upgradeOps", [this.ops]);
  }
}

/**
 * The operations of `downgrade()`.
 *
 * @example new ops.DowngradeOps([new ops.DropTableOp("posts")]);
 */
export class DowngradeOps extends OpContainer {
  constructor(
    ops: MigrateOperation[] = [],
    /** The variable of the revision template that takes their source. */
    public downgradeToken = "downgrades",
  ) {
    super(ops);
  }

  override reverse(): UpgradeOps {
    return new UpgradeOps(this.reversedOps());
  }

  deconstruct(): Deconstructed {
    return call("downgradeOps", [this.ops]);
  }
}
