/** The values of options, by their long names. */
export class OptionValues {
  readonly #values: ReadonlyMap<string, boolean | string | readonly string[]>;

  constructor(values: ReadonlyMap<string, boolean | string | readonly string[]>) {
    this.#values = values;
  }

  /** Whether a flag was given. */
  flag(name: string): boolean {
    return this.#values.get(name) === true;
  }

  /** The value of an option that has one; undefined where it was not given. */
  text(name: string): string | undefined {
    const value = this.#values.get(name);
    return typeof value === "string" ? value : undefined;
  }

  /** The values of an option that may be given several times; undefined where it was not given. */
  list(name: string): readonly string[] | undefined {
    const value = this.#values.get(name);
    return typeof value === "object" ? value : undefined;
  }

  /** Everything that was given, by name, as `env` can read it. */
  toObject(): Record<string, boolean | string | readonly string[]> {
    return Object.fromEntries(this.#values);
  }
}

/** A command line that was understood. */
export interface Invocation {
  /** The command's name, with dashes. */
  readonly command: string;
  readonly global: OptionValues;
  readonly options: OptionValues;
  readonly args: readonly string[];
}
