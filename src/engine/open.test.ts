import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DriverMissingError, InvalidArgumentError } from "../errors/index.ts";
import type { Driver, DriverConnection } from "./driver.ts";
import { brokenBinary, importPackage } from "./import-package.ts";
import { openConnection } from "./open.ts";
import { makeUrl } from "./url.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "alembic-ts-open-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function addPackage(name: string, source: string): void {
  const home = join(folder, "node_modules", name);
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, "package.json"), JSON.stringify({ name, main: "index.js" }));
  writeFileSync(join(home, "index.js"), source);
}

const session: DriverConnection = {
  dialectName: "base",
  serverVersion: { text: "1", major: 1, minor: 0, patch: 0 },
  beginStatement: "BEGIN",
  execute: async () => ({ rows: [], rowCount: null }),
  cancel: async () => undefined,
  close: async () => undefined,
};

function driver(name: string, isOnRequest = false): Driver {
  return {
    name,
    packageName: `${name}-of-no-one`,
    isOnRequest,
    async connect(_, { folders }) {
      await importPackage(`${name}-of-no-one`, folders);
      return { ...session, dialectName: name };
    },
  };
}

const drivers = [driver("one"), driver("two"), driver("three", true)];
const open = async (url: string) => openConnection(makeUrl(url), drivers, { folders: [folder] });
const refusal = async (url: string) => open(url).catch((error: unknown) => error);

describe("openConnection", () => {
  it("takes the first driver that is installed in the project", async () => {
    addPackage("two-of-no-one", "");
    addPackage("three-of-no-one", "");
    expect((await open("base://")).dialectName).toBe("two");
    addPackage("one-of-no-one", "");
    expect((await open("base://")).dialectName).toBe("one");
  });

  it("takes the driver that the URL names", async () => {
    addPackage("one-of-no-one", "");
    addPackage("three-of-no-one", "");
    expect((await open("base+three://")).dialectName).toBe("three");
  });

  it("names the command that installs the preferred driver, and never takes one that was not asked for", async () => {
    addPackage("three-of-no-one", "");
    const error = await refusal("base://");
    expect(error).toBeInstanceOf(DriverMissingError);
    expect(error).toMatchObject({ code: "ALB0503", hint: "npm install one-of-no-one" });
    expect(await refusal("base+two://")).toMatchObject({ hint: "npm install two-of-no-one" });
  });

  it("names the drivers there are", async () => {
    const error = await refusal("base+thre://");
    expect(error).toBeInstanceOf(InvalidArgumentError);
    expect(error).toMatchObject({ code: "ALB0502", hint: "Did you mean base+three://?" });
    expect(await refusal("base+something://")).toMatchObject({ hint: "Its drivers are: one, two, three." });
  });
});

describe("importPackage", () => {
  it("throws what a package itself throws", async () => {
    addPackage("one-of-no-one", "throw new TypeError('broken')");
    expect(await refusal("base+one://")).toEqual(new TypeError("broken"));
  });

  it("knows a package whose binary is missing", () => {
    const cause = new Error("Could not locate the bindings file. Tried: ...");
    expect(brokenBinary("one", cause)).toMatchObject({ code: "ALB0507", hint: "npm rebuild one", cause });
    expect(brokenBinary("one", new Error("database is locked"))).toBeNull();
  });
});
