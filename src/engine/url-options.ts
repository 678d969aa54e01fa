import { InvalidArgumentError } from "../errors/index.ts";
import { suggest } from "../util/suggest.ts";
import type { DatabaseUrl } from "./url.ts";

const words: Readonly<Record<string, boolean>> = {
  true: true,
  on: true,
  yes: true,
  "1": true,
  false: false,
  off: false,
  no: false,
  "0": false,
};

/** The query options of a URL, read with their types. Messages name an option, never its value. */
export class UrlOptions {
  constructor(private readonly url: DatabaseUrl) {}

  /**
   * Refuses an option that no one reads, which may be a mistyped one that someone relies on.
   *
   * @param known the options that are read, and those that other tools put in the same URL
   */
  checkKeys(known: readonly string[]): void {
    for (const key of Object.keys(this.url.query)) {
      if (known.includes(key)) continue;
      const near = suggest(key, known);
      throw new InvalidArgumentError("ALB0504", `the database URL has an unknown option "${key}"`, {
        hint: near === null ? "Remove it from the URL." : `Did you mean "${near}"?`,
      });
    }
  }

  /** The option's value, the last one where it is given twice. */
  text(...keys: readonly string[]): string | undefined {
    for (const key of keys) {
      const value = Object.hasOwn(this.url.query, key) ? this.url.query[key] : undefined;
      if (value !== undefined) return typeof value === "string" ? value : value.at(-1);
    }
    return undefined;
  }

  all(key: string): readonly string[] {
    return Object.hasOwn(this.url.query, key) ? [this.url.query[key] ?? []].flat() : [];
  }

  boolean(key: string): boolean | undefined {
    const text = this.text(key);
    if (text === undefined) return undefined;
    const value = Object.hasOwn(words, text.toLowerCase()) ? words[text.toLowerCase()] : undefined;
    return value ?? this.refuse(key, "on or off");
  }

  /** A time in seconds, possibly with a fraction, as milliseconds. */
  milliseconds(key: string): number | undefined {
    const text = this.text(key);
    if (text === undefined) return undefined;
    if (/^\d+(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000);
    return this.refuse(key, "a number of seconds");
  }

  oneOf<Word extends string>(key: string, allowed: readonly Word[]): Word | undefined {
    const text = this.text(key)?.toLowerCase();
    if (text === undefined) return undefined;
    return allowed.find((word) => word === text) ?? this.refuse(key, allowed.join(", "));
  }

  refuse(key: string, wanted: string): never {
    throw new InvalidArgumentError("ALB0504", `the option "${key}" of the database URL has a value it cannot have`, {
      hint: `It takes: ${wanted}.`,
    });
  }
}
