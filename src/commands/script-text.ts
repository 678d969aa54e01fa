import type { Config } from "../config/index.ts";
import type { OutputBuffer } from "../runtime/configure-options.ts";

/** Keeps the script that offline mode writes, and passes it on to the configuration's buffer, if it has one. */
export class ScriptText implements OutputBuffer {
  readonly #config: Config;
  readonly #pieces: string[] = [];

  constructor(config: Config) {
    this.#config = config;
  }

  write(chunk: string | Uint8Array): void {
    const text = typeof chunk === "string" ? chunk : Buffer.from(chunk).toString();
    this.#pieces.push(text);
    this.#config.outputBuffer?.write(text);
  }

  get text(): string {
    return this.#pieces.join("");
  }

  /** The script; null where nothing was written. */
  get textOrNull(): string | null {
    return this.#pieces.length === 0 ? null : this.text;
  }
}
