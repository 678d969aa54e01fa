/** A promise that knows whether anyone waits for it. A failure that nobody waits for is found by whoever asks. */
export class ObservedPromise<Value> extends Promise<Value> {
  #isObserved = false;

  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  get isObserved(): boolean {
    return this.#isObserved;
  }

  // oxlint-disable-next-line unicorn/no-thenable -- it is a promise: whoever calls then() is the observer
  override then<Result1 = Value, Result2 = never>(
    onFulfilled?: ((value: Value) => Result1 | PromiseLike<Result1>) | null,
    onRejected?: ((reason: unknown) => Result2 | PromiseLike<Result2>) | null,
  ): Promise<Result1 | Result2> {
    this.#isObserved = true;
    return super.then(onFulfilled, onRejected);
  }

  /** Keeps the runtime from reporting a failure as unhandled: the queue reports it. Does not count as being waited for. */
  silence(): this {
    super.then(undefined, () => undefined);
    return this;
  }
}
