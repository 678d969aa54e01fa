import { describe, expect, it } from "vitest";
import { GatheredText } from "./gathered-text.ts";

describe("gathered text", () => {
  it("is written in few pieces, in order and whole", () => {
    const written: string[] = [];
    const text = new GatheredText({ write: (each) => written.push(each) });
    const lines = Array.from({ length: 10_000 }, (_, index) => `line ${index} of a script\n`);
    for (const line of lines) text.write(line);
    text.flush();
    expect(written.join("")).toBe(lines.join(""));
    expect(written.length).toBeLessThan(10);
  });

  it("writes nothing where there is nothing", () => {
    const written: string[] = [];
    const text = new GatheredText({ write: (each) => written.push(each) });
    text.flush();
    text.write("a");
    text.flush();
    text.flush();
    expect(written).toEqual(["a"]);
  });
});
