const sites = new WeakMap<object, Error>();

/**
 * Keeps where a call was made whose failure comes later, out of a queue, with a stack that says nothing of it. The innermost call is kept.
 *
 * @param site an error made when the call was made, for its stack
 */
export function rememberCallSite(error: unknown, site: Error): void {
  if (typeof error === "object" && error !== null && !sites.has(error)) sites.set(error, site);
}

/** Where the call was made that failed with an error, as the stack of another one; null where it came out of no queue. */
export function callSiteOf(error: unknown): Error | null {
  return typeof error === "object" && error !== null ? (sites.get(error) ?? null) : null;
}
