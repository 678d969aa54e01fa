import type { Reason } from "./harness/report.ts";

/** Why claims are missed, by hand: the first that fits a missed claim stands beside it on the page. */
export const reasons: readonly Reason[] = [
  {
    scenario: "cold-start",
    claim: "faster than dbmate",
    why: "dbmate is a Go program behind a Node one of a few lines: both take the start of Node, and little else.",
  },
  {
    scenario: "reading",
    claim: "at most 3 times",
    why: "Reading the files alone takes more than 2 times `node -e 0`; the rest is the graph, the headers and the modules.",
  },
  {
    scenario: "upgrade",
    title: "SQLite",
    claim: "at least 5 times faster",
    why: "Each revision is committed by itself, so that a revision and its version row are in the database together or not at all; Python's driver commits the whole run at once. Where a commit is slow, that is what is measured.",
  },
  {
    scenario: "upgrade",
    title: "SQLite",
    claim: "faster than",
    why: "The tool reads the version rows again in each transaction, under a lock: one migrator at a time.",
  },
  {
    scenario: "upgrade",
    title: "MariaDB",
    claim: "faster than",
    why: "A journal has a row before each statement, so that an interrupted migration is resumed or explained: each row is a commit that the others do not make.",
  },
  {
    scenario: "upgrade",
    claim: "at most 1.25 times",
    why: "The revisions are TypeScript, the bare driver's modules plain JavaScript; a statement is sent when the answer to the one before is there.",
  },
  {
    scenario: "upgrade",
    title: "PostgreSQL",
    claim: "faster than",
    why: "The bare driver with the tool's own statements takes as long as they do; what the tool takes above it is transpiling, making SQL of operations, and telling of each step.",
  },
  {
    scenario: "upgrade",
    title: "PostgreSQL",
    claim: "an overhead",
    why: "Most of what anybody takes is the server's. Above it the tool takes some 3 ms a revision, Python four and a half.",
  },
  {
    scenario: "upgrade",
    title: "MariaDB",
    claim: "an overhead",
    why: "The bare driver sends the tool's journal as well, which Python has not: measured from there, Python's own work seems smaller than it is.",
  },
  {
    scenario: "script",
    claim: "at most 500 ms",
    why: "From run to run it is 450 to 730 ms, by the speed that the machine has at the moment: a tenth of a millisecond a revision for V8 to compile its file, and the rest for the SQL of its operations, their order, and clearing up.",
  },
  {
    scenario: "check",
    claim: "peak memory under",
    why: "The bare script, which keeps the models and no more than one answer, takes 160 to 180 MB itself, and 270 MB with tables of ten columns. The tool has the rows of all answers and what is reported of each table beside the models, until they are compared.",
  },
  {
    scenario: "check",
    claim: "at most 1.4 times",
    why: "What the bare script does not do: the catalogue's rows are made into objects and put together by table, and columns, keys and indexes are compared with the models. SQLite's CREATE TABLE statements are parsed besides. The rest is the start of a command, and clearing up after all of it.",
  },
  {
    scenario: "check",
    claim: "at least 8 times faster",
    why: "The bare script itself, which does not compare anything, is no more than some ten times faster; on servers the catalogue's own answers take what they take.",
  },
  {
    scenario: "check",
    claim: "peak memory at most",
    why: "The bare script takes some 80 MiB itself: Node, a driver and the models. The rest is the catalogue's rows with what is made of them, and what V8 has not cleared up yet.",
  },
  {
    scenario: "batch",
    claim: "at most 1.2 times",
    why: "The start of the tool, and a check of what refers to the table before it commits.",
  },
];
