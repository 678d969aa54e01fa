import { createInterface } from "node:readline/promises";

/** Asks on the terminal; whatever is no yes is a no. */
export async function confirm(question: string): Promise<boolean> {
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^\s*y(es)?\s*$/i.test(await asking.question(`${question} [y/N] `));
  } finally {
    asking.close();
  }
}
