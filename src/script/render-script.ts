import type { Config } from "../config/index.ts";
import { ScriptError } from "../errors/index.ts";
import type { RevisionNames } from "../revision/index.ts";

/** What stands in a function that has nothing to do: it keeps linters from calling `op` unused. */
export const noOperation = "void op;";

/** The values that a revision template can use, as `it.upRevision` and so on; besides them all that `templateArgs` gives. */
export interface TemplateVariables {
  readonly upRevision: string;
  readonly downRevision: RevisionNames;
  readonly branchLabels: RevisionNames;
  readonly dependsOn: RevisionNames;
  readonly createDate: string;
  readonly message: string;
  readonly config: Config;
  /** The statements of `upgrade()`: the first line without indentation, the others with it. */
  readonly upgrades: string;
  readonly downgrades: string;
  /** The lines of imports. */
  readonly imports: string;
  /** Joins several ids with `, `; null becomes nothing. */
  readonly comma: (value: RevisionNames) => string;
  /** Text for a doc comment: it cannot end the comment, and every further line of it begins with a star. */
  readonly comment: (text: string) => string;
  /** A value as TypeScript source. */
  readonly literal: (value: RevisionNames) => string;
  /** The statement of a function that has nothing to do. */
  readonly noOperation: string;
  readonly [argument: string]: unknown;
}

/** The variables that {@link templateVariables} does not work out itself. */
export type GivenVariables = Pick<
  TemplateVariables,
  | "upRevision"
  | "downRevision"
  | "branchLabels"
  | "dependsOn"
  | "createDate"
  | "message"
  | "config"
  | "upgrades"
  | "downgrades"
> & { readonly imports: readonly string[] };

/**
 * Everything that a template can use.
 *
 * @param given the values of one revision
 * @param templateArgs further ones, by the program's or `env`'s wish; they go before ours
 * @param isTypeScript whether the file may import types
 */
export function templateVariables(
  given: GivenVariables,
  templateArgs: Readonly<Record<string, unknown>>,
  isTypeScript: boolean,
): TemplateVariables {
  const statements = [
    given.upgrades,
    given.downgrades,
    ...Object.values(templateArgs).filter((value) => typeof value === "string"),
  ];
  const imports = [...ownImports(statements.join("\n"), isTypeScript), ...given.imports];
  return {
    ...given,
    upgrades: given.upgrades || noOperation,
    downgrades: given.downgrades || noOperation,
    imports: imports.join("\n"),
    comma,
    comment: commentText,
    literal,
    noOperation,
    ...templateArgs,
  };
}

/** The import of this package, reduced to the names that the statements use. */
function ownImports(statements: string, isTypeScript: boolean): readonly string[] {
  const code = statements.replace(/"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\/\/.*/g, '""');
  const names = [
    ...(isTypeScript ? ["type Operations"] : []),
    ...(/\bsa\s*\./.test(code) ? ["sa"] : []),
    ...(/\bsql\s*[`.]/.test(code) ? ["sql"] : []),
  ];
  return names.length === 0 ? [] : [`import { ${names.join(", ")} } from "alembic-ts";`];
}

function comma(value: RevisionNames): string {
  return value === null ? "" : [value].flat().join(", ");
}

function commentText(text: string): string {
  const lines = text.replaceAll("*/", "*\\/").split(/\r\n|[\r\n\u2028\u2029]/);
  // Control characters would make some editors take the file for a binary one.
  return lines
    .map((line) => line.replaceAll(/(?!\t)\p{Cc}/gu, ""))
    .join("\n * ")
    .replaceAll(/ +$/gm, "");
}

function literal(value: RevisionNames): string {
  if (value === null || typeof value === "string") return JSON.stringify(value);
  return `[${value.map((item) => JSON.stringify(item)).join(", ")}]`;
}

/**
 * Fills a template.
 *
 * @param template the template's text
 * @param path where it was read, for messages and for what it includes
 * @throws {ScriptError} where the template is wrong, with its own message
 */
export async function renderTemplate(
  template: string,
  path: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<string> {
  const { Eta } = await import("eta");
  const eta = new Eta({ autoEscape: false, autoTrim: false, debug: true });
  try {
    return eta.renderString(template, variables);
  } catch (cause) {
    throw new ScriptError(
      "ALB0238",
      `The template ${path} could not be filled: ${cause instanceof Error ? cause.message : String(cause)}`,
      {
        hint: "Mend it, or compare it with the one that `alembic init` writes.",
        cause,
      },
    );
  }
}
