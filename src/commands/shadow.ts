import type { Config } from "../config/index.ts";
import { loadDialectModule } from "../dialects/registry.ts";
import { makeUrl } from "../dialects/make-url.ts";
import { type DatabaseUrl, renderUrl, type ScratchDatabase, withRedirect } from "../engine/index.ts";
import { CommandError, UnsupportedOperationError } from "../errors/index.ts";
import { planUpgrade } from "../revision/index.ts";
import type { EnvironmentSettings } from "../runtime/environment-context.ts";
import type { ScriptDirectory } from "../script/script-directory.ts";
import { runEnvironment } from "./run-env.ts";

/**
 * Whether to compare with a shadow: false for the database itself, true for one made wherever that can be had, or the
 * URL of a server on which it is made.
 */
export type Shadow = boolean | string;

/**
 * Runs env against what the revisions make of an empty database, made for this alone: the database that env names is
 * neither read nor written.
 *
 * @throws {CommandError} when env does not connect through `connect()`, or no scratch database can be had
 * @throws {MigrationError} when a revision fails there
 */
export async function runOnShadow(
  config: Config,
  script: ScriptDirectory,
  shadow: true | string,
  settings: EnvironmentSettings,
): Promise<void> {
  const databases = new ShadowDatabases(typeof shadow === "string" ? makeUrl(shadow) : null);
  const map = script.revisionMap;
  map.assertSound();
  try {
    await withRedirect(
      (url) => databases.inPlaceOf(url),
      async () => {
        await runEnvironment(config, script, {
          destinationRev: "heads",
          fn: (heads, context) => {
            if (!databases.has(context.connection?.url ?? null)) throw notRedirected();
            return planUpgrade(map, heads, "heads");
          },
        });
        await runEnvironment(config, script, settings);
      },
    );
  } finally {
    await databases.drop();
  }
}

/** The scratch databases that stand for those that env connects to. */
class ShadowDatabases {
  readonly #scratch = new Map<string, Promise<ScratchDatabase>>();
  readonly #urls = new Set<string>();

  constructor(private readonly server: DatabaseUrl | null) {}

  /** The URL of the database that stands for another, made when it is first asked for. */
  async inPlaceOf(url: DatabaseUrl): Promise<DatabaseUrl> {
    const key = renderUrl(url);
    const scratch = this.#scratch.get(key) ?? this.#create(url);
    this.#scratch.set(key, scratch);
    const made = (await scratch).url;
    this.#urls.add(renderUrl(made));
    return made;
  }

  /** Whether a connection's URL is that of a scratch database. */
  has(url: string | null): boolean {
    return url !== null && this.#urls.has(url);
  }

  async drop(): Promise<void> {
    for (const scratch of this.#scratch.values()) {
      // One that could not be made has failed the command already.
      const made = await scratch.catch(() => null);
      await made?.drop();
    }
  }

  async #create(url: DatabaseUrl): Promise<ScratchDatabase> {
    const module = await loadDialectModule(url.dialect);
    if (module.createScratch !== undefined) return module.createScratch(url, this.server);
    throw new UnsupportedOperationError("ALB0188", {
      operation: "A shadow database",
      dialect: url.dialect,
      reason: "there is no driver for it, only its SQL",
    });
  }
}

function notRedirected(): CommandError {
  return new CommandError(
    "ALB0187",
    "Env does not open its connection by connect(url): no shadow can take its place.",
    {
      hint: "Leave out --shadow, or let env.ts connect with connect() from alembic-ts.",
    },
  );
}
