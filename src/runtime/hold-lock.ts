import { setTimeout } from "node:timers/promises";
import type { MigrationLock } from "../dialects/base/migration-lock.ts";
import { CommandError } from "../errors/index.ts";
import { stopped } from "./interruptible.ts";

/** In milliseconds: from the first pause between two attempts, which doubles, to the longest. */
const pauses = { first: 25, longest: 500 };
/** In milliseconds: after how long the same holder is told again. */
const reminder = 30_000;

/** How a run waits for the lock. */
export interface LockWait {
  /** In seconds; 0 does not wait at all. */
  readonly timeout: number;
  /** Ends the wait. */
  readonly signal: AbortSignal | undefined;
  /** Tells whoever looks on for whom it waits. */
  readonly tell: (message: string) => void;
  readonly warn: (message: string) => void;
}

/**
 * Runs work while it holds a lock: waits for it, and gives it back however the work ends.
 *
 * @throws {CommandError} when the lock is not free in time
 */
export async function holdingLock<Value>(
  lock: MigrationLock,
  wait: LockWait,
  work: () => Promise<Value>,
): Promise<Value> {
  await acquire(lock, wait);
  let result: Value;
  try {
    result = await work();
  } catch (error) {
    // The error that is thrown is the one that counts: where the lock cannot be given back, its session is gone with it.
    await lock.release().catch(() => false);
    throw error;
  }
  // What was migrated is committed, and stays so.
  const wasHeld = await lock.release().catch(() => false);
  if (!wasHeld) wait.warn(lostMessage);
  return result;
}

const lostMessage =
  "The migration lock was not held any more when the run ended: is a transaction pooler between this process and the server? See docs/safety.md.";

async function acquire(lock: MigrationLock, wait: LockWait): Promise<void> {
  const start = performance.now();
  const teller = new Teller(wait.tell);
  let pause = pauses.first;
  while (!(await lock.tryAcquire())) {
    const holder = await lock.holder();
    const left = start + wait.timeout * 1000 - performance.now();
    if (left <= 0) throw notFree(holder, wait.timeout);
    teller.tell(holder);
    await pauseFor(Math.min(pause, left), wait.signal);
    pause = Math.min(pause * 2, pauses.longest);
  }
}

async function pauseFor(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  await setTimeout(milliseconds, undefined, { signal }).catch(() => undefined);
  if (signal?.aborted === true) throw stopped(signal);
}

/** Tells of each holder once, and again when it takes long. */
class Teller {
  #last: string | null = null;
  #told = -Infinity;

  constructor(private readonly say: (message: string) => void) {}

  tell(holder: string | null): void {
    const now = performance.now();
    if (holder === null || (holder === this.#last && now - this.#told < reminder)) return;
    this.#last = holder;
    this.#told = now;
    this.say(`Waiting for another migration to end: the lock is held by ${holder}.`);
  }
}

function notFree(holder: string | null, timeout: number): CommandError {
  const who = holder === null ? "another migration" : holder;
  return new CommandError("ALB0630", `The migration lock was not free within ${timeout} s: it is held by ${who}.`, {
    hint: "Wait for that migration to end, or end it if it hangs, then run the command again. --lock-timeout waits longer.",
  });
}
