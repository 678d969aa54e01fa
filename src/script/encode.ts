import { ConfigurationError, ScriptError } from "../errors/index.ts";

const encodings: Readonly<
  Record<string, { readonly codec: "utf8" | "latin1"; readonly last: number; readonly mark: string }>
> = {
  "utf-8": { codec: "utf8", last: 0x10_ff_ff, mark: "" },
  "utf-8-sig": { codec: "utf8", last: 0x10_ff_ff, mark: "\uFEFF" },
  ascii: { codec: "latin1", last: 0x7f, mark: "" },
  "latin-1": { codec: "latin1", last: 0xff, mark: "" },
};

const otherNames: Readonly<Record<string, string>> = {
  utf8: "utf-8",
  "us-ascii": "ascii",
  latin1: "latin-1",
  "iso-8859-1": "latin-1",
};

/**
 * A text in the encoding that `output_encoding` names.
 *
 * @param text what is to be written
 * @param encoding the setting's value
 * @param file for messages
 * @throws {ConfigurationError} for an encoding in which Node could not read the file again
 * @throws {ScriptError} where the text has characters that the encoding lacks
 */
export function encode(text: string, encoding: string, file: string): Uint8Array {
  const name = encoding.trim().toLowerCase().replaceAll("_", "-");
  const known = encodings[otherNames[name] ?? name];
  if (known === undefined) {
    throw new ConfigurationError("ALB0236", `The output_encoding '${encoding}' is none that source files can have.`, {
      hint: `It can be: ${Object.keys(encodings).join(", ")}.`,
    });
  }
  const foreign = Array.from(text).find((character) => (character.codePointAt(0) ?? 0) > known.last);
  if (foreign === undefined) return Buffer.from(known.mark + text, known.codec);
  throw new ScriptError(
    "ALB0237",
    `${file} would hold '${foreign}', which ${encoding} does not have. Nothing was written.`,
    {
      hint: "Set output_encoding = utf-8, or write the message in other characters.",
    },
  );
}
