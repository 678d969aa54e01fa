import { compareMetadata, produceMigrations } from "../../src/autogenerate/index.ts";
import type { Connection } from "../../src/engine/connection.ts";
import type { OpContainer } from "../../src/operations/containers.ts";
import { createOperations, type Operations } from "../../src/operations/operations.ts";
import { sa, sql } from "../../src/index.ts";
import { overrideOf, renderOps } from "../../src/render/index.ts";
import { type ConfigureOptions, MigrationContext } from "../../src/runtime/index.ts";
import { MetaData, type TableItem } from "../../src/schema/index.ts";
import { build, type Builder } from "../adapter/index.ts";
import { asConstruct, isObject } from "../adapter/json.ts";
import { name, options as builtOptions, tableItems } from "../adapter/constructs.ts";
import { toOptions } from "../adapter/keywords.ts";
import type { Json, JsonObject } from "../corpus.ts";
import type { AutogenCase } from "./autogen-case.ts";

/** A comparison as a user would set it up, on a connection. */
export class Comparison {
  readonly #options: Omit<ConfigureOptions, "connection">;

  constructor(
    private readonly connection: Connection,
    recorded: AutogenCase,
    builder: Builder,
  ) {
    this.#options = { ...configured(recorded.options ?? {}, builder), targetMetadata: metadataOf(recorded, builder) };
  }

  async diffs(): ReturnType<typeof compareMetadata> {
    const context = await this.#context();
    return compareMetadata(context, this.#options.targetMetadata ?? [], context.options);
  }

  async script(): ReturnType<typeof produceMigrations> {
    const context = await this.#context();
    return produceMigrations(context, context.options);
  }

  /** The body of a function of a revision file. */
  source(container: OpContainer, isBatch = false): string {
    const { renderItem, renderAsBatch = isBatch } = this.#options;
    const override = renderItem === undefined ? {} : { override: overrideOf(renderItem) };
    return renderOps(container, { ...override, renderAsBatch }).body;
  }

  /** Runs the body of a function of a revision file, as a step of a migration. */
  async run(source: string): Promise<void> {
    const context = await this.#context();
    await context.beginTransaction(() =>
      context.transactions.aroundStep(() => evaluate(source, createOperations(context))),
    );
  }

  async #context(): Promise<MigrationContext> {
    return MigrationContext.configure({ ...this.#options, connection: this.connection });
  }
}

async function evaluate(source: string, op: Operations): Promise<void> {
  // What the printer writes is code: whether it does what it says, only a run can tell.
  // oxlint-disable-next-line typescript/no-implied-eval
  const body = new Function("op", "sa", "sql", `return (async () => {\n${source}\n})();`);
  await body(op, sa, sql);
}

function configured(recorded: JsonObject, builder: Builder): Omit<ConfigureOptions, "connection"> {
  const { include_name: names, include_object: objects, ...given } = recorded;
  return {
    ...toOptions(given, (value) => build(value, builder)),
    ...(isObject(names) ? { includeName: (each, type) => isIncluded(names, type, each) } : {}),
    ...(isObject(objects)
      ? {
          includeObject: (_object, each, type, isReflected, compareTo) =>
            (objects["only_reflected"] === true && (!isReflected || compareTo !== null)) ||
            isIncluded(objects, type, each),
        }
      : {}),
  } satisfies Omit<ConfigureOptions, "connection">;
}

/** FORMAT.md: what is denied is left out; where `allow` names a type, only its names are in. */
function isIncluded({ deny, allow }: JsonObject, type: string, each: string | null): boolean {
  const isListed = (pairs: readonly Json[]): boolean =>
    pairs.some((pair) => Array.isArray(pair) && pair[0] === type && pair[1] === each);
  if (Array.isArray(deny) && isListed(deny)) return false;
  const isRestricted = Array.isArray(allow) && allow.some((pair) => Array.isArray(pair) && pair[0] === type);
  return !isRestricted || isListed(Array.isArray(allow) ? allow : []);
}

function metadataOf({ metadata }: AutogenCase, builder: Builder): MetaData | readonly MetaData[] {
  const groups = metadata.filter((each) => asConstruct(each)?.name === "MetaData");
  if (groups.length === 0) return filled(new MetaData(), metadata, builder);
  const built = groups.map((group) => {
    const own = build(group, builder);
    if (!(own instanceof MetaData)) throw new TypeError("a MetaData is built from a MetaData");
    return filled(own, asConstruct(group)?.args ?? [], builder);
  });
  const [only] = built;
  return built.length === 1 && only !== undefined ? only : built;
}

function filled(metadata: MetaData, tables: readonly Json[], builder: Builder): MetaData {
  for (const recorded of tables) {
    const { args = [], kw = {} } = asConstruct(recorded) ?? {};
    // The corpus holds tables here: the class itself checks what it is given.
    const items = tableItems(args, builder) as readonly TableItem[];
    metadata.table(name(args[0]), items, builtOptions(kw, builder));
  }
  return metadata;
}
