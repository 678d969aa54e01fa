import type { Handler } from "./handler.ts";

type LoadHandler = () => Promise<{ readonly handler: Handler }>;

/** What each command does, loaded when it is called. */
export const handlers: Readonly<Record<string, LoadHandler>> = {
  branches: () => import("./branches.ts"),
  check: () => import("./check.ts"),
  completion: () => import("./completion.ts"),
  current: () => import("./current.ts"),
  downgrade: () => import("./downgrade.ts"),
  edit: () => import("./edit.ts"),
  "ensure-version": () => import("./ensure-version.ts"),
  heads: () => import("./heads.ts"),
  history: () => import("./history.ts"),
  init: () => import("./init.ts"),
  "list-templates": () => import("./list-templates.ts"),
  merge: () => import("./merge.ts"),
  reflect: () => import("./reflect.ts"),
  revision: () => import("./revision.ts"),
  show: () => import("./show.ts"),
  stamp: () => import("./stamp.ts"),
  upgrade: () => import("./upgrade.ts"),
};
