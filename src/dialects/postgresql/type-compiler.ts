import { type TypeRule, writes } from "../../ddl/index.ts";
import { UnsupportedOperationError } from "../../errors/index.ts";
import {
  DateTime,
  Double,
  DOUBLE_PRECISION,
  Enum,
  Interval,
  LargeBinary,
  PickleType,
  TIME,
  TIMESTAMP,
  Uuid,
} from "../../types/index.ts";
import { PostgresqlInterval, withTimeZone } from "./types/moment-types.ts";
import { typeName } from "./types/named-types.ts";

/** Types that PostgreSQL says differently. */
export const postgresqlTypeRules: readonly TypeRule[] = [
  writes(TIMESTAMP, (type) => withTimeZone("TIMESTAMP", type)),
  writes(DateTime, (type) => withTimeZone("TIMESTAMP", type)),
  writes(TIME, (type) => withTimeZone("TIME", type)),
  writes(LargeBinary, () => "BYTEA"),
  writes(PickleType, () => "BYTEA"),
  writes(Double, (_type, renderer) => renderer.render(new DOUBLE_PRECISION())),
  writes(Uuid, (type, renderer) => (type.nativeUuid ? "UUID" : type.toSql(renderer))),
  writes(Interval, (type, renderer) =>
    type.native ? renderer.render(new PostgresqlInterval({ precision: type.secondPrecision })) : type.toSql(renderer),
  ),
  writes(Enum, (type, renderer) => {
    if (!type.nativeEnum) return type.toSql(renderer);
    if (type.name !== undefined) return typeName(renderer, type.name, type.schema);
    throw new UnsupportedOperationError("ALB0320", {
      operation: "An enum type without a name",
      dialect: renderer.dialectName,
      hint: 'Name it, sa.enum([...], { name: "post_state" }), or keep it in a string column: { nativeEnum: false }.',
    });
  }),
];
