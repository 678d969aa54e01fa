import { RevisionError } from "../errors/index.ts";

/** The graph ends before the asked number of steps. */
export function tooFar(text: string): RevisionError {
  return new RevisionError("ALB0421", `"${text}" leads to no revision: the graph ends before so many steps.`, {
    hint: 'Use a smaller number, or "heads" or "base" to go all the way.',
  });
}

/** `+0` and `-0`. */
export function movesNowhere(text: string): RevisionError {
  return new RevisionError("ALB0421", `"${text}" moves by no revision.`, {
    hint: 'Count from one: "+1" is the next revision, "-1" the one before.',
  });
}

/** A relative identifier without a start that points the wrong way. */
export function wrongDirection(text: string, what: string, sign: "+" | "-"): RevisionError {
  return new RevisionError("ALB0422", `${what} cannot go to "${text}".`, {
    hint: `Relative to the current revision it takes "${sign}N"; relative to another, "<revision>${text}".`,
  });
}
