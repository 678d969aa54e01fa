export { loadError, positionInStack } from "./load-error.ts";
export { loadModule, type LoadOptions } from "./load-module.ts";
export { startAlone } from "./plain-modules.ts";
