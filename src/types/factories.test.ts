import { describe, expect, it } from "vitest";
import { sa } from "../index.ts";

describe("a type's size", () => {
  // What a program in JavaScript may give.
  const sized: readonly ((size: unknown) => unknown)[] = [sa.string, sa.text, sa.numeric, sa.unicode].map(
    (make) => (size) => Reflect.apply(make, undefined, [size]),
  );

  it.each(["50", -1, 1.5, Number.NaN, {}, [50], true])("is no %j, also where the right one was made before", (size) => {
    for (const make of sized) {
      make(50);
      expect(() => make(size)).toThrow(/must be a whole number from 0/);
    }
  });
});

describe("types that say the same", () => {
  it("are one object, and others are not", () => {
    expect(sa.string(50)).toBe(sa.string(50));
    expect(sa.string()).toBe(sa.string(null));
    expect(sa.integer()).toBe(sa.integer());
    expect(sa.string(50)).not.toBe(sa.string(51));
    expect(sa.string(50, { collation: "C" })).not.toBe(sa.string(50));
    expect(sa.numeric(10, 2)).not.toBe(sa.numeric(10));
    expect(sa.dateTime({ timezone: true }).timezone).toBe(true);
    expect(sa.dateTime().timezone).toBe(false);
  });

  it("stay what they are when one gets a variant", () => {
    expect(sa.json().withVariant(sa.postgresql.jsonb(), "postgresql").variants.size).toBe(1);
    expect(sa.json().variants.size).toBe(0);
  });
});
