import { InvalidArgumentError } from "../errors/index.ts";
import { DowngradeOps, OpContainer, UpgradeOps } from "../operations/containers.ts";
import type { OperationClass } from "../operations/directive.ts";
import type { MigrateOperation } from "../operations/migrate-operation.ts";
import type { MigrationContext } from "../operations/migration-context.ts";
import type { MigrationScript } from "../operations/migration-script.ts";

/** Changes what is about to be written, in place: what `processRevisionDirectives` takes. */
export type ProcessRevisionDirectives = (
  context: MigrationContext,
  currentRevisions: readonly string[],
  directives: MigrationScript[],
) => void | Promise<void>;

/** What takes the place of an operation: one, several, or none. */
export type Rewritten = MigrateOperation | readonly MigrateOperation[] | null;

/** Says what is to be written in the place of an operation. */
export type RewriteFunction<Operation extends MigrateOperation> = (
  context: MigrationContext,
  currentRevisions: readonly string[],
  op: Operation,
) => Rewritten | Promise<Rewritten>;

type AnyRewrite = (
  context: MigrationContext,
  currentRevisions: readonly string[],
  op: MigrateOperation,
) => Rewritten | Promise<Rewritten>;

/**
 * Rewrites operations before they are written into a file, by their class.
 *
 * @example
 * const rewriter = new Rewriter();
 * rewriter.rewrites(ops.DropColumnOp, () => []);
 * context.configure({ connection, targetMetadata, processRevisionDirectives: rewriter.process });
 */
export class Rewriter {
  readonly #functions = new Map<object, AnyRewrite>();
  readonly #next: ProcessRevisionDirectives | null;

  constructor(next: ProcessRevisionDirectives | null = null) {
    this.#next = next;
  }

  /**
   * Registers a function for the operations of a class, and of those derived from it that have none of their own.
   *
   * @param of the class
   * @param rewrite gives what is to stand in the operation's place
   * @throws {InvalidArgumentError} when the class has a function already
   */
  rewrites<Operation extends MigrateOperation>(
    of: OperationClass<Operation>,
    rewrite: RewriteFunction<Operation>,
  ): this {
    const prototype: object = of.prototype;
    if (this.#functions.has(prototype)) {
      throw new InvalidArgumentError("ALB0720", `This rewriter has a function for ${of.name} already.`, {
        hint: "Do both in one function, or chain() a second rewriter.",
      });
    }
    this.#functions.set(prototype, (context, revisions, op) =>
      op instanceof of ? rewrite(context, revisions, op) : op,
    );
    return this;
  }

  /**
   * A rewriter that does what this one does, and then what another one does. This one stays as it is.
   *
   * @param other a rewriter, or a function as `processRevisionDirectives` takes it
   */
  chain(other: Rewriter | ProcessRevisionDirectives): Rewriter {
    const after = other instanceof Rewriter ? other.process : other;
    const own = this.#next;
    const next: ProcessRevisionDirectives =
      own === null
        ? after
        : async (context, revisions, directives) => {
            await own(context, revisions, directives);
            await after(context, revisions, directives);
          };
    const chained = new Rewriter(next);
    for (const [prototype, rewrite] of this.#functions) chained.#functions.set(prototype, rewrite);
    return chained;
  }

  /** What `processRevisionDirectives` takes. */
  readonly process: ProcessRevisionDirectives = async (context, revisions, directives) => {
    const done = new Set<MigrateOperation>();
    for (const script of directives) {
      script.upgradeOpsList = await this.#containers(script.upgradeOpsList, UpgradeOps, context, revisions, done);
      script.downgradeOpsList = await this.#containers(script.downgradeOpsList, DowngradeOps, context, revisions, done);
    }
    await this.#next?.(context, revisions, directives);
  };

  async #containers<Container extends OpContainer>(
    containers: readonly Container[],
    of: OperationClass<Container>,
    context: MigrationContext,
    revisions: readonly string[],
    done: Set<MigrateOperation>,
  ): Promise<Container[]> {
    const rewritten: Container[] = [];
    for (const container of containers) {
      const found = await this.#rewrite(container, context, revisions, done);
      const [only] = found;
      if (found.length !== 1 || !(only instanceof of)) throw oneExpected(of.name);
      rewritten.push(only);
    }
    return rewritten;
  }

  /** What stands in an operation's place, with everything in it rewritten as well. */
  async #rewrite(
    op: MigrateOperation,
    context: MigrationContext,
    revisions: readonly string[],
    done: Set<MigrateOperation>,
  ): Promise<readonly MigrateOperation[]> {
    const rewrite = this.#functionFor(op);
    if (done.has(op) || rewrite === null) return [await this.#inside(op, context, revisions, done)];
    done.add(op);
    const given = await rewrite(context, revisions, op);
    const replaced = given === null ? [] : [given].flat();
    const found: MigrateOperation[] = [];
    for (const each of replaced) {
      if (each === op) {
        found.push(await this.#inside(op, context, revisions, done));
        continue;
      }
      found.push(...(await this.#rewrite(each, context, revisions, done)));
    }
    return found;
  }

  async #inside(
    op: MigrateOperation,
    context: MigrationContext,
    revisions: readonly string[],
    done: Set<MigrateOperation>,
  ): Promise<MigrateOperation> {
    if (!(op instanceof OpContainer)) return op;
    const ops: MigrateOperation[] = [];
    for (const each of op.ops) ops.push(...(await this.#rewrite(each, context, revisions, done)));
    op.ops = ops;
    return op;
  }

  #functionFor(op: MigrateOperation): AnyRewrite | null {
    let prototype: unknown = Object.getPrototypeOf(op);
    while (typeof prototype === "object" && prototype !== null) {
      const found = this.#functions.get(prototype);
      if (found !== undefined) return found;
      prototype = Object.getPrototypeOf(prototype);
    }
    return null;
  }
}

function oneExpected(name: string): InvalidArgumentError {
  return new InvalidArgumentError("ALB0721", `In the place of ${name} a rewriter has to give exactly one ${name}.`, {
    hint: "Change its ops, or give a new one with the operations that are to stay.",
  });
}
