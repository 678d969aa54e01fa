// Moves the table of a million rows by hand, as somebody would who knows SQLite: `node move-table.mjs FILE`.
import Database from "libsql";

const [file = ""] = process.argv.slice(2);
const database = new Database(file);
database.exec(`
  PRAGMA foreign_keys = OFF;
  BEGIN IMMEDIATE;
  CREATE TABLE moved (
    id INTEGER NOT NULL, title VARCHAR(100), price NUMERIC(10, 2), created_at DATETIME, PRIMARY KEY (id)
  );
  INSERT INTO moved (id, title, price, created_at) SELECT id, title, price, created_at FROM items;
  DROP TABLE items;
  ALTER TABLE moved RENAME TO items;
  CREATE INDEX ix_items_title ON items (title);
  COMMIT;
`);
database.close();
