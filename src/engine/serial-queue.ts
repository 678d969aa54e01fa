/** Runs tasks one after the other, in the order in which they were given; one that fails does not stop the next. */
export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve();

  async run<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(task);
    // The caller gets the error; here it only must not count as unhandled.
    this.#last = result.catch(() => undefined);
    return result;
  }
}
