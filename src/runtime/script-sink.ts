import { InvalidArgumentError } from "../errors/index.ts";
import type { OutputBuffer } from "./configure-options.ts";

/** What takes the pieces of a script: the buffer, which gets bytes where an encoding is asked for. */
export function scriptSink(
  buffer: OutputBuffer | undefined,
  encoding: BufferEncoding | undefined,
): (text: string) => void {
  if (encoding !== undefined && !Buffer.isEncoding(encoding)) throw unknownEncoding(encoding);
  return (text) => {
    if (buffer === undefined) throw noBuffer();
    buffer.write(encoding === undefined ? text : Buffer.from(text, encoding));
  };
}

function unknownEncoding(encoding: unknown): InvalidArgumentError {
  return new InvalidArgumentError("ALB0610", `There is no encoding "${String(encoding)}" for a script.`, {
    hint: "utf8, utf16le, latin1 and ascii are the usual ones.",
  });
}

function noBuffer(): InvalidArgumentError {
  return new InvalidArgumentError("ALB0611", "Nothing was given to write the script to.", {
    hint: "Pass { outputBuffer: process.stdout }, or any other stream, to configure() or to new Config().",
  });
}
