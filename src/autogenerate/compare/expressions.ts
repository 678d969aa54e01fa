import type { ExpressionQuestion } from "../../dialects/base/comparison.ts";
import { CheckConstraint, ExcludeConstraint, resolveName, type Table } from "../../schema/index.ts";
import { nameText } from "../../sql/index.ts";
import type { AutogenContext } from "../autogen-context.ts";
import { checksOfModel } from "./model-checks.ts";
import type { ExistingTable } from "./tables.ts";

/** Has the database say how it writes the models' expressions: those only that are not written alike already. */
export async function askDatabase(context: AutogenContext, pairs: readonly ExistingTable[]): Promise<void> {
  const { connection } = context.migrationContext;
  if (!context.comparison.asksDatabase) return;
  const questions = pairs.flatMap((pair) => questionsOf(context, pair));
  if (questions.length > 0 && connection !== null)
    await context.comparison.ask(questions, connection, context.inspector);
}

function questionsOf(context: AutogenContext, pair: ExistingTable): readonly ExpressionQuestion[] {
  return [
    ...columnQuestions(context, pair),
    ...checkQuestions(context, pair),
    ...excludeQuestions(context, pair),
    ...indexQuestions(context, pair),
  ];
}

function columnQuestions(
  { comparison, options }: AutogenContext,
  { reflected, model }: ExistingTable,
): readonly ExpressionQuestion[] {
  const found: ExpressionQuestion[] = [];
  const comparesDefaults = (options.compareServerDefault ?? false) !== false;
  for (const column of model.columns.values()) {
    const other = reflected.columns.get(column.requireName());
    if (other === undefined) continue;
    const isComputed = column.options.computed !== undefined && other.options.computed !== undefined;
    if (isComputed && comparison.differsInComputed(other, column))
      found.push({ kind: "computed", reflected, model, column });
    if (!comparesDefaults || column.serverDefault === null || other.serverDefault === null) continue;
    if (comparison.differsInDefault(other, column)) found.push({ kind: "default", reflected, model, column });
  }
  return found;
}

function checkQuestions(
  { comparison, migrationContext }: AutogenContext,
  { reflected, model }: ExistingTable,
): readonly ExpressionQuestion[] {
  const known = reflected.constraints.filter((constraint) => constraint instanceof CheckConstraint);
  if (known.length === 0) return [];
  return checksOfModel(model, migrationContext.dialect.features).flatMap(({ check }): ExpressionQuestion[] =>
    known.some((other) => !comparison.differsInCheck(other, check, { reflected, model }))
      ? []
      : [{ kind: "check", reflected, model, check }],
  );
}

function excludeQuestions(
  { comparison }: AutogenContext,
  { reflected, model }: ExistingTable,
): readonly ExpressionQuestion[] {
  const known = reflected.constraints.filter((constraint) => constraint instanceof ExcludeConstraint);
  if (known.length === 0) return [];
  const own = model.constraints.filter((constraint) => constraint instanceof ExcludeConstraint);
  return own
    .filter((exclude) => known.every((other) => comparison.differsInExclude(other, exclude, { reflected, model })))
    .map((exclude) => ({ kind: "exclude", reflected, model, exclude }));
}

function indexQuestions(
  { comparison }: AutogenContext,
  { reflected, model }: ExistingTable,
): readonly ExpressionQuestion[] {
  const known = new Map(reflected.indexes.map((index) => [textOf(index, reflected), index]));
  return model.indexes.flatMap((index): ExpressionQuestion[] => {
    const other = known.get(textOf(index, model));
    const isOpen =
      other !== undefined &&
      comparison.hasExpressions(index) &&
      !comparison.compareIndex(other, index, { reflected, model }).isEqual;
    return isOpen ? [{ kind: "index", reflected, model, index }] : [];
  });
}

function textOf(index: Table["indexes"][number], table: Table): string | null {
  const resolved = resolveName(index, table);
  return resolved === null ? null : nameText(resolved.name);
}
