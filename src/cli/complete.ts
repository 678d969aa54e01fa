import { heads } from "../commands/heads.ts";
import { history } from "../commands/history.ts";
import { listTemplates } from "../commands/list-templates.ts";
import { Config, locateConfig } from "../config/index.ts";
import { type CommandSpec, globalOptions, type OptionSpec } from "./command-spec.ts";
import { shells } from "./completion.ts";
import { findCommand, splitAtCommand } from "./parse.ts";
import { readOptions } from "./read-options.ts";

/** Something that a word can become, and what it is. */
export interface Candidate {
  readonly word: string;
  readonly help: string;
}

/** What {@link complete} has to know. */
export interface CompletionSources {
  /** The commands that there are. */
  readonly specs: readonly CommandSpec[];
  /** For `ALEMBIC_CONFIG`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const symbols: readonly Candidate[] = [
  { word: "head", help: "the newest revision" },
  { word: "heads", help: "the newest revision of each branch" },
  { word: "base", help: "before the first revision" },
  { word: "current", help: "where the database stands" },
];

/** Options whose value is a revision. */
const revisionOptions: ReadonlySet<string> = new Set(["head", "depends-on", "rev-range"]);

/** Where `current` means something: elsewhere a database says itself where it stands. */
const takesCurrent: ReadonlySet<string> = new Set(["show", "edit", "history"]);

/**
 * What the last word of a command line can become.
 *
 * @param words what stands after the program's name; the last one is being written
 */
export async function complete(
  words: readonly string[],
  { specs, environment }: CompletionSources,
): Promise<readonly Candidate[]> {
  const line = splitAtCommand(words.slice(0, -1));
  const spec = findCommand(line.command ?? "", specs);
  const writing = new WordInWriting(words.at(-1) ?? "", line.after.at(-1) ?? line.before.at(-1), spec, () =>
    configFor(line.before, environment),
  );
  const candidates = line.command !== undefined && spec === undefined ? [] : await writing.candidates(specs);
  return candidates.filter(({ word }) => word.startsWith(writing.text));
}

/** The configuration that the options before the command name. */
function configFor(before: readonly string[], environment: CompletionSources["environment"]): Config {
  const { options } = readOptions(before, globalOptions, () => "");
  const { iniFile, packageFile } = locateConfig(options.list("config") ?? [], environment);
  const section = options.text("name");
  return new Config(iniFile, {
    packageFile,
    ...(section === undefined ? {} : { iniSection: section }),
    onWarning: () => undefined,
  });
}

/** The word at the end of a command line, with what stands before it. */
class WordInWriting {
  constructor(
    readonly text: string,
    private readonly previous: string | undefined,
    private readonly spec: CommandSpec | undefined,
    private readonly config: () => Config,
  ) {}

  async candidates(specs: readonly CommandSpec[]): Promise<readonly Candidate[]> {
    const { spec } = this;
    const options = spec?.options ?? globalOptions;
    const attached = /^(--[^=]+=)/.exec(this.text)?.[1];
    if (attached !== undefined) return withPrefix(attached, await this.#valuesAfter(attached.slice(0, -1), options));
    const open = openOption(this.previous, options);
    if (open !== undefined) return this.#valuesOf(open);
    if (this.text.startsWith("-")) return options.filter(({ name }) => name.length > 1).map(optionCandidate);
    if (spec === undefined) return specs.map(({ name, help }) => ({ word: name, help }));
    if (spec.name === "completion") return shells.map((word) => ({ word, help: "" }));
    return spec.args.some(({ isRevision }) => isRevision === true) ? this.#revisions() : [];
  }

  async #valuesAfter(written: string, options: readonly OptionSpec[]): Promise<readonly Candidate[]> {
    const open = openOption(written, options);
    return open === undefined ? [] : this.#valuesOf(open);
  }

  async #valuesOf({ name }: OptionSpec): Promise<readonly Candidate[]> {
    if (revisionOptions.has(name)) return this.#revisions();
    if (name !== "template") return [];
    const { templates } = await listTemplates(this.config());
    return templates.map((template) => ({ word: template.name, help: template.synopsis }));
  }

  /** What denotes a revision; of a range the part that is being written. */
  async #revisions(): Promise<readonly Candidate[]> {
    const config = this.config();
    const { revisions } = await history(config);
    const labels = (await heads(config)).revisions.flatMap(({ branchLabels }) => branchLabels);
    const known = takesCurrent.has(this.spec?.name ?? "") ? symbols : symbols.filter(({ word }) => word !== "current");
    const candidates = [
      ...known,
      ...[...new Set(labels)].map((label) => ({ word: `${label}@head`, help: `the newest revision of ${label}` })),
      ...revisions.map(({ revision, message }) => ({ word: revision, help: message.split("\n", 1)[0] ?? "" })),
    ];
    const range = /^(?:--[^=]+=)?(?<start>[^:]*:)/.exec(this.text)?.groups?.["start"];
    return range === undefined ? candidates : withPrefix(range, candidates);
  }
}

function withPrefix(prefix: string, candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.map(({ word, help }) => ({ word: prefix + word, help }));
}

function openOption(previous: string | undefined, options: readonly OptionSpec[]): OptionSpec | undefined {
  const found = options.find(({ name, short }) => previous === `--${name}` || previous === `-${short}`);
  return found?.kind === "flag" ? undefined : found;
}

function optionCandidate({ name, help }: OptionSpec): Candidate {
  return { word: `--${name}`, help };
}
