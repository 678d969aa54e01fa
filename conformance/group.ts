import type { CorpusCase, GroupName } from "./corpus.ts";

/** What came of a case; the detail of a failure is its first difference. */
export interface CaseResult {
  readonly status: "passed" | "failed" | "skipped";
  readonly detail: string;
}

/** How the cases of a group are run: one module of `groups/` each. */
export interface ConformanceGroup {
  readonly name: GroupName;
  /**
   * Runs a case and compares.
   *
   * @param testCase the case, with our answers in place of those that deliberately differ
   * @param path the file that it stands in, such as `ops/mysql.json`
   */
  runCase(testCase: CorpusCase, path: string): CaseResult | Promise<CaseResult>;
  /** Gives back what the group has opened. */
  close?(): Promise<void>;
}

export const PASSED: CaseResult = { status: "passed", detail: "" };

export function failed(detail: string): CaseResult {
  return { status: "failed", detail };
}

export function skipped(detail: string): CaseResult {
  return { status: "skipped", detail };
}
