import { SetColumnComment, SetTableComment } from "../../../ddl/index.ts";

/** A table's comment in the place of one that is there: the server has another procedure for that. */
export class ReplaceTableComment extends SetTableComment {}

/** A column's comment that is changed on its own, and not made with its table. */
export class AlterColumnComment extends SetColumnComment {}
