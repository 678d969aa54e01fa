/** What the author of a blog writes into the revision files of the tutorial, and into `models.ts`. */

/** The bodies of a revision's two functions. */
export interface MigrationBody {
  readonly upgrade: string;
  readonly downgrade: string;
}

/** What the tutorial's database can do. */
export interface TutorialDatabase {
  /** Whether constraints and non-constant defaults can be added to a table that is there: SQLite cannot. */
  readonly changesTablesInPlace: boolean;
}

export const createPosts: MigrationBody = {
  upgrade: `  await op.createTable("posts", [
    sa.column("id", sa.integer(), { primaryKey: true, nullable: false }),
    sa.column("title", sa.string(), { nullable: false }),
  ]);`,
  downgrade: `  await op.dropTable("posts");`,
};

export const addContent: MigrationBody = {
  upgrade: `  await op.addColumn("posts", sa.column("content", sa.string()));`,
  downgrade: `  await op.dropColumn("posts", "content");`,
};

export const addUsers: MigrationBody = {
  upgrade: `  await op.createTable("users", [
    sa.column("id", sa.integer(), { nullable: false }),
    sa.column("email", sa.string(), { nullable: false }),
    sa.column("password", sa.string(), { nullable: false }),
    sa.column("created_at", sa.timestamp({ timezone: true }), { serverDefault: sql\`CURRENT_TIMESTAMP\`, nullable: false }),
    sa.primaryKeyConstraint(["id"]),
    sa.uniqueConstraint(["email"]),
  ]);`,
  downgrade: `  await op.dropTable("users");`,
};

export const addForeignKey: MigrationBody = {
  upgrade: `  await op.addColumn("posts", sa.column("owner_id", sa.integer(), { nullable: false }));
  await op.createForeignKey("post_users_fk", "posts", "users", ["owner_id"], ["id"], { onDelete: "CASCADE" });`,
  downgrade: `  await op.dropConstraint("post_users_fk", "posts", { type: "foreignkey" });
  await op.dropColumn("posts", "owner_id");`,
};

/** The last few columns; where a default has to be constant, the time of creation has none. */
export function addLastColumns({ changesTablesInPlace }: TutorialDatabase): MigrationBody {
  const createdAt = changesTablesInPlace
    ? "sa.timestamp({ timezone: true }), { nullable: false, serverDefault: sql`CURRENT_TIMESTAMP` }"
    : "sa.timestamp({ timezone: true })";
  return {
    upgrade: `  await op.addColumn("posts", sa.column("published", sa.boolean(), { nullable: false, serverDefault: true }));
  await op.addColumn("posts", sa.column("created_at", ${createdAt}));`,
    downgrade: `  await op.dropColumn("posts", "created_at");
  await op.dropColumn("posts", "published");`,
  };
}

/** `models.ts`, as it stands before the last revision, and with the votes that the last revision is made for. */
export function models({ changesTablesInPlace }: TutorialDatabase, hasVotes: boolean): string {
  return `import { sa, sql } from "alembic-ts";

export const Base = sa.declarativeBase();

export class User extends Base.table("users", {
  id: sa.column(sa.integer(), { primaryKey: true }),
  email: sa.column(sa.string(), { nullable: false, unique: true }),
  password: sa.column(sa.string(), { nullable: false }),
  createdAt: sa.column("created_at", sa.timestamp({ timezone: true }), { nullable: false, serverDefault: sql\`CURRENT_TIMESTAMP\` }),
}) {}

export class Post extends Base.table("posts", {
  id: sa.column(sa.integer(), { primaryKey: true }),
  title: sa.column(sa.string(), { nullable: false }),
  content: sa.column(sa.string()),
${changesTablesInPlace ? ownerColumn : ""}  published: sa.column(sa.boolean(), { nullable: false, serverDefault: true }),
  createdAt: sa.column("created_at", sa.timestamp({ timezone: true })${changesTablesInPlace ? ", { nullable: false, serverDefault: sql`CURRENT_TIMESTAMP` }" : ""}),
}) {}
${hasVotes ? votes : ""}`;
}

const ownerColumn = `  ownerId: sa.column("owner_id", sa.integer(), {
    nullable: false,
    foreignKey: sa.foreignKey(() => User.c.id, { onDelete: "CASCADE" }),
  }),
`;

const votes = `
export class Vote extends Base.table("votes", {
  userId: sa.column("user_id", sa.integer(), {
    primaryKey: true,
    foreignKey: sa.foreignKey(() => User.c.id, { onDelete: "CASCADE" }),
  }),
  postId: sa.column("post_id", sa.integer(), {
    primaryKey: true,
    foreignKey: sa.foreignKey(() => Post.c.id, { onDelete: "CASCADE" }),
  }),
}) {}
`;
