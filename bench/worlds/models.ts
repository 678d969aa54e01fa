import { transformSync } from "oxc-transform";
import type { BenchDatabase, BenchEngine } from "./databases.ts";
import type { Files } from "./files.ts";
import { filePathOf } from "./npm-projects.ts";
import { number } from "./revisions.ts";
import { dateTime, narrowTables, type TableShape } from "./table-shapes.ts";

// The same tables in the models of each tool, a hundred tables a file.

const tablesPerFile = 100;

function filesOf(count: number, path: (file: string) => string, text: (places: readonly number[]) => string): Files {
  const files = Array.from({ length: Math.ceil(count / tablesPerFile) }, (_, file) => {
    const first = file * tablesPerFile;
    const places = Array.from({ length: Math.min(tablesPerFile, count - first) }, (_unused, index) => first + index);
    return [path(number(file)), text(places)] as const;
  });
  return Object.fromEntries(files);
}

function toolModelsText(places: readonly number[], shape: TableShape): string {
  const tables = places.map((place) => shape.model(place));
  return `import { sa } from "alembic-ts";\nimport { Base } from "../base.EXTENSION";\n${tables.join("")}`;
}

const base = 'import { sa } from "alembic-ts";\nexport const Base = sa.declarativeBase();\n';

/** Models of the tool under test: `models.ts` exports `Base`. */
export function toolModels(count: number, shape: TableShape = narrowTables): Files {
  const parts = filesOf(
    count,
    (file) => `models/m${file}.ts`,
    (places) => toolModelsText(places, shape),
  );
  const imports = Object.keys(parts).map((path) => `import "./${path}";\n`);
  return {
    "base.ts": base,
    "models.ts": `${imports.join("")}export { Base } from "./base.ts";\n`,
    ...Object.fromEntries(Object.entries(parts).map(([path, text]) => [path, text.replace("EXTENSION", "ts")])),
  };
}

/** The same models in JavaScript, where the floors import what stands in `plain/`. */
export function plainModels(count: number, shape: TableShape = narrowTables): Files {
  const parts = filesOf(
    count,
    (file) => `plain/m${file}.mjs`,
    (places) => toolModelsText(places, shape),
  );
  return {
    "base.mjs": base,
    ...Object.fromEntries(
      Object.entries(parts).map(([path, text]) => [path, transformSync("m.ts", text.replace("EXTENSION", "mjs")).code]),
    ),
  };
}

/** The same models for SQLAlchemy: `models.py` has `metadata`. */
export function pythonModels(count: number): Files {
  const text = (places: readonly number[]): string =>
    `from sqlalchemy import Column, DateTime, Index, Integer, Numeric, String
from base import Base
${places
  .map(
    (place) => `

class T${number(place)}(Base):
    __tablename__ = "t_${number(place)}"
    __table_args__ = (Index("ix_t_${number(place)}_title", "title"),)
    id = Column(Integer, primary_key=True, autoincrement=False)
    title = Column(String(100), nullable=False)
    price = Column(Numeric(10, 2))
    created_at = Column(DateTime)
`,
  )
  .join("")}`;
  const parts = filesOf(count, (file) => `parts/m${file}.py`, text);
  const imports = Object.keys(parts).map((path) => `import ${path.replace("/", ".").replace(/\.py$/, "")}\n`);
  return {
    "base.py": "from sqlalchemy.orm import declarative_base\n\nBase = declarative_base()\n",
    "parts/__init__.py": "",
    "models.py": `${imports.join("")}from base import Base\n\nmetadata = Base.metadata\n`,
    ...parts,
  };
}

interface DrizzleWords {
  readonly module: string;
  readonly table: string;
  readonly columns: Readonly<Record<"id" | "title" | "price" | "createdAt", string>>;
}

/** drizzle knows of SQLite's types only its own four: its tables there are others than everybody else's. */
const drizzleWords: Readonly<Record<BenchEngine, DrizzleWords>> = {
  postgresql: {
    module: "pg-core",
    table: "pgTable",
    columns: {
      id: 'integer("id")',
      title: 'varchar("title", { length: 100 })',
      price: 'numeric("price", { precision: 10, scale: 2 })',
      createdAt: 'timestamp("created_at")',
    },
  },
  mariadb: {
    module: "mysql-core",
    table: "mysqlTable",
    columns: {
      id: 'int("id")',
      title: 'varchar("title", { length: 100 })',
      price: 'decimal("price", { precision: 10, scale: 2 })',
      createdAt: 'datetime("created_at")',
    },
  },
  sqlite: {
    module: "sqlite-core",
    table: "sqliteTable",
    columns: {
      id: 'integer("id")',
      title: 'text("title")',
      price: 'numeric("price")',
      createdAt: 'integer("created_at")',
    },
  },
};

/** Makes of the tables in an SQLite database those that drizzle would have made: their columns are stored alike. */
export const drizzleRewrite = [
  "PRAGMA writable_schema = ON",
  `UPDATE sqlite_master SET sql = 'CREATE TABLE ' || name ||
    ' (id integer PRIMARY KEY NOT NULL, title text NOT NULL, price numeric, created_at integer)' WHERE type = 'table'`,
] as const;

/** The same models for drizzle: `schema.mjs` exports the tables. */
export function drizzleModels({ engine }: BenchDatabase, count: number): Files {
  const { module, table, columns } = drizzleWords[engine];
  const tables = Array.from({ length: count }, (_, place) => number(place)).map(
    (place) => `export const t${place} = d.${table}("t_${place}", {
  id: d.${columns.id}.primaryKey(),
  title: d.${columns.title}.notNull(),
  price: d.${columns.price},
  createdAt: d.${columns.createdAt},
}, (table) => [d.index("ix_t_${place}_title").on(table.title)]);
`,
  );
  return { "schema.mjs": `import * as d from "drizzle-orm/${module}";\n${tables.join("")}` };
}

/** The same models for TypeORM: `source.mjs` has the data source. */
export function typeormModels(database: BenchDatabase, count: number): Files {
  const { engine } = database;
  const key = engine === "postgresql" ? (place: string) => `, primaryKeyConstraintName: "t_${place}_pkey"` : () => "";
  const tables = Array.from({ length: count }, (_, place) => number(place)).map(
    (place) => `  new EntitySchema({
    name: "T${place}",
    tableName: "t_${place}",
    columns: {
      id: { type: "${engine === "mariadb" ? "int" : "integer"}", primary: true${key(place)} },
      title: { type: "varchar", length: 100 },
      price: { type: "${engine === "mariadb" ? "decimal" : "numeric"}", precision: 10, scale: 2, nullable: true },
      created_at: { type: "${dateTime[engine].toLowerCase()}", nullable: true },
    },
    indices: [{ name: "ix_t_${place}_title", columns: ["title"] }],
  }),
`,
  );
  return {
    "source.mjs": `import { DataSource, EntitySchema } from "typeorm";
${engine === "sqlite" ? 'import driver from "libsql";\n' : ""}const entities = [
${tables.join("")}];
export default new DataSource({ ${typeormOptions(database)}, entities });
`,
  };
}

function typeormOptions({ engine, url }: BenchDatabase): string {
  if (engine === "sqlite") return `type: "better-sqlite3", driver, database: ${JSON.stringify(filePathOf(url))}`;
  if (engine === "mariadb") return `type: "mariadb", url: ${JSON.stringify(url)}`;
  return `type: "postgres", url: ${JSON.stringify(url)}`;
}
