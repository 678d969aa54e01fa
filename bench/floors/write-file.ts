// Writes a text that is ready to standard output: `node write-file.mjs FILE`.
import { readFileSync } from "node:fs";

const [file = ""] = process.argv.slice(2);
process.stdout.write(readFileSync(file));
