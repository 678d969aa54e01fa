import ts from "typescript";
import { at, type Source, type Violation, walk } from "./sources.ts";

const onProcess = /^(globalThis\.)?process\.(stdout|stderr|exit|exitCode|abort|kill|reallyExit)$/;
const imported = new Set(["stdout", "stderr", "exit", "exitCode", "abort"]);

/** Only the command line writes to the terminal or ends the process. */
export function checkOutput(sources: readonly Source[]): readonly Violation[] {
  return sources
    .filter((source) => !source.path.startsWith("cli/"))
    .flatMap((source) => {
      const found: Violation[] = [];
      walk(source, (node) => {
        if (printsOrExits(node)) found.push(at(source, node, `prints or exits: ${node.getText(source.tree)}`));
      });
      return found;
    });
}

function printsOrExits(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) {
    return /^(globalThis\.)?console$/.test(node.expression.getText()) || onProcess.test(node.getText());
  }
  if (!ts.isImportSpecifier(node)) return false;
  const { moduleSpecifier } = node.parent.parent.parent;
  const isProcess = ts.isStringLiteral(moduleSpecifier) && /^(node:)?process$/.test(moduleSpecifier.text);
  return isProcess && imported.has((node.propertyName ?? node.name).text);
}
