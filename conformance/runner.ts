import { fileURLToPath } from "node:url";
import { type CorpusCase, type CorpusFile, type GroupName, readCorpus } from "./corpus.ts";
import {
  type Difference,
  readDifferences,
  readRewrites,
  readSkips,
  type Rewrite,
  type Skip,
  skipReason,
  withOurAnswers,
  withRewrites,
} from "./deviations.ts";
import { describeError } from "./error-kinds.ts";
import { type CaseResult, type ConformanceGroup, failed, skipped } from "./group.ts";

/** The copy of the corpus in this repository. */
export const DEFAULT_CORPUS = fileURLToPath(new URL("corpus", import.meta.url));

/** What to run. */
export interface RunOptions {
  /** A folder in the corpus's format. Default: the copy in this repository. */
  readonly folder?: string | undefined;
  /** The groups to run, in the order of their registration. */
  readonly groups: readonly ConformanceGroup[];
  /** Default: those of `skips.json`. */
  readonly skips?: readonly Skip[] | undefined;
  /** Default: those of `differences.json`. */
  readonly differences?: readonly Difference[] | undefined;
  /** Default: those of `rewrites.json`. */
  readonly rewrites?: readonly Rewrite[] | undefined;
  /** Called after each file. */
  readonly onFile?: ((report: FileReport) => void) | undefined;
}

/** What came of one case. */
export interface CaseReport extends CaseResult {
  readonly id: string;
  /** We answer this case differently on purpose, and our answer is what was compared. */
  readonly isDifference: boolean;
}

/** What came of the cases of one file. */
export interface FileReport {
  readonly path: string;
  readonly group: GroupName;
  readonly cases: readonly CaseReport[];
}

/** Runs the cases of a folder and compares them with what was recorded. */
export async function runConformance(options: RunOptions): Promise<FileReport[]> {
  const skips = options.skips ?? readSkips();
  const differences = options.differences ?? readDifferences();
  const deviations: Deviations = { skips, differences, rewrites: options.rewrites ?? readRewrites() };
  const reports: FileReport[] = [];
  for (const group of options.groups) {
    for (const file of readCorpus(options.folder ?? DEFAULT_CORPUS, [group.name])) {
      const report = await runFile(group, file, deviations);
      reports.push(report);
      options.onFile?.(report);
    }
    await group.close?.();
  }
  return reports;
}

interface Deviations {
  readonly skips: readonly Skip[];
  readonly differences: readonly Difference[];
  readonly rewrites: readonly Rewrite[];
}

async function runFile(
  group: ConformanceGroup,
  file: CorpusFile,
  { skips, differences, rewrites }: Deviations,
): Promise<FileReport> {
  const cases: CaseReport[] = [];
  for (const recorded of file.cases) {
    const expected = withOurAnswers(differences, file.path, withRewrites(rewrites, file.path, recorded));
    const reason = skipReason(skips, file.path, recorded);
    const result = reason === null ? await runSafely(group, expected, file.path) : skipped(reason);
    cases.push({ id: recorded.id, isDifference: expected !== recorded, ...result });
  }
  return { path: file.path, group: file.group, cases };
}

async function runSafely(group: ConformanceGroup, testCase: CorpusCase, path: string): Promise<CaseResult> {
  try {
    return await group.runCase(testCase, path);
  } catch (error) {
    return failed(`the case could not be run: ${describeError(error)}`);
  }
}

/** How many cases have a status. */
export function count(reports: readonly FileReport[], status: CaseResult["status"]): number {
  return reports.flatMap((report) => report.cases).filter((each) => each.status === status).length;
}
