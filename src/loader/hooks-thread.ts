import type { LoadHook, ResolveHook } from "node:module";
import { type HookSettings, ModuleRules } from "./module-rules.ts";

// Node 20 runs hooks in a thread of their own, which loads this file: it is an entry of the build.

const rules = new ModuleRules();

/** Called for each registration, with its settings. */
export async function initialize(settings: HookSettings): Promise<void> {
  await rules.prepare(settings);
}

export const resolve: ResolveHook = async (specifier, context, nextResolve) => {
  const before = rules.urlBefore(specifier, context.parentURL);
  if (before !== null) return { url: before, shortCircuit: true };
  try {
    return await nextResolve(specifier, context);
  } catch (error) {
    const after = rules.urlAfter(specifier, context.parentURL);
    if (after === null) throw error;
    return { url: after, shortCircuit: true };
  }
};

export const load: LoadHook = async (url, context, nextLoad) => {
  const loaded = rules.load(url);
  if (loaded === null) return nextLoad(url, context);
  return { format: loaded.format, source: loaded.code, shortCircuit: true };
};
