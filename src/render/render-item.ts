import {
  CheckConstraint,
  Column,
  ExcludeConstraint,
  ForeignKeyConstraint,
  PrimaryKeyConstraint,
  UniqueConstraint,
} from "../schema/index.ts";
import { SqlType } from "../types/index.ts";
import type { PrinterOptions } from "./printer.ts";

/** The kinds of items that `renderItem` is asked about. */
export type RenderedKind = "column" | "type" | "primary_key" | "foreign_key" | "unique" | "check" | "exclude";

/** Writes an item in its own way: text as it is to stand, null to leave it out, false to leave it to us. */
export type RenderItem = (kind: RenderedKind, item: unknown, context: RenderItemContext) => string | null | false;

/** What `renderItem` can do besides writing an item. */
export interface RenderItemContext {
  /** Asks for an import in the file: a name from a module. */
  addImport(module: string, name: string): void;
}

const kinds: readonly (readonly [RenderedKind, abstract new (...args: never[]) => unknown])[] = [
  ["column", Column],
  ["type", SqlType],
  ["primary_key", PrimaryKeyConstraint],
  ["foreign_key", ForeignKeyConstraint],
  ["unique", UniqueConstraint],
  ["check", CheckConstraint],
  ["exclude", ExcludeConstraint],
];

/** The user's hook in the form in which the printer asks it. */
export function overrideOf(renderItem: RenderItem): NonNullable<PrinterOptions["override"]> {
  return (value, printer) => {
    const kind = kinds.find(([, of]) => value instanceof of)?.[0];
    if (kind === undefined) return undefined;
    const own = renderItem(kind, value, printer);
    return own === false ? undefined : own;
  };
}
