import { atMost, fasterThan } from "../harness/claims.ts";
import type { Bound, Case, Contestant, Scenario } from "../harness/scenario.ts";
import { npmPeerNames } from "../worlds/npm-peers.ts";
import { pythonName } from "../worlds/python-alembic.ts";
import { node, nodeName, toolName } from "../worlds/tool.ts";
import type { World } from "../worlds/world.ts";

export const coldStart: Scenario = {
  name: "cold-start",
  title: "Cold start",
  about: "What it takes to print the help, and the version.",
  async *cases(world) {
    yield await caseOf(world, "--help", [
      atMost(toolName, 1.4, nodeName),
      fasterThan(toolName, 2.5, pythonName),
      ...npmPeerNames.map((name) => fasterThan(toolName, 1, name)),
    ]);
    if (!world.isQuick) yield await caseOf(world, "--version", []);
  },
};

async function caseOf(world: World, option: "--help" | "--version", bounds: readonly Bound[]): Promise<Case> {
  const project = await world.tool.project("cold-start", {});
  const python = await world.python?.project("cold-start", {});
  const contestants: Contestant[] = [node(project), world.tool.contestant(project, option)];
  if (world.python !== null && python !== undefined) contestants.push(world.python.contestant(python, option));
  for (const name of npmPeerNames) {
    const folder = await world.peers.project(name, "cold-start", {});
    contestants.push(...world.peers.contestant(name, folder, [option]));
  }
  return { title: option, size: null, series: option, contestants, bounds };
}
