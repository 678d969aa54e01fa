// Lets Node run this repository's TypeScript without a build: `node --import ./scripts/ts-loader.mjs file.ts`.
import { register } from "node:module";

register("./ts-hooks.mjs", import.meta.url);
