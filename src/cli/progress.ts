import { printable } from "./printable.ts";

/** Where progress is drawn: a terminal. */
interface Screen {
  write(text: string): unknown;
  /** 0 where the terminal does not know. */
  readonly columns?: number | undefined;
}

/** How often the clock moves, in milliseconds. */
const tick = 100;
const clearLine = "\r\u001B[K";

/** The line of what runs at the moment, with a clock, at the end of a terminal's text. */
export class Progress {
  readonly #screen: Screen;
  #current: { readonly label: string; readonly start: number } | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  start(label: string): void {
    this.#current = { label: printable(label), start: performance.now() };
    this.#draw();
    this.#timer = setInterval(() => this.#draw(), tick).unref();
  }

  /** Leaves the line as it is to stay. */
  end(mark: string): void {
    if (this.#current === null) return;
    this.#draw(mark);
    this.#screen.write("\n");
    this.#stop();
  }

  /** Prints text above the line. */
  above(text: string): void {
    this.#screen.write(this.#current === null ? text : clearLine + text);
    this.#draw();
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#current = null;
  }

  #draw(mark = "…"): void {
    if (this.#current === null) return;
    const { label, start } = this.#current;
    const clock = `  ${((performance.now() - start) / 1000).toFixed(1)} s`;
    const room = (this.#screen.columns || 80) - clock.length - mark.length - 2;
    const text = label.length > room ? `${label.slice(0, Math.max(0, room - 1))}…` : label;
    this.#screen.write(`${clearLine}${mark} ${text}${clock}`);
  }
}
