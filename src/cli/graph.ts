/** A revision as a graph is drawn of it. */
export interface GraphNode {
  readonly revision: string;
  readonly downRevisions: readonly string[];
  /** What stands for it in its lane: `*` unless given. */
  readonly mark?: string;
}

/** One revision's lines of a graph: those that lead to it, and that of its own, beside which its text stands. */
export interface GraphRow {
  /** Lines above: branches that come together here. */
  readonly above: readonly string[];
  readonly line: string;
  /** Lines below: the ways to the parents of a merge point. */
  readonly below: readonly string[];
}

/** Draws how revisions build on each other, in lanes. Each revision comes before those that it builds on. */
export function drawGraph(nodes: readonly GraphNode[]): readonly GraphRow[] {
  const shown = new Set(nodes.map(({ revision }) => revision));
  const lanes: string[] = [];
  /** The lane at the right in which a revision has just ended: what follows there has nothing to do with it. */
  let ended: number | null = null;
  return nodes.map(({ revision, downRevisions, mark = "*" }) => {
    const above = [...joinLanes(lanes, revision)];
    if (!lanes.includes(revision)) {
      if (lanes.length === ended) above.push(text(lanes.flatMap(() => ["|", " "])));
      lanes.push(revision);
    }
    const lane = lanes.indexOf(revision);
    const line = lanes.map((_awaited, index) => (index === lane ? mark : "|")).join(" ");
    const parents = downRevisions.filter((parent) => shown.has(parent));
    const below = leaveTo(lanes, lane, parents);
    ended = parents.length === 0 && lane === lanes.length ? lane : null;
    return { above, line, below };
  });
}

/** Lanes that lead to one revision become one, from the right: a line for each that joins the next one on its left. */
function joinLanes(lanes: string[], revision: string): readonly string[] {
  const lines: string[] = [];
  for (;;) {
    const lane = lanes.lastIndexOf(revision);
    const target = lane < 1 ? -1 : lanes.lastIndexOf(revision, lane - 1);
    if (target < 0) return lines;
    lines.push(joinLine(lanes.length, target, lane));
    lanes.splice(lane, 1);
  }
}

function joinLine(count: number, target: number, lane: number): string {
  const line = blank(count);
  for (let index = 0; index < lane; index++) line[2 * index] = "|";
  for (let index = target; index < lane - 1; index++) line[2 * index + 1] = "_";
  line[2 * lane - 1] = "/";
  for (let index = lane + 1; index < count; index++) line[2 * index - 1] = "/";
  return text(line);
}

/** The lane goes on to the first parent; each other one has a lane already, or gets one on the right. */
function leaveTo(lanes: string[], lane: number, parents: readonly string[]): readonly string[] {
  const [first, ...others] = parents;
  if (first === undefined) return endLane(lanes, lane);
  lanes[lane] = first;
  return others.toReversed().map((parent) => {
    const line = splitLine(lanes.length, lane);
    lanes.splice(lane + 1, 0, parent);
    return line;
  });
}

function endLane(lanes: string[], lane: number): readonly string[] {
  const count = lanes.length;
  lanes.splice(lane, 1);
  if (lane === count - 1) return [];
  const line = blank(count);
  for (let index = 0; index < lane; index++) line[2 * index] = "|";
  for (let index = lane + 1; index < count; index++) line[2 * index - 1] = "/";
  return [text(line)];
}

function splitLine(count: number, lane: number): string {
  const line = blank(count + 1);
  for (let index = 0; index <= lane; index++) line[2 * index] = "|";
  for (let index = lane; index < count; index++) line[2 * index + 1] = "\\";
  return text(line);
}

function blank(count: number): string[] {
  return Array.from({ length: 2 * count }, () => " ");
}

function text(characters: readonly string[]): string {
  return characters.join("").trimEnd();
}
