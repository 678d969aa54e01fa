import { setTimeout } from "node:timers/promises";

const attempts = 10;
/** Milliseconds between one request to cancel and the next. */
const pause = 200;

/** The statement that a session runs at the moment, and the way to have it stopped from outside. */
export class RunningStatement {
  /** Settles when the statement has ended. */
  #current: Promise<unknown> | null = null;

  async run<Result>(start: () => Promise<Result>): Promise<Result> {
    const result = start();
    this.#current = result.catch(() => undefined);
    try {
      return await result;
    } finally {
      this.#current = null;
    }
  }

  /**
   * Asks until the statement has ended: a request that overtakes the statement itself has no effect.
   *
   * @param ask sends one request to the server, on a way of its own
   */
  async cancel(ask: () => Promise<void>): Promise<void> {
    const running = this.#current;
    if (running === null) return;
    for (let attempt = 0; attempt < attempts && this.#current === running; attempt++) {
      await ask();
      await Promise.race([running, setTimeout(pause, undefined, { ref: false })]);
    }
  }
}
