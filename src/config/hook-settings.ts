import { ConfigurationError } from "../errors/index.ts";
import type { Config } from "./config.ts";
import { isArray, isHook, type PostWriteHook } from "./config-values.ts";

const section = "post_write_hooks";

/**
 * The post-write hooks, in order: from the ini file's section where there is one, even an empty one, else from `package.json`.
 *
 * @throws {ConfigurationError} where a hook has no type
 */
export function hookSettings(config: Config): readonly PostWriteHook[] {
  const entries = config.getSection(section);
  if (entries !== null) return hooksOfSection(entries);
  const hooks = config.getAlembicOption(section);
  if (hooks === null || typeof hooks !== "object" || !isArray(hooks)) return [];
  return hooks.filter(isHook).map((hook) => withType(hook.name, hook));
}

function hooksOfSection(entries: Readonly<Record<string, string>>): readonly PostWriteHook[] {
  const names = (entries["hooks"] ?? "").split(/[,\s]+/).filter((name) => name !== "");
  return names.map((name) => withType(name, optionsOf(name, entries)));
}

/** `prettier.type = bin` becomes `{ type: "bin" }` of the hook `prettier`; keys of an ini file are lower-cased. */
function optionsOf(name: string, entries: Readonly<Record<string, string>>): Record<string, string> {
  const prefix = `${name.toLowerCase()}.`;
  const own = Object.entries(entries).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value]));
}

function withType(name: string, options: Readonly<Record<string, string | readonly string[]>>): PostWriteHook {
  const type = options["type"];
  if (typeof type === "string") return { ...options, name, type };
  throw new ConfigurationError("ALB0211", `The post-write hook '${name}' has no type.`, {
    hint: `Write ${name}.type = bin for a package's executable, or ${name}.type = exec for any other.`,
  });
}
