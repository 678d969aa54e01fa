export { batchAddColumn as addColumn, batchDropColumn as dropColumn } from "../add-column.ts";
export { batchAlterColumn as alterColumn } from "../alter-column.ts";
export { batchCreateCheckConstraint as createCheckConstraint } from "../create-check-constraint.ts";
export { batchCreateExcludeConstraint as createExcludeConstraint } from "../create-exclude-constraint.ts";
export { batchCreateForeignKey as createForeignKey } from "../create-foreign-key.ts";
export { batchCreateIndex as createIndex, batchDropIndex as dropIndex } from "../create-index.ts";
export { batchCreatePrimaryKey as createPrimaryKey } from "../create-primary-key.ts";
export {
  batchCreateTableComment as createTableComment,
  batchDropTableComment as dropTableComment,
} from "../create-table-comment.ts";
export { batchCreateUniqueConstraint as createUniqueConstraint } from "../create-unique-constraint.ts";
export { batchDropConstraint as dropConstraint } from "../drop-constraint.ts";
export { batchExecute as execute } from "../execute.ts";
