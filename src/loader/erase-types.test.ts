import { parseSync } from "oxc-parser";
import { transformSync } from "oxc-transform";
import { describe, expect, it } from "vitest";
import { eraseTypes } from "./erase-types.ts";

function compiled(file: string, source: string): string {
  return transformSync(file, source, { sourceType: "module", target: "esnext" }).code;
}

function erased(source: string): string {
  return eraseTypes("a1.ts", source, parseSync("module.mjs", compiled("a1.ts", source)).module);
}

const forms: Readonly<Record<string, string>> = {
  annotations:
    "const größe: string = '😀', list: readonly number[] = [1];\nlet later: { a: 1 } | undefined; later = undefined;",
  functions: "export async function f<T extends object>(a: T, b?: string, ...c: number[]): Promise<void> { a; b; c; }",
  "arrow functions": "const f = <T,>(a?: T, { b }: { b?: 1 } = {}): [T?, 1?] => [a, b]; f;",
  assertions:
    "const a = (f<string>('x')! as unknown as number) satisfies number; a!.b!;\nfunction f<T>(x: T): T { return x; }",
  "types of their own":
    "interface A { a: 1 }\ntype B = A;\nexport interface C extends A {}\nexport type D = B;\nexport const d = 1 as D | B;",
  imports:
    'import { type A, b, type C as D } from "x";\nimport type E from "y";\nimport { F } from "z";\nexport const a: A | D | E | F = b;',
  "exports of types": 'type A = 1;\nexport type { A };\nexport type { B } from "x";\nexport const b = 1;',
  classes:
    "class A<T> extends Map<string, T> {\n  x: T | null = null;\n  m(a?: T): this is A<T> { return a === this.x; }\n}\nnew A<number>();",
  "catch and loops": "try { for (const a of [1] as number[]) a; } catch (error: unknown) { error; }",
};

describe("a module without its types", () => {
  it.each(Object.entries(forms))("%s: is what a compiler leaves of it, each character in its place", (_, source) => {
    const text = erased(source);
    expect(compiled("module.mjs", text)).toBe(compiled("a1.ts", source));
    expect(text).toHaveLength(source.length);
    const moved = text.split("").filter((character, at) => character !== " " && character !== source[at]);
    expect(moved).toEqual([]);
  });

  it("keeps each kind of line break where it was", () => {
    expect(erased("interface A {\r\n  a: 1\r}\u2028export const a = 1;\n")).toBe(
      "             \r\n      \r \u2028export const a = 1;\n",
    );
  });

  it.each([
    ["enums", "export enum E { A }"],
    ["parameter properties", "export class A { constructor(readonly a: number) {} }"],
    ["statements that would run together", "const a = b\ntype C = 1\n(() => a)()\nfunction b(): void {}\n"],
  ])("%s: is not what a compiler makes of it", (_, source) => {
    expect(compiled("module.mjs", erased(source))).not.toBe(compiled("a1.ts", source));
  });
});
