import {
  addContent,
  addForeignKey,
  addLastColumns,
  addUsers,
  createPosts,
  type MigrationBody,
  models,
  type TutorialDatabase,
} from "./migrations.ts";

/** What a command answered. */
export interface Answer {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where the story happens: a user's project with the package installed. */
export interface StoryProject {
  alembic(...args: readonly string[]): Promise<Answer>;
  /** Runs a script of the project with Node. */
  node(file: string): Promise<Answer>;
  write(file: string, text: string): Promise<void>;
  read(file: string): Promise<string>;
  remove(file: string): Promise<void>;
}

/** How the story is told. */
export interface StoryTeller extends TutorialDatabase {
  readonly url: string;
  /** A heading, a command, or what it answered. */
  say(text: string): void;
}

/** The ids of the revisions that the story made, in order. */
export type StoryIds = readonly string[];

/**
 * Takes a blog's database through its whole life, as a user would, and checks every answer.
 *
 * @throws {Error} when a command fails or answers something else than it should
 */
export async function tellStory(project: StoryProject, teller: StoryTeller): Promise<StoryIds> {
  const story = new Story(project, teller);
  await story.begin();
  const posts = await story.write("create posts table", createPosts);
  await story.expectAt(posts, "upgrade", posts);
  const content = await story.write("add content column to posts table", addContent);
  await story.expectAt(content, "upgrade", "+1");
  await story.expectOutput("heads", `${content} (head)`);
  const users = await story.write("add users table", addUsers);
  await story.expectAt(users, "upgrade", "head");
  await story.expectAt(posts, "downgrade", posts);
  await story.expectAt(users, "upgrade", "+2");
  const key = teller.changesTablesInPlace ? [await story.addForeignKey(content, users)] : [];
  const last = await story.write("add last few columns to posts table", addLastColumns(teller));
  await story.expectAt(last, "upgrade", "head");
  const votes = await story.autogenerateVotes();
  await story.end([posts, content, users, ...key, last, votes]);
  return [posts, content, users, ...key, last, votes];
}

class Story {
  constructor(
    private readonly project: StoryProject,
    private readonly teller: StoryTeller,
  ) {}

  async begin(): Promise<void> {
    this.heading("A project: alembic/ with its environment, and alembic.ini beside it");
    await this.run("init", "alembic");
    await this.project.write(".env", `DATABASE_URL=${this.teller.url}\n`);
    await this.project.write("models.ts", models(this.teller, false));
    await this.project.write("alembic/env.ts", environment);
    this.teller.say("(the URL stands in .env, the models in models.ts; env.ts reads both)");
  }

  /** Makes a revision and writes its two functions. */
  async write(message: string, body: MigrationBody): Promise<string> {
    this.heading(message);
    const file = await this.revision("-m", message);
    const source = await this.project.read(file);
    await this.project.write(file, withBody(source, body));
    this.teller.say(`(${file} was filled in)\n${body.upgrade}`);
    return idOf(source);
  }

  async addForeignKey(content: string, users: string): Promise<string> {
    const key = await this.write("add foreign-key to posts", addForeignKey);
    await this.expectAt(key, "upgrade", "head");
    await this.expectAt(users, "downgrade", "-1");
    const posts = await this.parentOf(content);
    await this.expectAt(posts, "downgrade", "-2");
    await this.expectAt(key, "upgrade", "head");
    return key;
  }

  async autogenerateVotes(): Promise<string> {
    this.heading("A votes model in models.ts, and a revision made from it");
    await this.project.write("models.ts", models(this.teller, true));
    const file = await this.revision("--autogenerate", "-m", "add votes");
    const source = await this.project.read(file);
    this.teller.say(source);
    for (const part of [
      'op.createTable("votes"',
      'primaryKeyConstraint(["user_id", "post_id"]',
      '"users.id"',
      '"posts.id"',
    ]) {
      if (!source.includes(part)) throw new Error(`${file} should have ${part}:\n${source}`);
    }
    await this.expectAt(idOf(source), "upgrade", "head");
    await this.expectNothingLeft();
    return idOf(source);
  }

  /** A second comparison finds nothing; the empty revision that shows it is taken back. */
  async expectNothingLeft(): Promise<void> {
    const file = await this.revision("--autogenerate", "-m", "nothing is left");
    const source = await this.project.read(file);
    if (/await op\./.test(source)) throw new Error(`The second comparison should find nothing:\n${source}`);
    this.teller.say("(the second comparison found nothing)");
    await this.project.remove(file);
    await this.expectOutput("check", "No new upgrade operations detected");
  }

