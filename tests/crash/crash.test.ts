import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CrashWorld, createCrashWorld, type KillPoint, moments } from "./harness.ts";
import { crashTargets } from "./targets.ts";

/** How many kills of each engine a usual run of the tests tries; `npm run torture` tries all. */
const sample = 4;

/** Points spread over the whole run, the moments in turn. */
function samplePoints(statements: number): readonly KillPoint[] {
  return Array.from({ length: sample }, (_, index) => ({
    statement: Math.round(((index + 0.5) * statements) / sample),
    moment: moments[index % moments.length] ?? "before",
  }));
}

describe.each(crashTargets())("a migration on $name that is killed", (target) => {
  let world: CrashWorld;

  beforeAll(async () => {
    if (target.obstacle === null) world = await createCrashWorld(target);
  });
  afterAll(() => world?.remove());

  it("is taken up by the next run, which leaves the schema and the rows of a run without a kill", async (context) => {
    if (target.obstacle !== null) return context.skip(target.obstacle);
    const outcomes = [];
    for (const point of samplePoints(world.statements)) outcomes.push(await world.kill(point));
    expect(outcomes.filter(({ loss }) => loss !== null)).toEqual([]);
  });
});
