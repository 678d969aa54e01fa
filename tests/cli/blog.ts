import { onTestFinished } from "vitest";
import { connect, inspect } from "../../src/dialects/registry.ts";
import { createPackedProject, type PackedProject, type PackedProjectOptions } from "../support/packed.ts";

/** A revision file of a {@link Blog}: its functions hold what is given. */
export interface BlogRevision {
  readonly down?: string | null;
  readonly upgrade?: string;
  readonly downgrade?: string;
}

/** What a database holds: its tables, without the version table, and the revisions that it is at. */
export interface BlogState {
  readonly tables: readonly string[];
  readonly at: readonly string[];
}

/** A user's project, driven through processes of its own. */
export interface Blog extends PackedProject {
  /** As the project writes it. */
  readonly url: string;
  /** Writes `alembic/versions/<id>_.ts`. */
  revision(id: string, revision: BlogRevision): Promise<void>;
  state(): Promise<BlogState>;
}

/** A statement that makes a table. */
export function makes(table: string): string {
  return `await op.createTable("${table}", [sa.column("id", sa.integer(), { primaryKey: true })]);`;
}

/**
 * A project with the revisions `a1posts`, which makes a table `posts`, and `a2users`, on a database of which nothing is there yet.
 *
 * @param url its database; a SQLite file in the project's folder unless given
 * @param options what is installed; everything unless given
 */
export async function createBlog(url?: string, options?: PackedProjectOptions): Promise<Blog> {
  const project = await createPackedProject(options);
  onTestFinished(() => project.remove());
  await project.alembic("init", "alembic");
  const ini = await project.read("alembic.ini");
  const used = url ?? `sqlite:///${project.path}/blog.db`;
  await project.write(
    "alembic.ini",
    ini.replace(/^# sqlalchemy\.url.*$/m, () => `sqlalchemy.url = ${used.replaceAll("%", "%%")}`),
  );
  const revision = (id: string, own: BlogRevision) =>
    project.write(`alembic/versions/${id}_.ts`, revisionSource(id, own));
  await revision("a1posts", { upgrade: makes("posts"), downgrade: 'await op.dropTable("posts");' });
  await revision("a2users", { down: "a1posts", upgrade: makes("users"), downgrade: 'await op.dropTable("users");' });
  return { ...project, url: used, revision, state: () => stateOf(used) };
}

/** Nothing was done to the database. */
export const untouched: BlogState = { tables: [], at: [] };

/** What the database at a URL holds. */
export async function stateOf(url: string): Promise<BlogState> {
  return connect(url, async (connection) => {
    const names = await (await inspect(connection)).tableNames();
    const isVersioned = names.includes("alembic_version");
    const { rows } = isVersioned
      ? await connection.execute("SELECT version_num FROM alembic_version ORDER BY 1")
      : { rows: [] };
    return {
      tables: names.filter((name) => name !== "alembic_version").toSorted(),
      at: rows.map((row) => String(row["version_num"])),
    };
  });
}

function revisionSource(id: string, { down = null, upgrade = "", downgrade = "" }: BlogRevision): string {
  return `import { type Operations, sa } from "alembic-ts";

export const revision = "${id}";
export const downRevision = ${JSON.stringify(down)};
export const branchLabels = null;
export const dependsOn = null;

export async function upgrade(op: Operations): Promise<void> {
  ${upgrade}
}

export async function downgrade(op: Operations): Promise<void> {
  ${downgrade}
}
`;
}
