import ts from "typescript";
import { at, type Source, type Violation, walk } from "./sources.ts";

interface Entry {
  readonly code: string;
  readonly area: string | undefined;
  readonly hasText: boolean;
}

/** Every error class and every code has its place on the page of errors, and the page has nothing else. */
export function checkErrorDocs(sources: readonly Source[], page: string): readonly Violation[] {
  const entries = entriesOf(page);
  return [...missingClasses(sources, page), ...missingCodes(sources, entries), ...misplaced(sources, entries)];
}

function entriesOf(page: string): readonly Entry[] {
  let area: string | undefined;
  const lines = page.split("\n");
  return lines.flatMap((line, index) => {
    area = /^# (\d\d)xx/.exec(line)?.[1] ?? (line.startsWith("# ") ? undefined : area);
    const code = /^## (ALB\d{4}) \S/.exec(line)?.[1];
    if (code === undefined) return [];
    return [{ code, area, hasText: /^[^#\s]/.test(lines.slice(index + 1).find((text) => text.trim() !== "") ?? "") }];
  });
}

function missingClasses(sources: readonly Source[], page: string): readonly Violation[] {
  const parents = new Map<string, string>();
  const places = new Map<string, Violation>();
  for (const source of sources) {
    walk(source, (node) => {
      if (!ts.isClassDeclaration(node) || node.name === undefined) return;
      const parent = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
      parents.set(node.name.text, parent?.expression.getText(source.tree) ?? "");
      places.set(node.name.text, at(source, node, `the error class ${node.name.text} is not in docs/errors.md`));
    });
  }
  const isError = (name: string): boolean =>
    name === "AlembicError" || name === "Error" || (parents.has(name) && isError(parents.get(name) ?? ""));
  return [...places].flatMap(([name, problem]) =>
    isError(name) && !page.includes(`| \`${name}\` |`) ? [problem] : [],
  );
}

function missingCodes(sources: readonly Source[], entries: readonly Entry[]): readonly Violation[] {
  const documented = new Set(entries.map(({ code }) => code));
  return codesOf(sources).flatMap(({ code, place }) =>
    documented.has(code) ? [] : [`${place} has no entry in docs/errors.md`],
  );
}

function codesOf(sources: readonly Source[]): readonly { readonly code: string; readonly place: string }[] {
  return sources.flatMap((source) => {
    const found: { code: string; place: string }[] = [];
    walk(source, (node) => {
      if (!ts.isStringLiteralLike(node) || !/^ALB\d+$/.test(node.text)) return;
      found.push({ code: node.text, place: at(source, node, node.text) });
    });
    return found;
  });
}

function misplaced(sources: readonly Source[], entries: readonly Entry[]): readonly Violation[] {
  const used = new Set(codesOf(sources).map(({ code }) => code));
  return entries.flatMap(({ code, area, hasText }, index) => {
    const previous = entries[index - 1]?.code ?? "";
    const problems = [
      used.has(code) ? null : "is thrown nowhere",
      hasText ? null : "has no text",
      area === code.slice(3, 5) ? null : `stands in another area than ${code.slice(3, 5)}xx`,
      previous < code ? null : `does not come after ${previous}`,
    ];
    return problems.flatMap((problem) => (problem === null ? [] : [`docs/errors.md: ${code} ${problem}`]));
  });
}
