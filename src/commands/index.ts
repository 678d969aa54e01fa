/**
 * Every command as a function over a `Config`: they return data and print nothing.
 *
 * @module
 */
export { branches, type BranchesResult, type BranchPoint } from "./branches.ts";
export { check, type CheckOptions, type CheckResult } from "./check.ts";
export { current, type CurrentResult, type CurrentState } from "./current.ts";
export { downgrade } from "./downgrade.ts";
export { edit, type EditOptions, type EditResult } from "./edit.ts";
export { ensureVersion, type EnsureVersionOptions, type EnsureVersionResult } from "./ensure-version.ts";
export { heads, type HeadsOptions, type RevisionsResult } from "./heads.ts";
export { history, type HistoryOptions } from "./history.ts";
export { init, type InitFile, type InitOptions, type InitResult } from "./init.ts";
export { listTemplates, type TemplatesResult } from "./list-templates.ts";
export type { Template } from "../script/init.ts";
export { merge, type MergeOptions } from "./merge.ts";
export { reflect, type ReflectOptions, type ReflectResult } from "./reflect.ts";
export { revision, type RevisionOptions, type RevisionResult, type WrittenRevision } from "./revision.ts";
export type { RevisionEntry } from "./revision-entry.ts";
export type { ConfirmRename, RenameCandidate } from "../autogenerate/index.ts";
export type { Shadow } from "./shadow.ts";
export { show } from "./show.ts";
export { stamp, type StampOptions } from "./stamp.ts";
export type { AppliedStep, MigrationResult } from "./steps.ts";
export { type MigrateOptions, type ScriptOptions, upgrade } from "./upgrade.ts";
