import type { ScenarioResult } from "./bounds.ts";
import { milliseconds, type Row, rowsOf } from "./report.ts";

const width = 760;
const labelWidth = 220;
const barHeight = 18;
const colours: Readonly<Record<string, string>> = {
  tool: "#2563eb",
  peer: "#94a3b8",
  floor: "#16a34a",
  part: "#cbd5e1",
};

/**
 * A scenario's medians as bars, one group a case, on one logarithmic scale: ratios are lengths then, whatever the size.
 *
 * @returns an SVG document that is readable on light and dark pages
 */
export function barPlot({ cases }: ScenarioResult): string {
  const groups = cases.map((result) => ({ title: result.case.title, rows: rowsOf(result) }));
  const times = groups.flatMap(({ rows }) => rows.map(({ wall }) => wall.median));
  const [least, most] = [Math.min(...times) / 1.5, Math.max(...times)];
  const lengthOf = (time: number): number =>
    (Math.log(time / least) / Math.log(most / least)) * (width - labelWidth - 110);
  const parts: string[] = [];
  let top = 24;
  for (const { title, rows } of groups) {
    parts.push(text(8, top, title, ' font-weight="bold"'));
    top += 10;
    for (const row of rows) {
      parts.push(...bar(row, top, lengthOf(row.wall.median)));
      top += barHeight + 4;
    }
    top += 22;
  }
  const style = 'font-family="system-ui, sans-serif" font-size="12" fill="#64748b"';
  const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${top}" viewBox="0 0 ${width} ${top}" ${style}>`;
  return `${head}\n${parts.join("\n")}\n</svg>\n`;
}

function bar({ name, role, wall }: Row, top: number, length: number): readonly string[] {
  const middle = top + barHeight / 2 + 4;
  const colour = colours[role] ?? "#94a3b8";
  return [
    text(labelWidth - 8, middle, name.replaceAll("`", ""), ' text-anchor="end"'),
    `<rect x="${labelWidth}" y="${top}" width="${length.toFixed(1)}" height="${barHeight}" rx="2" fill="${colour}"/>`,
    text(labelWidth + length + 6, middle, milliseconds(wall.median)),
  ];
}

function text(x: number, y: number, content: string, attributes = ""): string {
  const escaped = content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("`", "");
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}"${attributes}>${escaped}</text>`;
}
