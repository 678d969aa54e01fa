import { InvalidArgumentError } from "../errors/index.ts";
import { FinalName, sql, type SqlFragment } from "../sql/index.ts";
import type { SqlType } from "../types/index.ts";
import type { Connection } from "../engine/connection.ts";
import { checkOptions } from "../util/check-options.ts";
import { attempt } from "./attempt.ts";
import type { AnyBatchDirective } from "./batch-directive.ts";
import { registerBatchDirective } from "./batch/batch-operations.ts";
import { QueuedConnection, ScriptConnection } from "./bound-connection.ts";
import {
  type AnyDirective,
  type Directive,
  type DirectiveCall,
  type Implementation,
  type OperationClass,
  type OperationScope,
  runnerOf,
} from "./directive.ts";
import * as directives from "./directives.ts";
import type { MigrateOperation } from "./migrate-operation.ts";
import type { MigrationContext } from "./migration-context.ts";
import { OperationQueue } from "./operation-queue.ts";

type Facade<Directives> = { readonly [Name in keyof Directives]: DirectiveCall<Directives[Name]> };

/** `op`: every directive, and what a migration needs besides. Users add their own directives by module augmentation. */
export interface Operations extends Facade<typeof directives> {
  /**
   * Marks a name as final: no naming convention expands it.
   *
   * @param name the name as it is to stand in the database
   * @example await op.createIndex(op.f("ix_posts_title"), "posts", ["title"]);
   */
  f(name: string): FinalName;

  /**
   * A value that is written into the statement as the dialect's literal, also on a connection.
   *
   * @param value the value
   * @param type its column type, where the value alone does not say how it is written
   * @example await op.execute(sql`update posts set state = ${op.inlineLiteral("draft")}`);
   */
  inlineLiteral(value: unknown, type?: SqlType): SqlFragment;

  /**
   * The connection that the migration runs on. Its statements take their turn among the operations. In a script they
   * are written down, and reading their rows is an error.
   *
   * @throws {CommandError} in a script, when rows are read
   * @example const { rows } = await op.getBind().execute(sql`select id from posts where title = ${title}`);
   */
  getBind(): Connection;

  /**
   * The migration that is running.
   *
   * @example const isOffline = op.getContext().isOffline;
   */
  getContext(): MigrationContext;

  /**
   * Runs an operation that is there as an object.
   *
   * @param operation the operation
   * @throws {InvalidArgumentError} when nothing implements it
   * @example await op.invoke(operation.reverse());
   */
  invoke(operation: MigrateOperation): Promise<unknown>;
}

const builders = new Map<string, AnyDirective["buildFrom"]>();
const implementations = new Map<object, AnyDirective["run"]>();

/** Options of {@link implementationFor}. */
export interface ImplementationOptions {
  /** Take the place of an implementation that is there already. */
  readonly replace?: boolean | undefined;
}

/**
 * Says what an operation does.
 *
 * @param of the operation's class; classes derived from it inherit the implementation
 * @param implement does it, with the scope of the migration that is running
 * @throws {InvalidArgumentError} when the class has one already and `replace` is not given
 * @example
 * class CreateViewOp extends MigrateOperation {
 *   constructor(
 *     readonly name: string,
 *     readonly query: SqlFragment,
 *   ) {
 *     super();
 *   }
 *
 *   deconstruct() {
 *     return call("op.createView", [this.name, this.query]);
 *   }
 * }
 *
 * implementationFor(CreateViewOp, async ({ impl }, operation) => {
 *   await impl.execute(sql`create view ${sql.identifier(operation.name)} as ${operation.query}`);
 * });
 */
export function implementationFor<Operation extends MigrateOperation, Result>(
  of: OperationClass<Operation>,
  implement: Implementation<Operation, Result>,
  options: ImplementationOptions = {},
): void {
  checkOptions("implementationFor()", options, ["replace"]);
  const prototype: object = of.prototype;
  if (implementations.has(prototype) && options.replace !== true) {
    throw new InvalidArgumentError("ALB0829", `${of.name} has an implementation already.`, {
      hint: "Pass { replace: true } to take its place.",
    });
  }
  implementations.set(prototype, inBlock(runnerOf(of, implement)));
}

/** Users' own code may call `op` itself: its calls get a queue of their own, so that waiting for them does not wait for itself. */
function inBlock(run: AnyDirective["run"]): AnyDirective["run"] {
  return (scope, operation) => scope.block(() => run(scope, operation));
}

