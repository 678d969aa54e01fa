import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { Config } from "../../src/config/index.ts";
import { ScriptDirectory } from "../../src/script/script-directory.ts";
import { withTemporaryFolder } from "../../src/testing/temporary-folder.ts";
import { asCliCase, type CliCase, type RecordedRevision, type RecordedStep } from "../cli/cli-case.ts";
import { lineFacts, runningFacts } from "../cli/facts.ts";
import { type Answer, CliProject } from "../cli/project.ts";
import { hasCounterpart, translateArguments, translateContent, translateName } from "../cli/translate.ts";
import { firstDifference } from "../compare.ts";
import type { CorpusCase } from "../corpus.ts";
import { type CaseResult, type ConformanceGroup, failed, PASSED } from "../group.ts";

export const cli: ConformanceGroup = { name: "cli", runCase };

async function runCase(testCase: CorpusCase): Promise<CaseResult> {
  const recorded = asCliCase(testCase);
  return withTemporaryFolder(async (folder) => {
    const project = await CliProject.create(realpathSync(folder), recorded);
    try {
      return await new CaseRun(project, recorded).run();
    } finally {
      project.close();
    }
  });
}

/** One case while it runs: the ids that there are, and those that were made by chance. */
class CaseRun {
  readonly #ids = new Set<string>();
  readonly #generated: string[] = [];

  constructor(
    private readonly project: CliProject,
    private readonly recorded: CliCase,
  ) {
    for (const revision of recorded.project?.revisions ?? []) this.#ids.add(revision.revision);
  }

  async run(): Promise<CaseResult> {
    for (const [index, step] of this.recorded.steps.entries()) {
      const difference = await this.#runStep(step);
      if (difference !== null) return failed(`step ${index} (${step.argv?.join(" ") ?? "no command"}): ${difference}`);
    }
    return PASSED;
  }

