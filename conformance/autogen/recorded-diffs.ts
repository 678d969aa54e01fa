import { Column } from "../../src/schema/index.ts";
import { build, type Builder } from "../adapter/index.ts";
import { asConstruct, asList, isList, isObject } from "../adapter/json.ts";
import type { Json, JsonObject } from "../corpus.ts";
import { indexColumns, type Canonical } from "./canonical.ts";

/** Recorded differences in the form in which ours are compared with them. */
export function recordedDiffs(diffs: readonly Json[], canonical: Canonical, builder: Builder): readonly unknown[] {
  return diffs.flatMap((diff) => {
    const parts = asList(diff, "a difference");
    return isList(parts[0])
      ? parts.map((part) => columnDiff(asList(part, "a column's difference"), canonical, builder))
      : [wholeDiff(parts, canonical, builder)];
  });
}

function columnDiff(parts: readonly Json[], canonical: Canonical, builder: Builder): unknown {
  const [kind, schema, table, column, _existing, before, after] = parts;
  const value = (each: Json | undefined): unknown => {
    const built = build(each ?? null, builder);
    return kind === "modify_default" ? canonical.default(built, null) : canonical.value(built);
  };
  return [kind, schema, table, column, value(before), value(after)];
}

function wholeDiff(parts: readonly Json[], canonical: Canonical, builder: Builder): unknown {
  const [kind, first, ...rest] = parts;
  if (isObject(first) && asConstruct(first) === null)
    return objectDiff(typeof kind === "string" ? kind : "", first, rest, canonical);
  const built = rest.map((each) => build(each, builder));
  return [kind, first, ...built.map((each) => (each instanceof Column ? canonical.value(each) : each))];
}

function objectDiff(kind: string, object: JsonObject, rest: readonly Json[], canonical: Canonical): unknown {
  const on = object["table"];
  if (kind === "add_table" || kind === "remove_table")
    return [kind, object["schema"] ?? null, object["table"], object["columns"]];
  if (kind === "add_index" || kind === "remove_index")
    return [
      kind,
      canonical.name(object["index"]),
      on,
      object["unique"] === false ? 0 : 1,
      plainColumns(object["columns"]),
    ];
  if (kind === "add_table_comment" || kind === "remove_table_comment") return [kind, on, ...rest];
  const base = [kind, canonical.name(object["constraint"] ?? null)];
  if (typeof object["sqltext"] === "string") return [...base, canonical.sqlText(object["sqltext"])];
  return [...base, on, object["columns"] ?? [], object["refers"] ?? []];
}

/** Columns of an index; an expression is written as text of SQL, or as a function's name. */
function plainColumns(columns: Json | undefined): readonly string[] | null {
  const texts = asList(columns ?? [], "an index's columns").map(String);
  return indexColumns(
    texts.length,
    texts.filter((text) => /^[\w ]+$/u.test(text) && !/ (desc|asc|nulls (first|last))$/i.test(text)),
  );
}
