export { checkLength } from "./check.ts";
export * from "./date-types.ts";
export * from "./enum-type.ts";
export { isSameFamily } from "./family.ts";
export * as typeFactories from "./factories.ts";
export * from "./number-types.ts";
export * from "./other-types.ts";
export * from "./sql-type.ts";
export * from "./string-types.ts";
