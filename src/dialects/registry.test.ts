import { describe, expect, test } from "vitest";
import { ConfigurationError, InvalidArgumentError } from "../errors/index.ts";
import { connect, dialectNames, loadDialect, loadDialectModule, registerDialect } from "./registry.ts";

describe("the registry of dialects", () => {
  test("connects to the database that a URL names, and closes the session after the function", async () => {
    const connection = await connect("sqlite://", async (open) => {
      expect((await open.execute("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
      return open;
    });
    expect(connection.isClosed).toBe(true);
  });

  test("closes the session when the function throws", async () => {
    const seen: { isClosed: boolean }[] = [];
    const failing = connect("sqlite://", (open) => {
      seen.push(open);
      throw new Error("no more");
    });
    await expect(failing).rejects.toThrow("no more");
    expect(seen[0]?.isClosed).toBe(true);
  });

  test("gives an open connection where no function is given", async () => {
    const connection = await connect("sqlite://");
    expect(connection.dialect.name).toBe("sqlite");
    expect(connection.dialect.identifiers.quote("order")).toBe('"order"');
    await connection.close();
  });

  test("says where a URL is set when there is none", async () => {
    const missing = connect(null);
    await expect(missing).rejects.toThrow(ConfigurationError);
    await expect(missing).rejects.toMatchObject({ code: "ALB0571", hint: expect.stringContaining("alembic.ini") });
  });

  test("suggests the dialect that a misspelt URL may mean", async () => {
    const misspelt = connect("sqlit:///app.db");
    await expect(misspelt).rejects.toThrow(InvalidArgumentError);
    await expect(misspelt).rejects.toMatchObject({ code: "ALB0570", hint: 'Did you mean "sqlite"?' });
  });

  test("OPS-56 loads a dialect that a user registered, by its name", async () => {
    const sqlite = await loadDialectModule("sqlite");
    registerDialect("litelike", async () => ({
      ...sqlite,
      name: "litelike",
      createDialect: (version, options) => ({ ...sqlite.createDialect(version, options), name: "litelike" }),
    }));
    expect(dialectNames()).toContain("litelike");
    expect((await loadDialect("litelike")).name).toBe("litelike");
  });
});
