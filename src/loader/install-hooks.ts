import * as nodeModule from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ownPackageRoot } from "../util/own-package.ts";
import { type HookSettings, ModuleRules } from "./module-rules.ts";
import { ownSpecifiers } from "./own-specifiers.ts";
import { plainModules } from "./plain-modules.ts";

let inThread: ModuleRules | null = null;
let installed: { readonly roots: Set<string>; typescript: boolean } | null = null;

/**
 * Teaches Node to load the files of a project, from now on and for the whole process. What is installed already is left.
 *
 * @param roots folders from which modules may be imported by a bare name
 * @param typescript whether TypeScript files are to be loaded as well
 */
export async function installHooks(roots: readonly string[], typescript: boolean): Promise<void> {
  const isNew =
    installed === null || (typescript && !installed.typescript) || roots.some((root) => !installed?.roots.has(root));
  if (!isNew) return;
  installed = {
    roots: new Set([...(installed?.roots ?? []), ...roots]),
    typescript: typescript || (installed?.typescript ?? false),
  };
  if (typescript) process.setSourceMapsEnabled(true);
  const settings: HookSettings = { own: ownSpecifiers(), roots, typescript, plain: plainModules() };
  // Node 20 has no registerHooks(); from Node 26 on register() prints a deprecation.
  if (typeof nodeModule.registerHooks === "function") await registerInThread(settings);
  else nodeModule.register(hooksThread(), { data: settings });
}

async function registerInThread(settings: HookSettings): Promise<void> {
  const isFirst = inThread === null;
  const rules = (inThread ??= new ModuleRules());
  await rules.prepare(settings);
  if (!isFirst) return;
  nodeModule.registerHooks({
    resolve(specifier, context, nextResolve) {
      const before = rules.urlBefore(specifier, context.parentURL);
      if (before !== null) return { url: before, shortCircuit: true };
      try {
        return nextResolve(specifier, context);
      } catch (error) {
        const after = rules.urlAfter(specifier, context.parentURL);
        if (after === null) throw error;
        return { url: after, shortCircuit: true };
      }
    },
    load(url, context, nextLoad) {
      const loaded = rules.load(url);
      if (loaded === null) return nextLoad(url, context);
      return { format: loaded.format, source: loaded.code, shortCircuit: true };
    },
  });
}

/** Where the build puts hooks-thread.ts. */
function hooksThread(): URL {
  return pathToFileURL(join(ownPackageRoot(), "dist", "loader", "hooks-thread.mjs"));
}
