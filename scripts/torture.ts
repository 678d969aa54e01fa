// Kills a chain of migrations before, during and after each of its statements, on every engine and driver that is there, and
// checks that the next run leaves the schema and the rows of a run without a kill.
//
//   npm run torture                     every statement, every moment, every engine
//   npm run torture -- mariadb          one engine
//   npm run torture -- sqlite --every 5 each fifth point
import { connect } from "../src/dialects/registry.ts";
import { DriverMissingError } from "../src/errors/index.ts";
import { availableEngines, type TestEngine } from "../src/testing/index.ts";
import { createCrashWorld, type CrashWorld, type KillPoint, moments, type Outcome } from "../tests/crash/harness.ts";
import setUpRun from "../tests/support/set-up-run.ts";

/** Processes that run side by side. */
const lanes = 2;

interface Target {
  readonly name: string;
  readonly engine: TestEngine;
  readonly urlOf: (url: string) => string;
}

const args = process.argv.slice(2);
const everyAt = args.indexOf("--every");
const every = everyAt === -1 ? 1 : Number(args[everyAt + 1]);
const wanted = args.find((word, index) => !word.startsWith("-") && (everyAt === -1 || index !== everyAt + 1));

const tearDown = await setUpRun();
let lost = 0;
for (const target of await targets()) {
  if (wanted !== undefined && !target.name.startsWith(wanted)) continue;
  const outcomes = await torture(target);
  const losses = outcomes.filter(({ loss }) => loss !== null);
  const kills = outcomes.filter(({ isKilled }) => isKilled).length;
  lost += losses.length;
  console.log(`${target.name}: ${kills} kills, ${outcomes.length - losses.length} survived, ${losses.length} lost`);
  for (const { statement, moment, loss } of losses) console.log(`  ${moment} statement ${statement}: ${loss}`);
}
await tearDown();
console.log(lost === 0 ? "Nothing was lost." : `${lost} were lost.`);
process.exitCode = lost === 0 ? 0 : 1;

async function targets(): Promise<readonly Target[]> {
  const others = availableEngines({ isShared: true }).filter(({ dialect }) => dialect !== "sqlite");
  const sqlite = availableEngines({ isShared: true }).find(({ dialect }) => dialect === "sqlite");
  const drivers = sqlite === undefined ? [] : await sqliteDrivers();
  return [
    ...others.map((engine) => ({ name: engine.name, engine, urlOf: (url: string) => url })),
    ...drivers.flatMap((driver) =>
      sqlite === undefined
        ? []
        : [
            {
              name: `sqlite ${driver}`,
              engine: sqlite,
              urlOf: (url: string) => url.replace("sqlite:", `sqlite+${driver}:`),
            },
          ],
    ),
  ];
}

async function sqliteDrivers(): Promise<readonly string[]> {
  const found: string[] = [];
  for (const driver of ["node-sqlite", "better-sqlite3", "libsql"]) {
    try {
      await connect(`sqlite+${driver}://`, () => found.push(driver));
    } catch (error) {
      if (!(error instanceof DriverMissingError)) throw error;
    }
  }
  return found;
}

async function torture({ engine, urlOf }: Target): Promise<readonly Outcome[]> {
  const world = await createCrashWorld(engine, urlOf);
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
  const all = Array.from({ length: statements }, (_, index) =>
    moments.map((moment) => ({ statement: index + 1, moment })),
  ).flat();
  return all.filter((_, index) => index % every === 0);
}
