// Reads every file of a folder: `node read-files.mjs FOLDER`.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [folder = ""] = process.argv.slice(2);
let characters = 0;
for (const name of readdirSync(folder)) characters += readFileSync(join(folder, name), "utf8").length;
if (characters === 0) process.exitCode = 1;
