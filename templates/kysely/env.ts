import { defineEnvironment } from "alembic-ts";
import { fromKysely } from "alembic-ts/kysely";
import { db } from "./database.ts";

// The models, for `alembic revision --autogenerate` and `alembic check`:
//   import { Base } from "../src/models.ts";
//   const targetMetadata = Base.metadata;
const targetMetadata = null;

export default defineEnvironment(async (context) => {
  if (context.isOfflineMode()) {
    context.configure({ dialectName: "postgresql", targetMetadata });
    await context.runMigrations();
    return;
  }
  const connection = await fromKysely(db);
  try {
    context.configure({ connection, targetMetadata });
    await context.runMigrations();
  } finally {
    await connection.close();
  }
});
