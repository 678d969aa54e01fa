import type { Reporter, TestCase, TestModule } from "vitest/node";

/** Ends a run with `N passed, N failed` on the last line, after one line for each thing that was left out. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[], reason: string): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    const skipped = tests.filter((test) => test.result().state === "skipped");
    const broken = modules.filter((module) => module.errors().length > 0).length + unhandledErrors.length;
    const counted = count("failed") + broken + (process.env["CI"] ? skipped.length : 0);
    // What fails before the first test, as the set-up of the run, is counted nowhere else.
    const failed = reason === "failed" ? Math.max(counted, 1) : counted;

    if (!process.env["ALEMBIC_TS_TEST_MARIADB_URL"]) write("Not run: the tests on MariaDB, for no server answers.");
    for (const test of tests) {
      reportFailure(test);
      if (test.diagnostic()?.flaky === true) write(`Passed at the second try: ${nameOf(test)}`);
    }
    for (const module of modules) reportBroken(module);
    if (process.env["CI"]) skipped.forEach(reportSkip);
    else for (const line of new Set(skipped.map(lineOfSkip))) write(line);
    if (failed > 0) process.exitCode = 1;
    write(`${count("passed")} passed, ${failed} failed`);
  }
}

/** Once more, in a line: a long log is often kept by its end alone. */
function reportFailure(test: TestCase): void {
  const result = test.result();
  if (result.state !== "failed") return;
  write(`Failed: ${nameOf(test)}: ${firstLines(result.errors[0]?.message)}`);
}

function reportBroken(module: TestModule): void {
  const [error] = module.errors();
  if (error !== undefined) write(`Failed: ${module.relativeModuleId}: ${firstLines(error.message)}`);
}

function firstLines(message = ""): string {
  return message.split("\n").slice(0, 6).join(" | ").slice(0, 600);
}

/** In CI a test that did not run is a failure: nobody else would notice. */
function reportSkip(test: TestCase): void {
  write(`Skipped in CI: ${nameOf(test)}`);
}

function lineOfSkip(test: TestCase): string {
  const result = test.result();
  const reason = (result.state === "skipped" && result.note) || "what they need is not installed";
  return `Not run: tests of ${test.module.relativeModuleId}, for ${reason}.`;
}

function nameOf(test: TestCase): string {
  return `${test.module.relativeModuleId} > ${test.fullName}`;
}

function write(line: string): void {
  process.stdout.write(`${line}\n`);
}
