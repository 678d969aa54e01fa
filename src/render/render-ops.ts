import { OpContainer } from "../operations/containers.ts";
import type { MigrateOperation } from "../operations/migrate-operation.ts";
import { Printer, type PrinterOptions } from "./printer.ts";

/** The source of one direction of a migration. */
export interface RenderedOps {
  /** The statements of the function's body; empty where there is nothing to do. */
  readonly body: string;
  /** The names of this package that they use: `sa`, `sql`. */
  readonly usedNames: ReadonlySet<string>;
  /** Lines of import for everything else. */
  readonly imports: readonly string[];
}

/**
 * Prints operations as the statements of `upgrade()` or `downgrade()`.
 *
 * @param container the operations
 * @param indent the indentation of each statement, in blanks
 * @throws {InvalidArgumentError} when an operation holds something that cannot be written
 * @example const { body } = renderOps(script.upgradeOps);
 */
export function renderOps(container: OpContainer, options: PrinterOptions = {}, indent = 2): RenderedOps {
  const printer = new Printer(options);
  const body = statementsOf(container)
    .map((op) => printer.statement(op, indent))
    .join("\n");
  return { body, usedNames: printer.usedNames, imports: importLines(printer.imports) };
}

function statementsOf(container: OpContainer): readonly MigrateOperation[] {
  return container.ops.flatMap((op) => (op instanceof OpContainer ? statementsOf(op) : [op]));
}

function importLines(imports: Printer["imports"]): readonly string[] {
  return [...imports]
    .map(([module, names]) => `import { ${[...names].toSorted().join(", ")} } from ${JSON.stringify(module)};`)
    .toSorted();
}
