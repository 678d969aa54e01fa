import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { plotOf } from "./plot.ts";
import { markdown, type Reason, type Told } from "./report.ts";

const begin = "<!-- figures: written by npm run bench -->";
const end = "<!-- end of figures -->";

/**
 * Writes the figures of the page, between its two marks, and the plots in a folder beside it. What else stands on the
 * page stays.
 *
 * @param page the path of the Markdown file
 */
export async function writePage(page: string, told: readonly Told[], reasons: readonly Reason[]): Promise<void> {
  const folder = join(dirname(page), "benchmarks");
  await mkdir(folder, { recursive: true });
  for (const { scenario, report } of told) await writeFile(join(folder, `${scenario.name}.svg`), plotOf(report));
  const plots = new Map(told.map(({ scenario: { name } }) => [name, `benchmarks/${name}.svg`]));
  const text = await readFile(page, "utf8");
  await writeFile(page, withFigures(text, markdown(told, reasons, plots)));
}

/**
 * The page with other figures.
 *
 * @throws {Error} when it has no place for them
 */
export function withFigures(page: string, figures: string): string {
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from === -1 || to < from) throw new Error(`The page needs two lines: ${begin} and ${end}`);
  return `${page.slice(0, from)}${begin}\n\n${figures}\n\n${page.slice(to)}`;
}
