import { type EcmaScriptModule, parseSync, type Program, type Span, Visitor } from "oxc-parser";

/**
 * A TypeScript module with its types blanked out: what is left is JavaScript, and each character of it stands where it stood,
 * so that no source map is needed.
 *
 * Only what is there for types alone is known here. Whoever calls has to compare what is left with what a compiler makes of the module.
 *
 * @param source the module
 * @param kept what a compiler has left of its imports and exports: it knows which names are of types
 */
export function eraseTypes(file: string, source: string, kept: EcmaScriptModule): string {
  const { program } = parseSync(file, source);
  const erased = [...typesOf(program, source), ...unusedImports(program, source, kept)];
  return blanked(source, erased);
}

/** Whatever there is only for types. Others find what is missing here: see above. */
function typesOf(program: Program, source: string): readonly Span[] {
  const erased: Span[] = [];
  const erase = (span: Span) => erased.push(span);
  const eraseAfter = (before: Span, { end }: Span) => erased.push({ start: before.end, end });
  new Visitor({
    TSTypeAnnotation: erase,
    TSTypeParameterDeclaration: erase,
    TSTypeParameterInstantiation: erase,
    TSInterfaceDeclaration: erase,
    TSTypeAliasDeclaration: erase,
    TSAsExpression: (node) => eraseAfter(node.expression, node),
    TSSatisfiesExpression: (node) => eraseAfter(node.expression, node),
    TSNonNullExpression: (node) => eraseAfter(node.expression, node),
    ExportNamedDeclaration: (node) => {
      if (node.exportKind === "type") erase(node);
    },
    // A parameter, by the tree's types.
    Identifier: ({ optional, start, name, end }: Span & { readonly name: string; readonly optional?: boolean }) => {
      const mark = optional === true ? source.indexOf("?", start + name.length) : -1;
      if (mark >= 0 && mark < end) erase({ start: mark, end: mark + 1 });
    },
  }).visit(program);
  return erased;
}

/** Imports that a compiler has left out, and the comma behind each name. */
function unusedImports(program: Program, source: string, kept: EcmaScriptModule): readonly Span[] {
  const used = new Set(kept.staticImports.flatMap(({ entries }) => entries.map(({ localName }) => localName.value)));
  const erased: Span[] = [];
  for (const statement of program.body) {
    if (statement.type !== "ImportDeclaration" || statement.specifiers.length === 0) continue;
    const unused = statement.specifiers.filter(({ local }) => !used.has(local.name));
    if (unused.length === statement.specifiers.length) erased.push(statement);
    else erased.push(...unused.map(({ start, end }) => ({ start, end: afterComma(source, end) })));
  }
  return erased;
}

function afterComma(source: string, end: number): number {
  return end + (/^\s*,/.exec(source.slice(end))?.[0].length ?? 0);
}

/** Line breaks stay. */
function blanked(source: string, spans: readonly Span[]): string {
  let written = "";
  let done = 0;
  for (const { start, end } of spans.toSorted((left, right) => left.start - right.start)) {
    if (end <= done) continue;
    written +=
      source.slice(done, start) + source.slice(Math.max(start, done), end).replaceAll(/[^\n\r\u2028\u2029]/g, " ");
    done = end;
  }
  return written + source.slice(done);
}
