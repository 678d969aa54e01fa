export type { Inspector, ReflectedEnum, ReflectedObject, TableSelection } from "./inspector.ts";
export type {
  ReflectedCheck,
  ReflectedColumn,
  ReflectedExclude,
  ReflectedForeignKey,
  ReflectedIndex,
  ReflectedPrimaryKey,
  ReflectedTable,
  ReflectedUnique,
} from "./reflected.ts";
export { columnOf, reflect, tableOf } from "./reflect.ts";
