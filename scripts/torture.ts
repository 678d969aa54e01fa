// Kills a chain of migrations before, during and after each of its statements, on every engine and driver that is there, and
// checks that the next run leaves the schema and the rows of a run without a kill.
//
//   npm run torture                     every statement, every moment, every engine
//   npm run torture -- mariadb          one engine
//   npm run torture -- sqlite --every 5 each fifth point
import { createCrashWorld, type CrashWorld, type KillPoint, moments, type Outcome } from "../tests/crash/harness.ts";
import { type CrashTarget, crashTargets } from "../tests/crash/targets.ts";
import setUpRun from "../tests/support/set-up-run.ts";

/** Processes that run side by side. */
const lanes = 2;

interface Counts {
  readonly kills: number;
  readonly survived: number;
  readonly lost: number;
}

const args = process.argv.slice(2);
const everyAt = args.indexOf("--every");
const every = everyAt === -1 ? 1 : Number(args[everyAt + 1]);
const wanted = args.find((word, index) => !word.startsWith("-") && (everyAt === -1 || index !== everyAt + 1)) ?? "";

const tearDown = await setUpRun();
const all: Counts[] = [];
try {
  for (const target of crashTargets().filter(({ name }) => name.startsWith(wanted))) {
    if (target.obstacle === null) all.push(await torture(target));
    else console.log(`${target.name}: not run, for ${target.obstacle}`);
  }
} finally {
  await tearDown();
}
const sum = (key: keyof Counts): number => all.reduce((total, counts) => total + counts[key], 0);
const total = { kills: sum("kills"), survived: sum("survived"), lost: sum("lost") };
console.log(`All: ${summaryOf(total)}`);
process.exitCode = total.lost === 0 && total.kills > 0 ? 0 : 1;

async function torture(target: CrashTarget): Promise<Counts> {
  const started = performance.now();
  const outcomes = await killEverywhere(target);
  const losses = outcomes.filter(({ loss }) => loss !== null);
  const counts = {
    kills: outcomes.filter(({ isKilled }) => isKilled).length,
    survived: outcomes.length - losses.length,
    lost: losses.length,
  };
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(`${target.name}: ${summaryOf(counts)} (${seconds} s)`);
  for (const { statement, moment, loss } of losses) console.log(`  ${moment} statement ${statement}: ${loss}`);
  return counts;
}

function summaryOf({ kills, survived, lost }: Counts): string {
  return `${kills} kills, ${survived} survived, ${lost} lost`;
}

async function killEverywhere(target: CrashTarget): Promise<readonly Outcome[]> {
  const world = await createCrashWorld(target);
  try {
    const queue = [...pointsOf(world)];
    const outcomes: Outcome[] = [];
    const lane = async (): Promise<void> => {
      for (let point = queue.shift(); point !== undefined; point = queue.shift())
        outcomes.push(await world.kill(point));
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    return outcomes;
  } finally {
    await world.remove();
  }
}

function pointsOf({ statements }: CrashWorld): readonly KillPoint[] {
  const points = Array.from({ length: statements }, (_, index) =>
    moments.map((moment) => ({ statement: index + 1, moment })),
  ).flat();
  return points.filter((_, index) => index % every === 0);
}
