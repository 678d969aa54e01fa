export { HeadMaintainer, type RowChange } from "./head-maintainer.ts";
export { CURRENT, parseRevisionRange, revisionHistory, type RevisionRange } from "./history.ts";
export { type MigrationStep, RevisionStep, type StampStep } from "./migration-step.ts";
export { planDowngrade, planStamp, planUpgrade } from "./plan.ts";
export { type IterateOptions, RevisionMap, type RevisionMapOptions } from "./revision-map.ts";
export { Revision, type RevisionNames, type RevisionRecord } from "./revision.ts";
