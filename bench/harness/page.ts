import { mkdir, readFile, writeFile } from "node:fs/promises";
import { availableParallelism, cpus, release } from "node:os";
import { dirname, join } from "node:path";
import { judge, type ScenarioResult } from "./bounds.ts";
import { barPlot } from "./plot.ts";
import { markdown, rowsOf } from "./report.ts";

const begin = "<!-- figures: written by npm run bench -->";
const end = "<!-- end of figures -->";

/** Where the results of a run go. */
export interface Places {
  /** The page, whose part between two marks is written. */
  readonly page: string;
  /** The results as data. */
  readonly data: string;
}

/**
 * Writes the results of a run: the figures of the page with a plot for each scenario beside it, and the data.
 *
 * @param notes lines about what took no part
 */
export async function writeResults(
  results: readonly ScenarioResult[],
  notes: readonly string[],
  { page, data }: Places,
): Promise<void> {
  const plots = new Map<string, string>();
  await mkdir(join(dirname(page), "benchmarks"), { recursive: true });
  for (const result of results) {
    const path = `benchmarks/${result.scenario.name}.svg`;
    await writeFile(join(dirname(page), path), barPlot(result));
    plots.set(result.scenario.name, path);
  }
  const machine = `Node ${process.versions.node}, Linux ${release()}, ${availableParallelism()} × ${cpus()[0]?.model ?? "?"}, ${new Date().toISOString().slice(0, 10)}.`;
  const figures = [machine, ...notes, "", markdown(results, plots)].join("\n");
  await writeFile(page, withFigures(await readFile(page, "utf8"), figures));
  await mkdir(dirname(data), { recursive: true });
  await writeFile(data, `${JSON.stringify(dataOf(results, machine), null, 2)}\n`);
}

function withFigures(page: string, figures: string): string {
  const [before = "", rest = ""] = page.split(begin);
  const [, after = ""] = rest.split(end);
  return `${before}${begin}\n\n${figures}\n${end}${after}`;
}

function dataOf(results: readonly ScenarioResult[], machine: string): unknown {
  return {
    machine,
    verdicts: results.flatMap(judge),
    scenarios: results.map(({ scenario, cases }) => ({
      name: scenario.name,
      cases: cases.map((result) => ({
        title: result.case.title,
        contestants: rowsOf(result),
        refusals: result.refusals,
      })),
    })),
  };
}
