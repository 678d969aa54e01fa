import type { Interruption } from "../config/index.ts";

/** Where the command line reads from and writes to: the process's own, or a test's. */
export interface Terminal {
  readonly stdout: { write(text: string): unknown; readonly isTTY?: boolean | undefined };
  readonly stderr: {
    write(text: string): unknown;
    readonly isTTY?: boolean | undefined;
    readonly columns?: number | undefined;
  };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Asks a question that is answered by yes or no; absent where nobody sits in front of it. */
  readonly confirm?: (question: string) => Promise<boolean>;
  /** A wish to stop from outside, where there can be one. */
  readonly interruption?: Interruption;
}

const codes = { bold: [1, 22], red: [31, 39], green: [32, 39], yellow: [33, 39], dim: [2, 22] } as const;

/** How text can stand out. */
export type TextStyle = keyof typeof codes;

/** Says what a piece of text looks like. */
export type Styler = (style: TextStyle, text: string) => string;

/** What a command prints. */
export interface Output {
  readonly isJson: boolean;
  readonly style: Styler;
  /** Prints a line of the result. */
  line(text: string): void;
  /** Prints the result as JSON, with the shape's version and the command. */
  json(result: object): void;
}

/** Options of {@link createOutput}. */
export interface OutputOptions {
  readonly command: string;
  readonly isJson: boolean;
  readonly isQuiet: boolean;
}

/** Prints a command's results on standard output. */
export function createOutput(terminal: Terminal, { command, isJson, isQuiet }: OutputOptions): Output {
  const write = (text: string): void => {
    if (!isQuiet) terminal.stdout.write(`${text}\n`);
  };
  return {
    isJson,
    style: stylerFor(terminal.stdout, terminal.env),
    line: write,
    json: (result) => write(JSON.stringify({ version: 1, command, ...result }, null, 2)),
  };
}

/** Colours on a terminal, unless NO_COLOR asks for none. */
export function stylerFor(stream: Terminal["stdout"], env: Terminal["env"]): Styler {
  const isColoured = stream.isTTY === true && !env["NO_COLOR"] && env["TERM"] !== "dumb";
  if (!isColoured) return (_style, text) => text;
  return (style, text) => {
    const [on, off] = codes[style];
    return `\u001B[${on}m${text}\u001B[${off}m`;
  };
}
