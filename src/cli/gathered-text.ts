/** In characters: as much as is written at once. */
const chunk = 1 << 16;

/** Gathers text for a file or a pipe: a script comes in thousands of pieces, and each write costs more than the piece. */
export class GatheredText {
  readonly #sink: { write(text: string): unknown };
  #text = "";

  constructor(sink: { write(text: string): unknown }) {
    this.#sink = sink;
  }

  write(text: string): void {
    this.#text += text;
    if (this.#text.length >= chunk) this.flush();
  }

  /** Writes what has been gathered. */
  flush(): void {
    if (this.#text !== "") this.#sink.write(this.#text);
    this.#text = "";
  }
}
