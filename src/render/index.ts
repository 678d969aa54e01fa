export { Printer, type PrinterOptions } from "./printer.ts";
export { type RenderedOps, renderOps } from "./render-ops.ts";
