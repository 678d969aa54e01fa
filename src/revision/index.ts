export { Revision, type RevisionNames, type RevisionRecord } from "./revision.ts";
