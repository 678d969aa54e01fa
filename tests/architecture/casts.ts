import ts from "typescript";
import { at, lineOf, type Source, type Violation, walk } from "./sources.ts";

/** No `any`, no `!`, no cast through another cast; every other cast has its reason in a comment on it or above it. */
export function checkCasts(sources: readonly Source[]): readonly Violation[] {
  return sources.flatMap((source) => {
    const found: Violation[] = [];
    walk(source, (node) => {
      const problem = problemOf(source, node);
      if (problem !== null) found.push(at(source, node, problem));
    });
    return found;
  });
}

function problemOf(source: Source, node: ts.Node): string | null {
  if (node.kind === ts.SyntaxKind.AnyKeyword) return "says any";
  if (ts.isNonNullExpression(node)) return "asserts with ! that something is there";
  if (!isCast(node) || isConst(node)) return null;
  if (isCast(skipParentheses(node.expression))) return "casts a cast";
  return hasReason(source, node) ? null : "casts without a comment that says why";
}

function isCast(node: ts.Node): node is ts.AsExpression | ts.TypeAssertion {
  return ts.isAsExpression(node) || ts.isTypeAssertionExpression(node);
}

function isConst(node: ts.AsExpression | ts.TypeAssertion): boolean {
  return ts.isTypeReferenceNode(node.type) && node.type.typeName.getText() === "const";
}

function skipParentheses(node: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(node) ? skipParentheses(node.expression) : node;
}

/** A comment at the end of one of the cast's lines, or that ends right above its line, its statement or its function. */
function hasReason(source: Source, node: ts.Node): boolean {
  const lines = source.tree.text.split("\n");
  const first = lineOf(source, node);
  const last = source.tree.getLineAndCharacterOfPosition(node.getEnd()).line + 1;
  if (lines.slice(first - 1, last).some((line) => /\/\/|\/\*/.test(line))) return true;
  return placesAbove(source, node).some((line) => /^\s*(\/\/|\*\/|\/\*\*?.*\*\/)/.test(lines[line - 2] ?? ""));
}

function placesAbove(source: Source, node: ts.Node): readonly number[] {
  const places: number[] = [];
  for (let place: ts.Node = node; !ts.isSourceFile(place); place = place.parent) {
    places.push(lineOf(source, place));
    if (ts.isStatement(place) || ts.isClassElement(place)) break;
  }
  return places;
}
