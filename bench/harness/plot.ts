import { milliseconds } from "./report.ts";
import type { CaseReport, Row, ScenarioReport } from "./results.ts";

// Plots are SVG without a background, in colours that stand out from white as well as from black: an image in a page does not
// know which of the two it lies on.

const width = 760;
const textColour = "#7a8699";
const gridColour = "#7a869955";
const toolColour = "#3b82f6";
const floorColour = "#22a55a";
const otherColours = ["#e07b39", "#a77bd6", "#c9a227", "#d6608f", "#4fb3bf", "#8d99ae", "#9c7a5b"];

/** A scenario's plot: curves over the size where there are several sizes, else bars. */
export function plotOf(report: ScenarioReport): string {
  const hasSizes = report.growths.length > 0;
  return hasSizes ? curves(report.cases) : bars(report.cases);
}

const labelWidth = 230;
const barHeight = 18;

/** Medians as bars on one logarithmic scale, one group a case: ratios are lengths then, whatever the size. */
function bars(cases: readonly CaseReport[]): string {
  const times = cases.flatMap(({ rows }) => rows.map(({ wall }) => wall.median));
  const [least, most] = [Math.min(...times) / 1.5, Math.max(...times)];
  const lengthOf = (time: number): number =>
    (Math.log(time / least) / Math.log(most / least)) * (width - labelWidth - 90);
  const colourOf = colours(cases);
  const parts: string[] = [];
  let top = 24;
  for (const { title, rows } of cases) {
    parts.push(text(8, top, title, 'font-weight="bold"'));
    top += 10;
    for (const row of rows) {
      parts.push(...bar(row, top, lengthOf(row.wall.median), colourOf(row)));
      top += barHeight + 4;
    }
    top += 22;
  }
  return svg(top, [...parts, text(8, top - 4, "median of the time, on a logarithmic scale")]);
}

function bar({ name, wall }: Row, top: number, length: number, colour: string): readonly string[] {
  const middle = top + barHeight / 2 + 4;
  return [
    text(labelWidth - 8, middle, name, 'text-anchor="end"'),
    `<rect x="${labelWidth}" y="${top}" width="${length.toFixed(1)}" height="${barHeight}" rx="2" fill="${colour}"/>`,
    text(labelWidth + length + 6, middle, milliseconds(wall.median)),
  ];
}

const panelHeight = 230;
const panelLeft = 64;
const panelRight = width - 190;

/** Medians over sizes, both on logarithmic scales, one panel a series: straight lines, as steep as the exponent. */
function curves(cases: readonly CaseReport[]): string {
  const serieses = [...new Set(cases.map(({ series }) => series))];
  const colourOf = colours(cases);
  const parts = serieses.flatMap((series, index) => {
    const own = cases.filter((found) => found.series === series);
    return panel(series, own, index * (panelHeight + 20), colourOf);
  });
  return svg(serieses.length * (panelHeight + 20) + 10, parts);
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function panel(
  title: string,
  cases: readonly CaseReport[],
  top: number,
  colourOf: (row: Row) => string,
): readonly string[] {
  const sizes = cases.flatMap(({ size }) => size ?? []);
  const times = cases.flatMap(({ rows }) => rows.map(({ wall }) => wall.median));
  const xOf = logarithmic([Math.min(...sizes), Math.max(...sizes)], [panelLeft, panelRight]);
  const decades = powersOfTen(Math.min(...times), Math.max(...times));
  const yOf = logarithmic([decades[0] ?? 1, decades.at(-1) ?? 10], [top + panelHeight - 24, top + 32]);
  const rows = [...new Map(cases.flatMap((found) => found.rows.map((row) => [row.name, row]))).values()];
  const lines = rows.map((row) => ({
    row,
    points: cases.flatMap(({ size, rows: all }) => {
      const found = all.find(({ name }) => name === row.name);
      return found === undefined || size === null ? [] : [{ x: xOf(size), y: yOf(found.wall.median) }];
    }),
  }));
  const labels = spread(lines.map(({ points }) => points.at(-1)?.y ?? 0));
  return [
    text(8, top + 18, title, 'font-weight="bold"'),
    ...decades.flatMap((time) => gridLine(yOf(time), milliseconds(time))),
    ...apart(sizes, xOf).map((size) =>
      text(xOf(size), top + panelHeight - 6, size.toLocaleString("en"), 'text-anchor="middle"'),
    ),
    ...lines.flatMap(({ row, points }, index) => curve(row, points, labels[index] ?? 0, colourOf(row))),
  ];
}

function gridLine(y: number, label: string): readonly string[] {
  return [
    `<line x1="${panelLeft}" y1="${y.toFixed(1)}" x2="${panelRight}" y2="${y.toFixed(1)}" stroke="${gridColour}"/>`,
    text(panelLeft - 6, y + 4, label, 'text-anchor="end"'),
  ];
}

function curve({ name, role }: Row, points: readonly Point[], label: number, colour: string): readonly string[] {
  const path = points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
  return [
    `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="${role === "tool" ? 3 : 1.5}"/>`,
    ...points.map(({ x, y }) => `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="3" fill="${colour}"/>`),
    `<text x="${panelRight + 10}" y="${(label + 4).toFixed(1)}" fill="${colour}">${escape(name)}</text>`,
  ];
}

function logarithmic([least, most]: readonly [number, number], [from, to]: readonly [number, number]) {
  return (value: number): number => from + (Math.log(value / least) / Math.log(most / least)) * (to - from);
}

function powersOfTen(least: number, most: number): readonly number[] {
  const first = Math.floor(Math.log10(least));
  const last = Math.max(Math.ceil(Math.log10(most)), first + 1);
  return Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index));
}

/** The sizes whose labels do not run into the label of a greater one. */
function apart(sizes: readonly number[], xOf: (size: number) => number): readonly number[] {
  return sizes.filter((size) => !sizes.some((other) => other > size && xOf(other) - xOf(size) < 60));
}

/** Heights near the wished ones, each at least a line below the one above it. */
function spread(wished: readonly number[]): readonly number[] {
  const placed = new Map<number, number>();
  let last = Number.NEGATIVE_INFINITY;
  for (const index of wished.map((_, place) => place).toSorted((a, b) => (wished[a] ?? 0) - (wished[b] ?? 0))) {
    last = Math.max(wished[index] ?? 0, last + 14);
    placed.set(index, last);
  }
  return wished.map((_, index) => placed.get(index) ?? 0);
}

/** The same contestant has the same colour in every case. */
function colours(cases: readonly CaseReport[]): (row: Row) => string {
  const others = cases.flatMap(({ rows }) => rows.filter(({ role }) => role === "peer").map(({ name }) => name));
  const names = [...new Set(others)];
  return ({ name, role }) => {
    if (role === "tool") return toolColour;
    if (role === "floor") return floorColour;
    return role === "part" ? "#93b8f5" : (otherColours[names.indexOf(name) % otherColours.length] ?? textColour);
  };
}

function svg(height: number, parts: readonly string[]): string {
  const style = `font-family="system-ui, sans-serif" font-size="12" fill="${textColour}"`;
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} ${style}>\n${parts.join("\n")}\n</svg>\n`;
}

function text(x: number, y: number, content: string, attributes = ""): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}"${attributes === "" ? "" : ` ${attributes}`}>${escape(content)}</text>`;
}

function escape(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("`", "");
}
