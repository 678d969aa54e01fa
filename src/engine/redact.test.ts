import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { redact, redactedCause } from "./redact.ts";

describe("redact", () => {
  it.each([
    ['invalid input syntax for type integer: "abc"', ["abc"], 'invalid input syntax for type integer: "***"'],
    [
      "Duplicate entry '1-bob@example.com' for key 'email'",
      [1, "bob@example.com"],
      "Duplicate entry '1-***' for key 'email'",
    ],
    ["Duplicate entry '7' for key 'PRIMARY'", [7], "Duplicate entry '***' for key 'PRIMARY'"],
    ["Data too long: 'aaaaaaaaaaaa'", ["a".repeat(100)], "Data too long: '***'"],
    ["column 1 of table users", [1, "u"], "column 1 of table users"],
    ["token {a: secret} is invalid", [{ a: "secret" }], "token {a: ***} is invalid"],
    ["value 2026-01-02 03:04:05.000 is bad", [new Date(Date.UTC(2026, 0, 2, 3, 4, 5))], "value *** is bad"],
    ["nothing to hide", [null, undefined, "", true], "nothing to hide"],
  ])("makes of %s", (text, parameters, expected) => {
    expect(redact(text, parameters)).toBe(expected);
  });

  it("leaves no value that the message quotes", () => {
    const value = fc
      .string({ unit: "grapheme-ascii", minLength: 3 })
      .filter((text) => !"could not read: '***'".includes(text));
    fc.assert(
      fc.property(value, (text) => {
        expect(redact(`could not read: '${text}'`, [text])).toBe("could not read: '***'");
      }),
    );
  });

  it("keeps a cause, without the values in its text, its stack and its properties", () => {
    const cause = Object.assign(new RangeError("bad: s3cret - parameters:['s3cret']"), { sql: "SELECT 's3cret'" });
    const clean = redactedCause(cause, ["s3cret"]);
    expect(clean).toMatchObject({ name: "RangeError", message: "bad: ***" });
    expect(clean).toHaveProperty("stack", expect.stringContaining("redact.test.ts"));
    expect(`${String((clean as Error).stack)} ${JSON.stringify(clean)}`).not.toContain("s3cret");
    expect(redactedCause("text", [])).toBe("text");
  });
});
