import type { BatchOperations } from "../../src/operations/batch/batch-operations.ts";
import type { Operations } from "../../src/operations/operations.ts";
import type { Json, JsonObject } from "../corpus.ts";
import {
  build,
  type Builder,
  columnNames,
  condition,
  constraintName,
  excludeElement,
  indexExpression,
  name,
  options,
} from "./constructs.ts";
import { AdapterError, asList, asText, isList, isObject } from "./json.ts";
import { camelCase, trailing } from "./keywords.ts";

/** A call of a directive, as the corpus writes it. */
export interface CorpusCall {
  readonly op: string;
  readonly args: readonly Json[];
  readonly kw: JsonObject;
  readonly calls: readonly CorpusCall[];
}

/** Reads calls of the corpus. */
export function readCalls(value: Json | undefined): readonly CorpusCall[] {
  return asList(value ?? [], "calls").map((each) => {
    if (!isObject(each)) throw new AdapterError("a call is an object");
    const { args, kw, calls } = each;
    return {
      op: asText(each["op"], "op"),
      args: isList(args) ? args : [],
      kw: isObject(kw) ? kw : {},
      calls: readCalls(calls),
    };
  });
}

type Convert = (value: Json, builder: Builder) => unknown;

/** A positional argument of a directive; `keyword` is its name in our options, where it is one there. */
interface Parameter {
  readonly convert: Convert;
  readonly keyword?: string;
  /** Takes all arguments that are left, as one list. */
  readonly isRest?: boolean;
}

const NAME: Parameter = { convert: (value) => name(value) };
const CONSTRAINT_NAME: Parameter = { convert: (value) => constraintName(value) };
const COLUMNS: Parameter = { convert: (value) => (isList(value) ? columnNames(value) : value) };
const ANY: Parameter = { convert: (value, builder) => build(value, builder) };
const CONDITION: Parameter = { convert: condition };
const ITEMS: Parameter = { ...ANY, isRest: true };
const ELEMENTS: Parameter = { convert: excludeElement, isRest: true };
const INDEX_COLUMNS: Parameter = {
  convert: (value, builder) => (isList(value) ? value.map((each) => indexExpression(each, builder)) : value),
};
const STATEMENT: Parameter = {
  convert: (value, builder) => (typeof value === "string" ? value.replaceAll("\\:", ":") : build(value, builder)),
};

/** The positional parameters of each directive, in order; the table is left out in a batch. */
const PARAMETERS: Readonly<Record<string, readonly (Parameter & { readonly isTable?: boolean })[]>> = {
  create_table: [NAME, ITEMS],
  drop_table: [NAME],
  rename_table: [NAME, NAME],
  create_table_comment: [table(), ANY],
  drop_table_comment: [table()],
  add_column: [table(), ANY],
  drop_column: [table(), NAME],
  alter_column: [table(), NAME],
  bulk_insert: [ANY, ANY],
  create_primary_key: [CONSTRAINT_NAME, table(), COLUMNS],
  create_unique_constraint: [CONSTRAINT_NAME, table(), COLUMNS],
  create_check_constraint: [CONSTRAINT_NAME, table(), CONDITION],
  create_foreign_key: [CONSTRAINT_NAME, table(), NAME, COLUMNS, COLUMNS],
  create_exclude_constraint: [CONSTRAINT_NAME, table(), ELEMENTS],
  drop_constraint: [CONSTRAINT_NAME, table(), { ...ANY, keyword: "type" }],
  create_index: [CONSTRAINT_NAME, table(), INDEX_COLUMNS],
  drop_index: [CONSTRAINT_NAME, { ...NAME, keyword: "tableName", isTable: true }],
  execute: [STATEMENT],
};

function table(): Parameter & { readonly isTable: true } {
  return { ...NAME, isTable: true };
}

/** Where the calls of a case go, and what they gave. */
export class CallRunner {
  readonly #results: unknown[] = [];
  readonly #builder: Builder;

  constructor(
    private readonly op: Operations,
    scope: Builder["scope"],
    /** Told before each call of the outermost level. */
    private readonly onCall: () => void = () => undefined,
  ) {
    this.#builder = {
      scope,
      result: (index) => this.#results[index],
    };
  }

  /** Makes the calls one after the other, as a migration does. */
  async run(calls: readonly CorpusCall[]): Promise<void> {
    for (const call of calls) {
      this.onCall();
      this.#results.push(await this.#call(call));
    }
  }

  async #call(call: CorpusCall): Promise<unknown> {
    if (call.op === "batch_alter_table") return this.#batch(call);
    if (call.op === "autocommit_block") return this.op.getContext().autocommitBlock(() => this.run(call.calls));
    return invoke(this.op, call, this.#builder, false);
  }

  async #batch({ args, kw, calls }: CorpusCall): Promise<void> {
    const given = { ...options(kw, this.#builder), ...nestedOptions(kw, this.#builder) };
    // The directive checks what it is given.
    await this.op.batchAlterTable(name(args[0]), given, async (batch) => {
      for (const call of calls) await invoke(batch, call, this.#builder, true);
    });
  }
}

/** Options that are keywords of something else: of the table, of its reflection. */
function nestedOptions(kw: JsonObject, builder: Builder): Record<string, unknown> {
  const nested = ["table_kwargs", "reflect_kwargs"].flatMap((key) => {
    const value = kw[key];
    return isObject(value) ? [[camelCase(key), options(value, builder)] as const] : [];
  });
  return Object.fromEntries(nested);
}

async function invoke(
  target: Operations | BatchOperations,
  call: CorpusCall,
  builder: Builder,
  isBatch: boolean,
): Promise<unknown> {
  const method: unknown = Object.entries(target).find(([key]) => key === camelCase(call.op))?.[1];
  if (typeof method !== "function") throw new TypeError(`there is no directive ${camelCase(call.op)} here`);
  const parameters = PARAMETERS[call.op];
  if (parameters === undefined) throw new AdapterError(`the adapter knows no directive ${call.op}`);
  const result: unknown = method(
    ...toArguments(
      call,
      parameters.filter((each) => !isBatch || each.isTable !== true),
      builder,
    ),
  );
  return result;
}

function toArguments({ args, kw }: CorpusCall, parameters: readonly Parameter[], builder: Builder): readonly unknown[] {
  const positional: unknown[] = [];
  const named: Record<string, unknown> = {};
  parameters.forEach(({ convert, keyword, isRest }, index) => {
    if (isRest === true) positional.push(args.slice(index).map((value) => convert(value, builder)));
    else if (keyword === undefined) positional.push(convert(args[index] ?? null, builder));
    else if (args[index] !== undefined && args[index] !== null) named[keyword] = convert(args[index], builder);
  });
  return [...positional, ...trailing({ ...named, ...options(kw, builder) })];
}
