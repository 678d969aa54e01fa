import type { Files } from "./files.ts";

/**
 * The files that every project of the tool has, as `alembic init migrations` makes them.
 *
 * @param url the database's
 * @param options the file of the models that export `Base`, and further options of `configure()`
 */
export function toolProject(
  url: string,
  options: { readonly models?: string; readonly configure?: string } = {},
): Files {
  const { models = null, configure = "" } = options;
  return {
    "alembic.ini": `[alembic]
script_location = %(here)s/migrations
sqlalchemy.url = ${url.replaceAll("%", "%%")}
[loggers]
keys = root,sqlalchemy,alembic
[logger_root]
level = WARNING
[logger_sqlalchemy]
level = WARNING
qualname = sqlalchemy.engine
[logger_alembic]
level = INFO
qualname = alembic
`,
    "migrations/env.ts": `import { connect, defineEnvironment } from "alembic-ts";
${models === null ? "const targetMetadata = null;" : `import { Base } from "${models}";\nconst targetMetadata = Base.metadata;`}

export default defineEnvironment(async (context) => {
  const url = context.config.getMainOption("sqlalchemy.url");
  if (context.isOfflineMode()) {
    context.configure({ url, targetMetadata${configure} });
    await context.runMigrations();
    return;
  }
  await connect(url, async (connection) => {
    context.configure({ connection, targetMetadata${configure} });
    await context.runMigrations();
  });
});
`,
    "migrations/script.ts.eta": `/**
 * <%= it.comment(it.message) %>
 *
 * Revision ID: <%= it.upRevision %>
 * Revises: <%= it.comma(it.downRevision) || "nothing" %>
 * Create Date: <%= it.createDate %>
 */

<%= it.imports %>

// revision identifiers, used by Alembic.
export const revision = <%= it.literal(it.upRevision) %>;
export const downRevision = <%= it.literal(it.downRevision) %>;
export const branchLabels = <%= it.literal(it.branchLabels) %>;
export const dependsOn = <%= it.literal(it.dependsOn) %>;

export async function upgrade(op: Operations): Promise<void> {
  <%= it.upgrades %>
}

export async function downgrade(op: Operations): Promise<void> {
  <%= it.downgrades %>
}
`,
  };
}
