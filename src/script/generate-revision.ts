import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { hookSettings } from "../config/index.ts";
import { ScriptError } from "../errors/index.ts";
import type { RevisionNames } from "../revision/index.ts";
import { writeNewFile } from "../util/write-new-file.ts";
import { type CreateDate, createDateAt } from "./create-date.ts";
import { encode } from "./encode.ts";
import { headerNames } from "./header.ts";
import { planPath } from "./plan-path.ts";
import { type GenerateOptions, listOf, type PlannedRevision, planRevision } from "./plan-revision.ts";
import { checkHooks, type HookResult, runHooks } from "./post-write-hooks.ts";
import { headerOfText } from "./read-header.ts";
import { renderTemplate, templateVariables } from "./render-script.ts";
import { readTemplate, revisionTemplate } from "./revision-template.ts";
import type { Script } from "./script.ts";
import type { ScriptDirectory } from "./script-directory.ts";
import { writing } from "./writing.ts";

/** A revision that was written. */
export interface GeneratedRevision {
  readonly script: Script;
  /** The folders that had to be made for it, outermost first. */
  readonly createdFolders: readonly string[];
  /** What the post-write hooks printed. */
  readonly hooks: readonly HookResult[];
}

/** Plans, checks, writes, runs the hooks and reads the new revision again; see `ScriptDirectory.generateRevision()`. */
export async function generateRevision(
  directory: ScriptDirectory,
  options: GenerateOptions,
): Promise<GeneratedRevision> {
  const hooks = hookSettings(directory.config);
  checkHooks(hooks);
  const map = directory.revisionMap;
  map.assertSound();
  const revision = planRevision(map, options);
  const createDate = createDateAt(options.createDate ?? new Date(), directory.settings.timezone);
  const path = planPath(directory, revision, options, createDate);
  const text = await renderRevision(directory, revision, options, createDate);
  await checkText(path, text, revision, revisionTemplate(directory.dir).path);
  const content = encode(text, directory.settings.outputEncoding, path);
  const createdFolders = await makeFolders(dirname(path));
  await writing(path, () => writeNewFile(path, content));
  const results = await runHooks(hooks, path);
  const script = await directory.readScript(path);
  map.addRevision(script);
  return { script, createdFolders, hooks: results };
}

async function renderRevision(
  directory: ScriptDirectory,
  planned: PlannedRevision,
  options: GenerateOptions,
  createDate: CreateDate,
): Promise<string> {
  const template = revisionTemplate(directory.dir);
  const variables = templateVariables(
    {
      upRevision: planned.revision,
      downRevision: scalarOrList(planned.parents.map(({ revision }) => revision)),
      branchLabels: planned.branchLabels.length === 0 ? null : planned.branchLabels,
      dependsOn: scalarOrList(planned.dependsOn),
      createDate: createDate.text,
      message: options.message ?? "empty message",
      config: directory.config,
      upgrades: options.upgrades ?? "",
      downgrades: options.downgrades ?? "",
      imports: options.imports ?? [],
    },
    options.templateArgs ?? {},
    template.extension.endsWith("ts"),
  );
  return renderTemplate(readTemplate(template), template.path, variables);
}

/** What the template made must say of itself what was planned. */
async function checkText(path: string, text: string, planned: PlannedRevision, template: string): Promise<void> {
  const values = await headerOfText(path, text);
  if (values === null) return;
  const expected = [
    [planned.revision],
    planned.parents.map(({ revision }) => revision),
    planned.branchLabels,
    planned.dependsOn,
  ];
  for (const [index, name] of headerNames.entries()) {
    if (JSON.stringify(listOf(values[name] ?? null)) === JSON.stringify(expected[index])) continue;
    throw new ScriptError(
      "ALB0259",
      `The template ${basename(template)} does not write ${name} as it should be. Nothing was written.`,
      {
        hint: `Compare it with the one that \`alembic init\` writes: export const ${name} = <%= it.literal(…) %>;`,
      },
    );
  }
}

async function makeFolders(folder: string): Promise<readonly string[]> {
  const missing: string[] = [];
  for (let at = folder; !existsSync(at); at = dirname(at)) missing.unshift(at);
  await writing(folder, () => mkdir(folder, { recursive: true }));
  return missing;
}

function scalarOrList(names: readonly string[]): RevisionNames {
  return names.length > 1 ? names : (names[0] ?? null);
}
