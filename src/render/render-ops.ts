import { AutocommitOps, ModifyTableOps, OpContainer } from "../operations/containers.ts";
import { CreateIndexOp, DropIndexOp } from "../operations/create-index.ts";
import type { MigrateOperation } from "../operations/migrate-operation.ts";
import { TableOperation } from "../operations/table-operation.ts";
import type { IndexDialectOptions } from "../schema/index.ts";
import { Printer, type PrinterOptions } from "./printer.ts";

/** How operations are written. */
export interface RenderOptions extends PrinterOptions {
  /** Write the changes of a table as one `op.batchAlterTable()`. Default: false. */
  readonly renderAsBatch?: boolean | undefined;
  /** Whether an index cannot be made or dropped with such options while a transaction is open; none unless given. */
  readonly needsAutocommit?: ((options: IndexDialectOptions) => boolean) | undefined;
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
  const write = new StatementWriter(printer, options);
  const body = write.statements(container, indent).join("\n");
  return { body, usedNames: printer.usedNames, imports: importLines(printer.imports) };
}

class StatementWriter {
  constructor(
    private readonly printer: Printer,
    private readonly options: RenderOptions,
  ) {}

  statements(container: OpContainer, indent: number): readonly string[] {
    const notes = container.notes.map((note) => comment(note, indent));
    return [...notes, ...this.#withBlocks(container).flatMap((op) => this.#statement(op, indent))];
  }

  #statement(op: MigrateOperation, indent: number): readonly string[] {
    if (op instanceof ModifyTableOps && this.options.renderAsBatch === true && !op.isEmpty)
      return this.#parts(op).flatMap((part) => this.#part(part, indent));
    if (op instanceof AutocommitOps && !op.isEmpty) return this.#autocommitBlock(op, indent);
    return op instanceof OpContainer ? this.statements(op, indent) : [this.printer.statement(op, indent)];
  }

  #part(part: ModifyTableOps | AutocommitOps, indent: number): readonly string[] {
    return part instanceof AutocommitOps ? this.#autocommitBlock(part, indent) : this.#batch(part, indent);
  }

  /** A table's changes in batches, with what cannot stand in one between them. */
  #parts(changes: ModifyTableOps): readonly (ModifyTableOps | AutocommitOps)[] {
    const parts: (ModifyTableOps | AutocommitOps)[] = [];
    for (const op of this.#withBlocks(changes)) {
      const last = parts.at(-1);
      if (op instanceof AutocommitOps) parts.push(op);
      else if (last instanceof ModifyTableOps) last.ops.push(op);
      else parts.push(new ModifyTableOps(changes.table, [op], changes.options));
    }
    const [first] = parts;
    if (first !== undefined) first.notes = [...changes.notes, ...first.notes];
    return parts;
  }

  /** What has to run outside of a transaction is put into blocks of its own. */
  #withBlocks(container: OpContainer): readonly MigrateOperation[] {
    const { needsAutocommit } = this.options;
    if (needsAutocommit === undefined || container instanceof AutocommitOps) return container.ops;
    const blocks: MigrateOperation[] = [];
    for (const op of container.ops) {
      const isOfIndex = op instanceof CreateIndexOp || op instanceof DropIndexOp;
      const last = blocks.at(-1);
      if (!isOfIndex || !needsAutocommit(op.options)) blocks.push(op);
      else if (last instanceof AutocommitOps && !container.ops.includes(last)) last.ops.push(op);
      else blocks.push(new AutocommitOps([op]));
    }
    return blocks;
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
