import { constants } from "node:os";
import type { Interruption } from "../config/index.ts";

const signals = ["SIGINT", "SIGTERM"] as const;
/** In milliseconds: how long a run may take to roll back after it was asked to stop. */
const patience = 1500;

/** Ctrl-C and SIGTERM: the first one asks what runs to stop, the second one ends the process. */
export class ProcessInterruption implements Interruption {
  readonly #controller = new AbortController();
  #listeners = 0;
  #status: number | null = null;

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The exit status that tells of the signal, as shells do; null where there was none. */
  get status(): number | null {
    return this.#status;
  }

  listen(): () => void {
    this.#listeners += 1;
    if (this.#listeners === 1) for (const name of signals) process.on(name, this.#hear);
    return () => {
      this.#listeners -= 1;
      if (this.#listeners === 0) for (const name of signals) process.off(name, this.#hear);
    };
  }

  readonly #hear = (name: (typeof signals)[number]): void => {
    const status = 128 + constants.signals[name];
    if (this.#status !== null) endAtOnce(status);
    this.#status = status;
    // The session ends with the process, and the server then rolls back by itself.
    setTimeout(() => endAtOnce(status), patience).unref();
    this.#controller.abort(name);
  };
}

function endAtOnce(status: number): never {
  // oxlint-disable-next-line unicorn/no-process-exit -- what runs does not end by itself, or not in time
  process.exit(status);
}
