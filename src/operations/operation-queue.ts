import { AsyncLocalStorage } from "node:async_hooks";
import { CommandError } from "../errors/index.ts";
import { rememberCallSite } from "./call-site.ts";
import { ObservedPromise } from "./observed-promise.ts";

interface Failure {
  readonly error: unknown;
  readonly promise: ObservedPromise<unknown>;
}

const currentQueue = new AsyncLocalStorage<OperationQueue>();

/**
 * Runs calls one after the other, in the order in which they were made, awaited or not.
 *
 * A failure rejects every call that stands behind it, and each later one until somebody has looked at the failure.
 * A block (a batch, an autocommit block) has a queue of its own, found through the asynchronous context, so that
 * waiting inside the block does not wait for the block itself.
 */
export class OperationQueue {
  #tail: Promise<unknown> = Promise.resolve();
  #pending = 0;
  #failure: Failure | null = null;
  /** Calls made before the last failure are rejected with it; they are told apart by this count. */
  #generation = 0;
  #isClosed = false;

  /** The queue of the innermost block that is running, or this one. */
  get innermost(): OperationQueue {
    const current = currentQueue.getStore();
    return current === undefined || current.#isClosed || !current.#belongsTo(this) ? this : current;
  }

  constructor(private readonly parent: OperationQueue | null = null) {}

  /** Adds a call at the end. */
  add<Value>(task: () => Promise<Value> | Value): ObservedPromise<Value> {
    const generation = this.#generation;
    const previous = this.#tail;
    const site = new Error("called");
    this.#pending += 1;
    const promise: ObservedPromise<Value> = new ObservedPromise<Value>((resolve, reject) => {
      const run = async (): Promise<void> => {
        await previous;
        try {
          this.#refuseAfterFailure(generation);
          resolve(await task());
        } catch (error) {
          rememberCallSite(error, site);
          this.#remember(error, () => promise);
          reject(error);
        } finally {
          this.#pending -= 1;
        }
      };
      this.#tail = this.#isClosed ? Promise.resolve(reject(closed())) : run();
    });
    return promise.silence();
  }

  /**
   * Runs a block whose calls have a queue of their own, and waits until they are done.
   *
   * @throws whatever the block throws, or the first error in it that nobody looked at
   */
  async block<Value>(body: () => Promise<Value> | Value): Promise<Value> {
    const child = new OperationQueue(this);
    try {
      const result = await currentQueue.run(child, async () => body());
      await child.drain();
      return result;
    } finally {
      child.close();
    }
  }

  /**
   * Waits until every call is done, then for one turn of the event loop.
   *
   * @throws the error of a call that nobody looked at
   */
  async drain(): Promise<void> {
    do {
      await this.#tail;
      await new Promise((resolve) => setImmediate(resolve));
    } while (this.#pending > 0);
    if (this.#failure !== null && !this.#failure.promise.isObserved) throw this.#failure.error;
  }

  /** Refuses every call from now on. */
  close(): void {
    this.#isClosed = true;
  }

  #belongsTo(other: OperationQueue): boolean {
    if (this === other || this.parent === null) return this === other;
    return this.parent.#belongsTo(other);
  }

  #refuseAfterFailure(generation: number): void {
    if (this.#failure === null) return;
    if (generation < this.#generation || !this.#failure.promise.isObserved) throw this.#failure.error;
  }

  #remember(error: unknown, promise: () => ObservedPromise<unknown>): void {
    if (this.#failure?.error === error) return;
    this.#generation += 1;
    this.#failure = { error, promise: promise() };
  }
}

function closed(): CommandError {
  return new CommandError("ALB0601", "An operation was called after its migration or block had ended.", {
    hint: "Await what upgrade(), downgrade() or the block starts before it returns.",
  });
}
