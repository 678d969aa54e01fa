import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import sides from "../../scripts/sides.json" with { type: "json" };
import { availableEngines, type TestEngine, testEngines } from "../../src/testing/index.ts";
import type { PackedProjectOptions } from "../support/packed.ts";

/** An engine by one of its drivers: what a killed migration runs on. */
export interface CrashTarget {
  readonly name: string;
  readonly engine: TestEngine;
  /** The URL by which the command is told the driver. */
  urlOf(url: string): string;
  /** What the project needs, besides the package, for the driver. */
  readonly project: PackedProjectOptions;
  /** Why it cannot be tried here; null where it can. */
  readonly obstacle: string | null;
}

const sideFolders = resolve(import.meta.dirname, "../../.side");

/** Everything that can be killed: each server by each of its drivers, and SQLite by each of its own. */
export function crashTargets(): readonly CrashTarget[] {
  const servers = availableEngines({ isShared: true }).filter((engine) => engine !== testEngines.sqlite);
  return [...servers.map(serverTarget), sqliteTarget("libsql"), ...sides.map(sideTarget)];
}

function serverTarget(engine: TestEngine): CrashTarget {
  return { name: engine.name, engine, urlOf: (url) => url, project: {}, obstacle: null };
}

function sqliteTarget(driver: string): CrashTarget {
  const urlOf = (url: string): string => url.replace("sqlite:", `sqlite+${driver}:`);
  return { name: `sqlite by ${driver}`, engine: testEngines.sqlite, urlOf, project: {}, obstacle: null };
}

/** A driver that is no dependency of this repository, from the folder that the side tests install it in. */
function sideTarget(side: (typeof sides)[number]): CrashTarget {
  const folder = join(sideFolders, side.folder);
  const isInstalled = existsSync(join(folder, "node_modules", ".package-lock.json"));
  return {
    ...sqliteTarget(side.driver),
    project:
      side.program === undefined
        ? { packages: [side.package], sideFolder: folder }
        : { node: join(folder, side.program) },
    obstacle: isInstalled ? null : `${side.package} ${side.version} is not there: npm run side-tests -- install`,
  };
}
