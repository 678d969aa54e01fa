import { AutocommitOps, ModifyTableOps, OpContainer } from "../operations/containers.ts";
import { DropIndexOp } from "../operations/create-index.ts";
import type { MigrateOperation } from "../operations/migrate-operation.ts";
import { TableOperation } from "../operations/table-operation.ts";
import { Printer, type PrinterOptions } from "./printer.ts";

/** How operations are written. */
export interface RenderOptions extends PrinterOptions {
  /** Write the changes of a table as one `op.batchAlterTable()`. Default: false. */
  readonly renderAsBatch?: boolean | undefined;
}

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
 * @example const { body } = renderOps(migrationScript.upgradeOps);
 */
export function renderOps(container: OpContainer, options: RenderOptions = {}, indent = 2): RenderedOps {
  const printer = new Printer(options);
  const write = new StatementWriter(printer, options.renderAsBatch ?? false);
  const body = write.statements(container, indent).join("\n");
  return { body, usedNames: printer.usedNames, imports: importLines(printer.imports) };
}

class StatementWriter {
  constructor(
    private readonly printer: Printer,
    private readonly isBatched: boolean,
  ) {}

  statements(container: OpContainer, indent: number): readonly string[] {
    const notes = container.notes.map((note) => comment(note, indent));
    return [...notes, ...container.ops.flatMap((op) => this.#statement(op, indent))];
  }

  #statement(op: MigrateOperation, indent: number): readonly string[] {
    if (op instanceof ModifyTableOps && this.isBatched && !op.isEmpty) return this.#batch(op, indent);
    if (op instanceof AutocommitOps && !op.isEmpty) return this.#autocommitBlock(op, indent);
    return op instanceof OpContainer ? this.statements(op, indent) : [this.printer.statement(op, indent)];
  }

  #autocommitBlock(op: AutocommitOps, indent: number): readonly string[] {
    const blanks = " ".repeat(indent);
    const head = `${blanks}await ${this.printer.operations}.getContext().autocommitBlock(async () => {`;
    return [head, ...this.statements(op, indent + 2), `${blanks}});`];
  }

  #batch({ table, options, ops, notes }: ModifyTableOps, indent: number): readonly string[] {
    const blanks = " ".repeat(indent);
    const schema = options.schema === undefined || options.schema === null ? [] : [{ schema: options.schema }];
    const given = [table, ...schema].map((argument) => `${this.printer.print(argument)}, `).join("");
    const head = `${blanks}await ${this.printer.operations}.batchAlterTable(${given}async (batch) => {`;
    return [
      ...notes.map((note) => comment(note, indent)),
      head,
      ...ops.flatMap((op) => this.#inBatch(op, indent + 2)),
      `${blanks}});`,
    ];
  }

  #inBatch(op: MigrateOperation, indent: number): readonly string[] {
    if (op instanceof OpContainer)
      return [
        ...op.notes.map((note) => comment(note, indent)),
        ...op.ops.flatMap((each) => this.#inBatch(each, indent)),
      ];
    const isOfTable = op instanceof TableOperation || op instanceof DropIndexOp;
    return [this.printer.statement(isOfTable ? op.deconstructInBatch() : op, indent)];
  }
}

/** A comment on a line of its own, whatever the text holds. */
function comment(text: string, indent: number): string {
  return `${" ".repeat(indent)}// ${text.replaceAll(/[\n\r\u2028\u2029]+/g, " ")}`;
}

function importLines(imports: Printer["imports"]): readonly string[] {
  return [...imports]
    .map(([module, names]) => `import { ${[...names].toSorted().join(", ")} } from ${JSON.stringify(module)};`)
    .toSorted();
}
