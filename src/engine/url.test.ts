import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvalidArgumentError } from "../errors/index.ts";
import { type DatabaseUrl, makeUrl, renderUrl, type UrlNames } from "./url.ts";

const server: UrlNames = {
  schemes: { base: { dialect: "base", driver: null }, alias: { dialect: "base", driver: "node" } },
  pythonDrivers: { snake: "node", any: null },
  isFile: () => false,
};
const file: UrlNames = {
  schemes: { file: { dialect: "file", driver: null } },
  pythonDrivers: {},
  isFile: () => true,
};
const read = (text: string) => makeUrl(text, [server, file]);

function refusal(text: string): InvalidArgumentError {
  try {
    read(text);
  } catch (error) {
    if (error instanceof InvalidArgumentError) return error;
  }
  throw new Error(`accepted: ${text}`);
}

describe("makeUrl", () => {
  it("reads every part", () => {
    expect(read("base+node://scott:tiger@db.example.com:5433/blog?a=1&b=x%20y&a=2")).toEqual({
      dialect: "base",
      driver: "node",
      username: "scott",
      password: "tiger",
      host: "db.example.com",
      port: 5433,
      database: "blog",
      query: { a: ["1", "2"], b: "x y" },
    });
  });

  it("leaves absent parts null", () => {
    expect(read("base://")).toEqual({
      dialect: "base",
      driver: null,
      username: null,
      password: null,
      host: null,
      port: null,
      database: null,
      query: {},
    });
  });

  it.each([
    ["p%40ss", "p@ss"],
    ["p/a?s#s;", "p/a?s#s;"],
    ["a:b", "a:b"],
    ["100%", "100%"],
    ["a+b", "a+b"],
    ["%C3%A9", "é"],
    ["kx%25jj5%2Fg", "kx%jj5/g"],
  ])("reads the password %s", (written, meant) => {
    expect(read(`base://scott:${written}@localhost/blog`)).toMatchObject({ password: meant, host: "localhost" });
  });

  it("puts a driver of Python's in Node's words", () => {
    expect(read("base+snake://h/d").driver).toBe("node");
    expect(read("base+any://h/d").driver).toBeNull();
    expect(read("base+other://h/d").driver).toBe("other");
    expect(read("alias://h/d")).toMatchObject({ dialect: "base", driver: "node" });
    expect(read("BASE+Snake://h/d")).toMatchObject({ dialect: "base", driver: "node" });
  });

  it("keeps a family that no one knows", () => {
    expect(read("other+thing://u@h/d")).toMatchObject({ dialect: "other", driver: "thing", username: "u" });
  });

  it("reads an IPv6 host", () => {
    expect(read("base://u:p@[2001:db8::1]:5432/d")).toMatchObject({ host: "2001:db8::1", port: 5432 });
    expect(read("base://[::1]/d")).toMatchObject({ host: "::1", port: null });
  });

  it("reads the folder of a unix socket from the host or from an option", () => {
    expect(read("base:///d?host=/var/run/db")).toMatchObject({
      host: null,
      database: "d",
      query: { host: "/var/run/db" },
    });
    expect(read("base://u:p@%2Fvar%2Frun/d")).toMatchObject({ host: "/var/run", username: "u" });
  });

  it("takes an @ after the host for what it is", () => {
    expect(read("base://h:5432/d?user=a@b")).toMatchObject({ host: "h", port: 5432, query: { user: "a@b" } });
    expect(read("file:////home/a@b/app.db")).toMatchObject({ database: "/home/a@b/app.db" });
  });

  it("reads a file's path from the current folder and from the root", () => {
    expect(read("file:///app.db").database).toBe("app.db");
    expect(read("file:///./data/app.db").database).toBe("./data/app.db");
    expect(read("file:////data/app.db").database).toBe("/data/app.db");
    expect(read("file:///C:\\data\\app.db").database).toBe("C:\\data\\app.db");
  });

  it.each(["file://", "file:///", "file:///:memory:"])("takes %s for a database in memory", (text) => {
    expect(read(text).database).toBeNull();
  });

  it("keeps a hostile option name as data", () => {
    const { query } = read("base://h/d?__proto__=x");
    expect(Object.keys(query)).toEqual(["__proto__"]);
    expect(Object.getPrototypeOf(query)).toBe(Object.prototype);
  });

  it.each([
    ["", "it is empty"],
    ["blog", "does not begin with a dialect"],
    ["base:/h/d", "does not begin with a dialect"],
    ["base://u:s3cret@h:port/d", "no number from 1 to 65535"],
    ["base://h:port/d", "no number from 1 to 65535"],
    ["base://u:s3cret@h:70000/d", "no number from 1 to 65535"],
    ["base://u:s3cret@pa@h/d", "more than one @"],
    ["base://u:s3cret@[::1/d", "brackets"],
    ["base://u:s3cret@::1/d", "IPv6"],
    ["file://app.db?password=s3cret", "three slashes"],
    ["file://u:s3cret@/app.db", "three slashes"],
  ])("refuses %s and says why, without repeating it", (text, reason) => {
    const error = refusal(text);
    expect(error.code).toBe("ALB0501");
    expect(error.message).toContain(reason);
    expect(`${error.message} ${error.hint}`).not.toContain("s3cret");
    expect(error.hint).toBeDefined();
  });
});

describe("renderUrl", () => {
  it("hides the password and the secrets among the options unless asked", () => {
    const url = read("base://u:p%40ss@h/d?password=other&sslpassword=x&auth_token=y&sslmode=require");
    expect(renderUrl(url)).toBe("base://u:***@h/d?password=***&sslpassword=***&auth_token=***&sslmode=require");
    expect(renderUrl(url, { hidePassword: false })).toBe(
      "base://u:p%40ss@h/d?password=other&sslpassword=x&auth_token=y&sslmode=require",
    );
  });

  it.each(["file://", "file:////data/a%20b.db", "base+node://h:1/d", "base://u@[::1]:1/d", "base:///d?host=%2Frun"])(
    "writes %s as it was",
    (text) => {
      expect(renderUrl(read(text))).toBe(text);
    },
  );

  it("is read back as the same URL", () => {
    const text = fc.string({ unit: "grapheme", minLength: 1 });
    const optional = fc.option(text);
    const url: fc.Arbitrary<DatabaseUrl> = fc.record({
      dialect: fc.constant("base"),
      driver: fc.constantFrom(null, "node"),
      username: text,
      password: optional,
      host: fc.option(fc.constantFrom("localhost", "db.example.com", "::1", "/var/run")),
      port: fc.option(fc.integer({ min: 1, max: 65_535 })),
      database: optional,
      query: fc.dictionary(text, fc.oneof(text, fc.tuple(text, text))),
    });
    fc.assert(
      fc.property(url, (url) => {
        expect(read(renderUrl(url, { hidePassword: false }))).toEqual(url);
      }),
    );
  });

  it("never shows a password", () => {
    const secret = fc.string({ unit: "grapheme-ascii", minLength: 8 }).filter((text) => /^[\w@/:?#%+ -]+$/.test(text));
    fc.assert(
      fc.property(secret, (password) => {
        const url = read(`base://u:${encodeURIComponent(password)}@h/d?passwd=${encodeURIComponent(password)}`);
        expect(renderUrl(url)).toBe("base://u:***@h/d?passwd=***");
      }),
    );
  });
});
