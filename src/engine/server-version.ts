import type { ServerVersion } from "./driver.ts";

/** Reads the numbers at the front of a server's version: `15.20 (Debian 15.20-0)`, `10.11.19-MariaDB`. */
export function parseServerVersion(text: string): ServerVersion {
  const [, major, minor, patch] = /(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(text) ?? [];
  return { text, major: Number(major ?? 0), minor: Number(minor ?? 0), patch: Number(patch ?? 0) };
}
