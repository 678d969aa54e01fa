// @ts-check
import { connect, defineEnvironment } from "alembic-ts";

// The models, for `alembic revision --autogenerate` and `alembic check`:
//   import { Base } from "../src/models.mjs";
//   const targetMetadata = Base.metadata;
const targetMetadata = null;

// To read DATABASE_URL, and whatever else, from a file named .env:
//   process.loadEnvFile();

export default defineEnvironment(async (context) => {
  const { config } = context;
  const fromEnvironment = process.env["DATABASE_URL"];
  if (fromEnvironment) config.setMainOption("sqlalchemy.url", fromEnvironment);
  const url = config.getMainOption("sqlalchemy.url");

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