  async #runStep(step: RecordedStep): Promise<string | null> {
    if (step.sql !== undefined) await this.project.execute(step.sql);
    if (step.argv === undefined && step.model !== undefined) this.project.setModel(step.model);
    if (step.write !== undefined) for (const id of await this.project.writeFiles(step.write)) this.#ids.add(id);
    if (step.setting !== undefined) await this.project.changeSettings(step.setting);
    if (step.argv === undefined) return null;
    const before = new Set(await this.project.fileNames());
    const argv = translateArguments(step.argv, this.project.folder).map((word) => this.#withRealIds(word));
    const env = Object.entries(step.env ?? {}).map(([name, value]) => [
      name,
      value.replaceAll("<dir>", this.project.folder),
    ]);
    const answer = await this.project.run(argv, Object.fromEntries(env));
    const written = (await this.project.fileNames()).filter((name) => !before.has(name));
    return (
      exitDifference(step, answer) ??
      (await this.#createdDifference(step, written)) ??
      this.#factsDifference(step, answer) ??
      (await this.#databaseDifference(step)) ??
      (await this.#filesDifference(step))
    );
  }

  async #createdDifference(step: RecordedStep, written: readonly string[]): Promise<string | null> {
    const scripts = written.filter((name) => /versions\/.*\.ts$/.test(name) || name.startsWith("migrations/versions/"));
    const actual = await Promise.all(scripts.toSorted().map((name) => this.#createdRevision(name)));
    for (const { revision } of actual) if (/^[0-9a-f]{12}$/.test(revision)) this.#generated.push(revision);
    for (const { revision } of [...actual, ...(step.created ?? [])]) this.#ids.add(revision);
    const expected = (step.created ?? []).map(({ upgrade: _up, downgrade: _down, file = "", ...rest }) => ({
      ...rest,
      file: withoutTime(translateName(file)),
    }));
    const shown = actual.map((each) => ({ ...each, file: withoutTime(each.file) }));
    return firstDifference(
      expected.toSorted(byRevision),
      JSON.parse(this.#withPlaceholders(JSON.stringify(shown))),
      "created",
    );
  }

  async #createdRevision(file: string): Promise<CreatedRevision> {
    const config = new Config({ scriptLocation: join(this.project.folder, file, "..") });
    const script = await (await ScriptDirectory.fromConfig(config)).readScript(join(this.project.folder, file));
    const labels = script.declaredBranchLabels;
    return {
      file,
      doc: script.doc,
      revision: script.revision,
      down_revision: script.downRevision,
      branch_labels: labels.length === 0 ? null : labels,
      depends_on: script.dependencies,
    };
  }

  #factsDifference({ argv = [], facts = {}, unordered }: RecordedStep, answer: Answer): string | null {
    const stdout = this.#withPlaceholders(answer.stdout);
    const lines = lineFacts(stdout, this.#ids);
    const running = runningFacts(this.#withPlaceholders(answer.stderr), this.#ids);
    const isUnordered = unordered === true || argv.includes("branches");
    const sorted = (list: readonly unknown[]): unknown =>
      isUnordered ? list.map((each) => JSON.stringify(each)).toSorted() : list;
    if (facts.failed === true) return answer.stderr.includes("FAILED:") ? null : `no failure is told: ${answer.stderr}`;
    return (
      firstDifference(sorted(facts.lines ?? []), sorted(lines), "lines") ??
      firstDifference(facts.running ?? [], running, "running")
    );
  }

  /** Commands that read make no version table here, nor a database: an empty table and none are the same for them. */
  async #databaseDifference({ argv = [], version_rows: rows, tables }: RecordedStep): Promise<string | null> {
    const mayBeMissing = rows?.length === 0 && !argv.some((word) => migrating.has(word));
    if (!existsSync(join(this.project.folder, "app.db"))) {
      return rows === undefined || rows.length === 0 ? null : "there is no database";
    }
    const configured = this.recorded.project?.configure?.["version_table"];
    const versionTable = typeof configured === "string" ? configured : "alembic_version";
    const names = (await this.project.rows("select name from sqlite_master where type = 'table' order by name")).filter(
      (name) => !name.startsWith("sqlite_"),
    );
    const found = names.includes(versionTable)
      ? (await this.project.rows(`select version_num from ${versionTable} order by 1`)).map((id) =>
          this.#withPlaceholders(id),
        )
      : undefined;
    return (
      (found === undefined && mayBeMissing ? null : firstDifference(rows, found, "version_rows")) ??
      firstDifference(
        tables ?? [],
        names.filter((name) => name !== versionTable),
        "tables",
      )
    );
  }

  async #filesDifference({ files, contents }: RecordedStep): Promise<string | null> {
    const all = await this.project.fileNames();
    for (const name of (files ?? []).filter(hasCounterpart).map(translateName))
      if (!all.includes(name)) return `${name} was not written`;
    for (const [name, content] of Object.entries(contents ?? {})) {
      const difference = firstDifference(
        translateContent(name, content).trim(),
        (await this.project.read(translateName(name))).trim(),
        name,
      );
      if (difference !== null) return difference;
    }
    return null;
  }

  #withPlaceholders(text: string): string {
    return this.#generated.reduce(
      (changed, id, index) => changed.replaceAll(id, `<rev${index + 1}>`),
      text.replaceAll(this.project.folder, "<dir>"),
    );
  }

  #withRealIds(word: string): string {
    return word.replaceAll(/<rev(\d+)(?::(\d+))?>/g, (_match, number: string, length: string | undefined) => {
      const id = this.#generated[Number(number) - 1] ?? "";
      return length === undefined ? id : id.slice(0, Number(length));
    });
  }
}

/** What is compared of a revision file that was written. */
interface CreatedRevision extends Omit<RecordedRevision, "upgrade" | "downgrade"> {
  readonly file: string;
}

/** The commands that make the version table where it is missing. */
const migrating: ReadonlySet<string> = new Set(["upgrade", "downgrade", "stamp", "ensure_version"]);

function exitDifference({ exit, argv = [] }: RecordedStep, answer: Answer): string | null {
  const isAllowed: Readonly<Record<number, boolean>> = {
    0: answer.exit === 0,
    1: answer.exit !== 0,
    2: answer.exit === 2,
    255: answer.exit === 1 || (answer.exit === 3 && asksForWork(argv)),
  };
  return isAllowed[exit ?? 0] === true ? null : `expected status ${exit}, got ${answer.exit}: ${answer.stderr}`;
}

function asksForWork(argv: readonly string[]): boolean {
  return argv.includes("check") || argv.includes("--check-heads");
}

/** Names with a date in them are compared without it. */
function withoutTime(file: string): string {
  return file.replace(/\/(<date>|<epoch>|\d{4}_\d\d_\d\d_\d{4}|\d{10})(?=[-_])/, "/<time>");
}

function byRevision(left: { readonly revision: string }, right: { readonly revision: string }): number {
  return left.revision < right.revision ? -1 : 1;
}
