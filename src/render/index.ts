export { Printer, type PrinterOptions } from "./printer.ts";
export { type RenderedOps, renderOps, type RenderOptions } from "./render-ops.ts";
export { overrideOf, type RenderedKind, type RenderItem, type RenderItemContext } from "./render-item.ts";
export { renderModels, type RenderModelsOptions } from "./render-models.ts";
