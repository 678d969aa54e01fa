import { AsyncLocalStorage } from "node:async_hooks";
import type { DatabaseUrl } from "./url.ts";

/** Says where a connection goes in place of the database that a URL names. */
export type Redirect = (url: DatabaseUrl) => Promise<DatabaseUrl>;

const redirects = new AsyncLocalStorage<Redirect>();

/** Does something during which whoever connects is led elsewhere: env opens its connections itself, and need not know. */
export function withRedirect<Result>(redirect: Redirect, work: () => Promise<Result>): Promise<Result> {
  return redirects.run(redirect, work);
}

/** Where a connection goes: where the URL says, unless it is led elsewhere. */
export async function redirected(url: DatabaseUrl): Promise<DatabaseUrl> {
  const redirect = redirects.getStore();
  return redirect === undefined ? url : redirect(url);
}
