import { heads } from "../commands/heads.ts";
import { history } from "../commands/history.ts";
import { listTemplates } from "../commands/list-templates.ts";
import type { Config } from "../config/index.ts";
import { type CommandSpec, commandSpecs, globalOptions, type OptionSpec } from "./command-spec.ts";
import { shells } from "./completion.ts";

/** Something that a word can become, and what it is. */
export interface Candidate {
  readonly word: string;
  readonly help: string;
}

const symbols: readonly Candidate[] = [
  { word: "head", help: "the newest revision" },
  { word: "heads", help: "the newest revision of each branch" },
  { word: "base", help: "before the first revision" },
];

/** Options whose value is a revision. */
const revisionOptions: ReadonlySet<string> = new Set(["head", "depends-on", "rev-range"]);

/**
 * What the last word of a command line can become.
 *
 * @param words what stands after the program's name; the last one is being written
 * @param config where revisions are found
 */
export async function complete(words: readonly string[], config: Config): Promise<readonly Candidate[]> {
  const written = words.at(-1) ?? "";
  const before = words.slice(0, -1);
  const spec = commandSpecs.find(({ name }) => before.some((word) => word.replaceAll("_", "-") === name));
  const candidates = await candidatesFor(written, before, spec, config);
  return candidates.filter(({ word }) => word.startsWith(written));
}

async function candidatesFor(
  written: string,
  before: readonly string[],
  spec: CommandSpec | undefined,
  config: Config,
): Promise<readonly Candidate[]> {
  const options = spec?.options ?? globalOptions;
  const open = openOption(before.at(-1), options);
  if (open !== undefined) return valuesOf(open, config);
  if (written.startsWith("-")) return options.filter(({ name }) => name.length > 1).map(optionCandidate);
  if (spec === undefined) return commandSpecs.map(({ name, help }) => ({ word: name, help }));
  if (spec.name === "completion") return shells.map((word) => ({ word, help: "" }));
  return spec.args.some(({ isRevision }) => isRevision === true) ? revisions(config) : [];
}

function openOption(previous: string | undefined, options: readonly OptionSpec[]): OptionSpec | undefined {
  const found = options.find(({ name, short }) => previous === `--${name}` || previous === `-${short}`);
  return found?.kind === "flag" ? undefined : found;
}

function optionCandidate({ name, help }: OptionSpec): Candidate {
  return { word: `--${name}`, help };
}

async function valuesOf({ name }: OptionSpec, config: Config): Promise<readonly Candidate[]> {
  if (revisionOptions.has(name)) return revisions(config);
  if (name !== "template") return [];
  const { templates } = await listTemplates(config);
  return templates.map((template) => ({ word: template.name, help: template.synopsis }));
}

async function revisions(config: Config): Promise<readonly Candidate[]> {
  const { revisions: all } = await history(config);
  const labels = (await heads(config)).revisions.flatMap(({ branchLabels }) => branchLabels);
  return [
    ...symbols,
    ...[...new Set(labels)].map((label) => ({ word: `${label}@head`, help: `the newest revision of ${label}` })),
    ...all.map(({ revision, message }) => ({ word: revision, help: message.split("\n", 1)[0] ?? "" })),
  ];
}
