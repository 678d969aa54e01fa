export type { ConfigureOptions, MigrationOptions, OnVersionApply, OutputBuffer } from "./configure-options.ts";
export { defineEnvironment, type Environment, type EnvironmentFunction } from "./define-environment.ts";
export type { DryRunOutcome } from "./dry-run.ts";
export { EnvironmentContext, type EnvironmentSettings } from "./environment-context.ts";
export { MigrationContext, type RunSettings, type StandaloneOptions, type WorkFunction } from "./migration-context.ts";
export { MigrationInfo, type VersionApplied } from "./migration-info.ts";
