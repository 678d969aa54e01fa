export { addColumn, dropColumn } from "./add-column.ts";
export { createTable, dropTable } from "./create-table.ts";