/**
 * Adds a directive of one's own to `op`.
 *
 * @param name what it is called on `op`
 * @param own made by `directive()`
 * @param batchForm made by `batchDirective()`, for a directive that also stands in a batch
 * @throws {InvalidArgumentError} when `op` has something of that name
 * @example
 * declare module "alembic-ts" {
 *   interface Operations {
 *     createView(name: string, query: SqlFragment): Promise<void>;
 *   }
 * }
 *
 * class CreateViewOp extends MigrateOperation {
 *   constructor(
 *     readonly name: string,
 *     readonly query: SqlFragment,
 *   ) {
 *     super();
 *   }
 *
 *   deconstruct() {
 *     return call("op.createView", [this.name, this.query]);
 *   }
 * }
 *
 * const createView = directive(
 *   CreateViewOp,
 *   (name: string, query: SqlFragment) => new CreateViewOp(name, query),
 *   async ({ impl }, { name, query }) => {
 *     await impl.execute(sql`create view ${sql.identifier(name)} as ${query}`);
 *   },
 * );
 * registerOperation("createView", createView);
 */
export function registerOperation<Args extends readonly unknown[], Operation extends MigrateOperation, Result>(
  name: string,
  own: Directive<Args, Operation, Result>,
  batchForm?: AnyBatchDirective,
): void {
  if (builders.has(name) || reservedNames.has(name)) {
    throw new InvalidArgumentError("ALB0831", `op.${name} is there already.`, {
      hint: "Give the directive another name.",
    });
  }
  register(name, { ...own, run: inBlock(own.run) });
  if (batchForm !== undefined) registerBatchDirective(name, batchForm);
}

function register(name: string, { prototype, buildFrom, run }: AnyDirective): void {
  builders.set(name, buildFrom);
  implementations.set(prototype, run);
}

const reservedNames: ReadonlySet<string> = new Set(["f", "inlineLiteral", "getContext", "getBind", "invoke", "then"]);

for (const [name, own] of Object.entries<AnyDirective>(directives)) register(name, own);

function implementationOf(operation: MigrateOperation): AnyDirective["run"] {
  let prototype: unknown = Object.getPrototypeOf(operation);
  while (typeof prototype === "object" && prototype !== null) {
    const found = implementations.get(prototype);
    if (found !== undefined) return found;
    prototype = Object.getPrototypeOf(prototype);
  }
  throw new InvalidArgumentError("ALB0832", `Nothing says what ${operation.constructor.name} does.`, {
    hint: "Register it with registerOperation() or implementationFor(), in a module that env imports.",
  });
}

/**
 * Makes `op` for a migration context.
 *
 * @param context the migration that is running
 * @param queue puts the calls in order
 * @example const op = createOperations(migrationContext);
 */
export function createOperations(context: MigrationContext, queue: OperationQueue = new OperationQueue()): Operations {
  const bind: Connection =
    context.connection === null
      ? new ScriptConnection(context.impl, queue)
      : new QueuedConnection(context.connection, queue);
  const scope: OperationScope = {
    context,
    impl: context.impl,
    metadata: context.metadata,
    getBind: () => bind,
    invoke: (operation) => implementationOf(operation)(scope, operation),
    block: (body) => queue.innermost.block(body),
    enqueue: (task) => queue.innermost.add(task),
  };
  const enqueue = (make: () => MigrateOperation): Promise<unknown> => {
    const made = attempt(make);
    return queue.innermost.add(() => scope.invoke(made()));
  };
  const own = {
    f: (name: string) => new FinalName(name),
    inlineLiteral: (value: unknown, type?: SqlType) => sql.literal(value, type),
    getBind: () => bind,
    getContext: () => context,
    invoke: (operation: MigrateOperation) => enqueue(() => operation),
  };
  // Every directive of the barrel is among the calls, and users' own are typed by module augmentation.
  return new Proxy(own, new Calls(enqueue)) as Operations;
}

/**
 * The functions of `op`, each made when it is asked for: a revision calls a few of the many, and thousands of revisions may run.
 * Nothing can be set.
 */
class Calls implements ProxyHandler<object> {
  readonly #enqueue: (make: () => MigrateOperation) => Promise<unknown>;
  readonly #made = new Map<PropertyKey, unknown>();

  constructor(enqueue: (make: () => MigrateOperation) => Promise<unknown>) {
    this.#enqueue = enqueue;
  }

  get(own: object, name: PropertyKey): unknown {
    const known: unknown = Reflect.get(own, name) ?? this.#made.get(name);
    const build = typeof name === "string" ? builders.get(name) : undefined;
    if (known !== undefined || build === undefined) return known;
    const call = (...args: readonly unknown[]): Promise<unknown> => this.#enqueue(() => build(args));
    this.#made.set(name, call);
    return call;
  }

  has(own: object, name: PropertyKey): boolean {
    return name in own || (typeof name === "string" && builders.has(name));
  }

  ownKeys(own: object): string[] {
    return [...builders.keys(), ...Object.keys(own)];
  }

  getOwnPropertyDescriptor(own: object, name: PropertyKey): PropertyDescriptor | undefined {
    if (!this.ownKeys(own).some((each) => each === name)) return undefined;
    return { value: this.get(own, name), enumerable: true, configurable: true, writable: false };
  }

  set(): boolean {
    return false;
  }

  defineProperty(): boolean {
    return false;
  }

  deleteProperty(): boolean {
    return false;
  }
}
