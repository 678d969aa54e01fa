import type { BenchEngine } from "./databases.ts";
import { number } from "./revisions.ts";

/** What the tables of a benchmark look like: the same in the models and in the database. */
export interface TableShape {
  /** The model of a table, as a class of `Base`. */
  model(place: number): string;
  /** The statements that make the table, the others after the first. */
  statements(engine: BenchEngine, place: number): readonly string[];
}

/** The word for a date with its time. */
export const dateTime = { postgresql: "TIMESTAMP", mariadb: "DATETIME", sqlite: "DATETIME" } as const;

/** Four columns and an index: what every peer's models say as well. */
export const narrowTables: TableShape = {
  model: (place) => `
export class T${number(place)} extends Base.table(
  "t_${number(place)}",
  {
    id: sa.column(sa.integer(), { primaryKey: true, autoincrement: false }),
    title: sa.column(sa.string(100), { nullable: false }),
    price: sa.column(sa.numeric(10, 2)),
    createdAt: sa.column("created_at", sa.dateTime()),
  },
  [sa.index("ix_t_${number(place)}_title", ["title"])],
) {}
`,
  statements: (engine, place) =>
    statements(engine, {
      name: `t_${number(place)}`,
      items: `id INTEGER NOT NULL, title VARCHAR(100) NOT NULL, price NUMERIC(10, 2), created_at ${dateTime[engine]}, PRIMARY KEY (id)`,
      indexes: ["title"],
    }),
};

/** Ten columns, two indexes, and a foreign key to the first table. */
export const wideTables: TableShape = {
  model: (place) => `
export class T${number(place)} extends Base.table(
  "t_${number(place)}",
  {
    id: sa.column(sa.integer(), { primaryKey: true, autoincrement: false }),
    title: sa.column(sa.string(100), { nullable: false }),
    email: sa.column(sa.string(200)),
    price: sa.column(sa.numeric(10, 2)),
    amount: sa.column(sa.integer(), { nullable: false, serverDefault: "0" }),
    state: sa.column(sa.string(20), { serverDefault: "new" }),
    factor: sa.column(sa.double()),
    createdAt: sa.column("created_at", sa.dateTime()),
    note: sa.column(sa.text()),
    parentId: sa.column("parent_id", sa.integer(), {
      foreignKey: sa.foreignKey("t_00000.id", { name: "fk_t_${number(place)}_parent" }),
    }),
  },
  [
    sa.index("ix_t_${number(place)}_title", ["title"]),
    sa.index("ix_t_${number(place)}_email", ["email", "state"]),
  ],
) {}
`,
  statements: (engine, place) =>
    statements(engine, {
      name: `t_${number(place)}`,
      items: `id INTEGER NOT NULL, title VARCHAR(100) NOT NULL, email VARCHAR(200), price NUMERIC(10, 2), amount INTEGER DEFAULT 0 NOT NULL, state VARCHAR(20) DEFAULT 'new', factor ${engine === "mariadb" ? "DOUBLE" : "DOUBLE PRECISION"}, created_at ${dateTime[engine]}, note TEXT, parent_id INTEGER, PRIMARY KEY (id), CONSTRAINT fk_t_${number(place)}_parent FOREIGN KEY (parent_id) REFERENCES t_00000 (id)`,
      indexes: ["title", "email, state"],
    }),
};

interface TableText {
  readonly name: string;
  readonly items: string;
  /** The columns of each; its name has the first of them. */
  readonly indexes: readonly string[];
}

function statements(engine: BenchEngine, { name, items, indexes }: TableText): readonly string[] {
  const named = indexes.map((columns) => ({ index: `ix_${name}_${columns.split(",")[0] ?? ""}`, columns }));
  // MariaDB waits for the disk after each statement.
  return engine === "mariadb"
    ? [
        `CREATE TABLE ${name} (${[items, ...named.map(({ index, columns }) => `INDEX ${index} (${columns})`)].join(", ")})`,
      ]
    : [
        `CREATE TABLE ${name} (${items})`,
        ...named.map(({ index, columns }) => `CREATE INDEX ${index} ON ${name} (${columns})`),
      ];
}
