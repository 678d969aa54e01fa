import { CommandError, InvalidArgumentError } from "../errors/index.ts";
import { Comparators, type Comparator, type ComparatorOptions, type CompareTarget } from "./comparators.ts";

/** An extension of autogenerate: its comparators take part where its name is among `autogeneratePlugins`. */
export class Plugin {
  readonly comparators = new Comparators();

  /** @param name words with dots between them, such as `acme.views` */
  constructor(readonly name: string) {
    if (!/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(name)) {
      throw new InvalidArgumentError("ALB0710", `"${name}" is no name for a plugin.`, {
        hint: "Write words with dots between them: acme.views.",
      });
    }
  }

  /**
   * Adds a comparator.
   *
   * @param comparator the function
   * @param target what it compares
   * @param options its element, dialect and priority
   */
  addAutogenerateComparator<Target extends CompareTarget>(
    comparator: Comparator<Target>,
    target: Target,
    options?: ComparatorOptions,
  ): void {
    this.comparators.add(target, comparator, options);
  }

  /** Takes the plugin out again. */
  remove(): void {
    plugins.delete(this.name);
  }
}

/** What a plugin is made from. */
export interface PluginDefinition {
  readonly name: string;
  /** Registers operations, implementations, renderers, comparators. */
  setup(plugin: Plugin): void;
}

const plugins = new Map<string, Plugin>();

/**
 * Adds a plugin. Its comparators take part where `autogeneratePlugins` names it.
 *
 * @param definition its name, and what it registers
 * @throws {InvalidArgumentError} when there is a plugin of that name, or the name is none
 * @example
 * registerPlugin({
 *   name: "acme.views",
 *   setup(plugin) {
 *     plugin.addAutogenerateComparator((context, ops) => context.warn("views are not compared"), "schema");
 *   },
 * });
 */
export function registerPlugin(definition: PluginDefinition): Plugin {
  if (plugins.has(definition.name)) {
    throw new InvalidArgumentError("ALB0711", `There is a plugin "${definition.name}" already.`, {
      hint: "Give it another name, or remove() the one that is there.",
    });
  }
  const plugin = new Plugin(definition.name);
  plugins.set(plugin.name, plugin);
  definition.setup(plugin);
  return plugin;
}

const builtIns = new Set<Plugin>();

/** Adds a plugin of the package itself. Its comparators find nothing in a table that is plainly the same on both sides. */
export function registerBuiltIn(definition: PluginDefinition): void {
  builtIns.add(registerPlugin(definition));
}

/** Whether a plugin is one of the package itself. */
export function isBuiltIn(plugin: Plugin): boolean {
  return builtIns.has(plugin);
}

/**
 * The plugins that patterns choose, in the order of their registration.
 *
 * @param patterns names; `*` stands for one or more further characters; `~` in front leaves out
 * @throws {InvalidArgumentError} for a pattern that is none
 * @throws {CommandError} when a pattern matches nothing
 */
export function choosePlugins(patterns: readonly string[]): readonly Plugin[] {
  const excluded = patterns.filter((pattern) => pattern.startsWith("~")).map((pattern) => matcher(pattern.slice(1)));
  const included = patterns.filter((pattern) => !pattern.startsWith("~"));
  const matchers = included.map((pattern) => [pattern, matcher(pattern)] as const);
  const names = [...plugins.keys()];
  const unmatched = matchers.filter(([, matches]) => !names.some((name) => matches.test(name)));
  if (unmatched.length > 0) throw nothingMatches(unmatched.map(([pattern]) => pattern));
  return [...plugins.values()].filter(
    ({ name }) => matchers.some(([, matches]) => matches.test(name)) && !excluded.some((matches) => matches.test(name)),
  );
}

function matcher(pattern: string): RegExp {
  const tokens = pattern.split(".");
  if (!tokens.every((token) => token === "*" || /^[A-Za-z_]\w*$/.test(token))) {
    throw new InvalidArgumentError("ALB0712", `"${pattern}" is no pattern for names of plugins.`, {
      hint: "Write words with dots between them, or * for a whole word: alembic.autogenerate.*.",
    });
  }
  return new RegExp(`^${tokens.map((token) => (token === "*" ? ".+?" : token)).join("\\.")}$`);
}

function nothingMatches(patterns: readonly string[]): CommandError {
  return new CommandError("ALB0713", `No plugin matches ${patterns.map((each) => `"${each}"`).join(", ")}.`, {
    hint: `There are: ${[...plugins.keys()].join(", ")}.`,
  });
}
