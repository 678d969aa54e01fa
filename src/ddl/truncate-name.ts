import { createHash } from "node:crypto";

/** Shortens a generated name to what the database takes; a hash keeps shortened names apart. */
export function truncateName(name: string, limit: number): string {
  if (name.length <= limit) return name;
  const hash = createHash("md5").update(name).digest("hex").slice(-4);
  return `${name.slice(0, Math.max(0, limit - 8))}_${hash}`;
}
