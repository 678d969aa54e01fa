import { join } from "node:path";
import { run } from "../../tests/support/run.ts";
import type { Contestant } from "../harness/scenario.ts";
import { type Files, writeFiles } from "./files.ts";

/** Alembic itself, as the system has it. */
export interface PythonAlembic {
  readonly version: string;
  /** Makes a project, and gives its folder. */
  project(name: string, files: Files): Promise<string>;
  contestant(project: string, ...args: readonly string[]): Contestant;
}

/** The name of Python's Alembic in every table. */
export const pythonName = "Python Alembic";

/**
 * Finds Debian's Alembic and its drivers; null where one of them is missing.
 *
 * @param folder where its projects go
 */
export async function findPythonAlembic(folder: string): Promise<PythonAlembic | null> {
  const answer = await run("/usr/bin/python3", [
    "-c",
    "import alembic, psycopg2, pymysql, sqlalchemy; print(alembic.__version__, 'SQLAlchemy', sqlalchemy.__version__)",
  ]).catch(() => null);
  if (answer?.exitCode !== 0) return null;
  return {
    version: answer.stdout.trim(),
    async project(name, files) {
      const path = join(folder, name);
      await writeFiles(path, files);
      return path;
    },
    contestant: (project, ...args) => ({
      name: pythonName,
      role: "peer",
      command: { program: "/usr/bin/alembic", args, cwd: project },
    }),
  };
}

/**
 * The files that every project of Python's Alembic has.
 *
 * @param url the database's, as SQLAlchemy writes it
 * @param models the module that has `metadata`, if there are models
 */
export function pythonProject(url: string, models: string | null = null): Files {
  return {
    "alembic.ini": `[alembic]
script_location = %(here)s/migrations
prepend_sys_path = .
sqlalchemy.url = ${url.replaceAll("%", "%%")}
[loggers]
keys = root,sqlalchemy,alembic
[handlers]
keys = console
[formatters]
keys = generic
[logger_root]
level = WARN
handlers = console
qualname =
[logger_sqlalchemy]
level = WARN
handlers =
qualname = sqlalchemy.engine
[logger_alembic]
level = INFO
handlers =
qualname = alembic
[handler_console]
class = StreamHandler
args = (sys.stderr,)
level = NOTSET
formatter = generic
[formatter_generic]
format = %(levelname)-5.5s [%(name)s] %(message)s
datefmt = %H:%M:%S
`,
    "migrations/env.py": `from logging.config import fileConfig
from sqlalchemy import engine_from_config, pool
from alembic import context
${models === null ? "target_metadata = None" : `from ${models} import metadata as target_metadata`}
config = context.config
fileConfig(config.config_file_name)
if context.is_offline_mode():
    context.configure(
        url=config.get_main_option("sqlalchemy.url"), target_metadata=target_metadata, literal_binds=True
    )
    with context.begin_transaction():
        context.run_migrations()
else:
    connectable = engine_from_config(
        config.get_section(config.config_ini_section), prefix="sqlalchemy.", poolclass=pool.NullPool
    )
    with connectable.connect() as connection:
        context.configure(connection=connection, target_metadata=target_metadata)
        with context.begin_transaction():
            context.run_migrations()
`,
    "migrations/script.py.mako": `"""\${message}"""
from alembic import op
import sqlalchemy as sa
\${imports if imports else ""}
revision = \${repr(up_revision)}
down_revision = \${repr(down_revision)}
branch_labels = \${repr(branch_labels)}
depends_on = \${repr(depends_on)}


def upgrade():
    \${upgrades if upgrades else "pass"}


def downgrade():
    \${downgrades if downgrades else "pass"}
`,
  };
}

/** The URL by which Python reaches the database of one of ours. */
export function pythonUrl(url: string): string {
  return url.replace(/^postgres(ql)?:/, "postgresql+psycopg2:").replace(/^(mariadb|mysql):/, "mysql+pymysql:");
}
