// Tests the SQLite drivers that are no dependency of this repository, from folders of their own below .side/:
// better-sqlite3, which may have to be compiled, and node:sqlite, which a newer Node has built in.
//
//   node scripts/side-tests.mjs install   only installs what is missing
//   node scripts/side-tests.mjs           installs, then runs SQLite's suites in each
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import sides from "./sides.json" with { type: "json" };

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

function pathOf(side) {
  return join(root, ".side", side.folder);
}

function install(side) {
  const manifest = join(pathOf(side), "package.json");
  const wanted = JSON.stringify({
    private: true,
    dependencies: { [side.package]: side.version },
    allowScripts: { [side.package]: true },
  });
  const isInstalled = existsSync(join(pathOf(side), "node_modules", ".package-lock.json"));
  if (isInstalled && readFileSync(manifest, "utf8") === wanted) return;
  mkdirSync(pathOf(side), { recursive: true });
  writeFileSync(manifest, wanted);
  const { status } = spawnSync("npm", ["install", "--no-audit", "--no-fund"], { cwd: pathOf(side), stdio: "inherit" });
  if (status !== 0) throw new Error(`npm install failed in ${pathOf(side)}`);
}

/** Runs the suite with the side's folder as the current one, where drivers' packages are looked for first. */
function test(side) {
  const report = join(pathOf(side), "report.json");
  const program = side.program === undefined ? process.execPath : join(pathOf(side), side.program);
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const args = [
    vitest,
    "run",
    "--root",
    root,
    "src/dialects/sqlite",
    "tests/batch",
    "--reporter=default",
    "--reporter=json",
  ];
  const env = { ...process.env, ALEMBIC_TS_SIDE_FOLDER: pathOf(side) };
  rmSync(report, { force: true });
  spawnSync(program, [...args, `--outputFile=${report}`], { cwd: pathOf(side), stdio: "inherit", env });
  return countTests(JSON.parse(readFileSync(report, "utf8")), side.driver);
}

/** Whatever else ran: the driver for which the folder is there must have been among it. */
function countTests(report, driver) {
  const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  const passed = tests.filter(({ status }) => status === "passed");
  const isTested = passed.some(({ fullName }) => fullName.includes(driver));
  if (!isTested) console.log(`No test of ${driver} passed.`);
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  const failed = tests.filter(({ status }) => status === "failed").length + broken.length;
  return { passed: passed.length, failed: isTested ? failed : failed + 1 };
}

for (const side of sides) install(side);
if (process.argv[2] !== "install") {
  const counts = sides.map((side) => {
    console.log(`${side.driver}, ${side.package} ${side.version}`);
    return test(side);
  });
  const sum = (key) => counts.reduce((total, count) => total + count[key], 0);
  if (sum("failed") > 0) process.exitCode = 1;
  console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
}