  async end(ids: StoryIds): Promise<void> {
    this.heading("The history, and the schema as the database reports it");
    const history = await this.run("history");
    for (const id of ids) {
      if (!history.includes(id)) throw new Error(`history should name ${id}:\n${history}`);
    }
    await this.project.write("schema.mjs", schemaScript(this.teller.url));
    const schema = await this.project.node("schema.mjs");
    if (schema.exitCode !== 0) throw new Error(`The schema could not be read:\n${schema.stderr}`);
    this.teller.say(schema.stdout);
    for (const table of ["posts", "users", "votes"]) {
      if (!schema.stdout.includes(table)) throw new Error(`The schema should have ${table}:\n${schema.stdout}`);
    }
  }

  /** Runs a command that moves the database, and checks where it is afterwards. */
  async expectAt(id: string, ...args: readonly string[]): Promise<void> {
    await this.run(...args);
    await this.expectOutput("current", id);
  }

  async expectOutput(command: string, expected: string): Promise<void> {
    const output = await this.run(command);
    if (!output.includes(expected)) throw new Error(`alembic ${command} should answer ${expected}, not:\n${output}`);
  }

  private heading(text: string): void {
    this.teller.say(`\n## ${text}\n`);
  }

  private async parentOf(id: string): Promise<string> {
    const line = (await this.run("history")).split("\n").find((entry) => entry.includes(`-> ${id}`));
    return line?.trim().split(" ")[0] ?? "";
  }

  private async revision(...args: readonly string[]): Promise<string> {
    const output = await this.run("revision", ...args);
    const file = /alembic[\\/]versions[\\/]\S+\.ts/.exec(output)?.[0];
    if (file === undefined) throw new Error(`alembic revision should name the file it wrote:\n${output}`);
    return file;
  }

  private async run(...args: readonly string[]): Promise<string> {
    this.teller.say(`$ alembic ${args.map((arg) => (/\s/.test(arg) ? `"${arg}"` : arg)).join(" ")}`);
    const { exitCode, stdout, stderr } = await this.project.alembic(...args);
    const answer = (stderr + stdout).trimEnd();
    if (answer !== "") this.teller.say(answer);
    if (exitCode !== 0) throw new Error(`alembic ${args.join(" ")} ended with ${exitCode ?? "a signal"}:\n${answer}`);
    return stdout;
  }
}

function idOf(source: string): string {
  const id = /export const revision[^=]*= "([0-9a-f]+)"/.exec(source)?.[1];
  if (id === undefined) throw new Error(`The revision file has no id:\n${source}`);
  return id;
}

/** The revision file with its functions filled in, and what they use imported. */
function withBody(source: string, { upgrade, downgrade }: MigrationBody): string {
  const uses = ["sa", "sql"].filter((name) => new RegExp(`\\b${name}[.\`]`).test(upgrade + downgrade));
  return source
    .replace(
      /import (?:type )?\{[^}]*\} from "alembic-ts";/,
      `import { ${["type Operations", ...uses].join(", ")} } from "alembic-ts";`,
    )
    .replace(
      /(function upgrade\([^)]*\): Promise<void> \{\n)[^}]*\}/,
      (_, head: string) => `${head.replace("_op", "op")}${upgrade}\n}`,
    )
    .replace(
      /(function downgrade\([^)]*\): Promise<void> \{\n)[^}]*\}/,
      (_, head: string) => `${head.replace("_op", "op")}${downgrade}\n}`,
    );
}

const environment = `import { connect, defineEnvironment } from "alembic-ts";
import { Base } from "../models.ts";

process.loadEnvFile();

export default defineEnvironment(async (context) => {
  const { config } = context;
  config.setMainOption("sqlalchemy.url", process.env["DATABASE_URL"] ?? "");
  const url = config.getMainOption("sqlalchemy.url");
  const targetMetadata = Base.metadata;

  if (context.isOfflineMode()) {
    context.configure({ url, targetMetadata });
    await context.runMigrations();
    return;
  }
  await connect(url, async (connection) => {
    context.configure({ connection, targetMetadata });
    await context.runMigrations();
  });
});
`;

function schemaScript(url: string): string {
  return `import { connect, inspect } from "alembic-ts";

await connect(${JSON.stringify(url)}, async (connection) => {
  const inspector = await inspect(connection);
  const tables = await inspector.tables();
  const typeOf = (column) => {
    const { callee, options } = column.type.deconstruct();
    return callee.replace(/^sa[.]/, "") + (options.timezone ? " with time zone" : "");
  };
  for (const table of tables.values()) {
    console.log(table.name);
    for (const column of table.columns) {
      const fill = column.defaultSql === null ? "" : " default " + column.defaultSql;
      console.log("  " + column.name.padEnd(12) + typeOf(column).padEnd(26) + (column.nullable ? "" : "not null") + fill);
    }
    if (table.primaryKey !== null) console.log("  primary key (" + table.primaryKey.columns.join(", ") + ")");
    for (const unique of table.uniques) console.log("  unique (" + unique.columns.join(", ") + ")");
    for (const key of table.foreignKeys) {
      console.log("  (" + key.columns.join(", ") + ") refers to " + key.referredTable + " (" + key.referredColumns.join(", ") + ")");
    }
  }
});
`;
}
