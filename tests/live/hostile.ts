/** Whether a database can hold a text at all: a lone surrogate is no character, and PostgreSQL has no NUL. */
export function textKept(dialect: string): (text: string) => boolean {
  return (text) => !/\p{Surrogate}/u.test(text) && !(dialect === "postgresql" && text.includes("\0"));
}

/** Whether a database takes a text as a column's name: none takes an empty one. */
export function nameKept(dialect: string): (text: string) => boolean {
  return (text) => {
    if (text === "" || !textKept(dialect)(text) || text.includes("\0") || text.toLowerCase() === "id") return false;
    if (dialect === "postgresql") return Buffer.byteLength(text) <= 63;
    // MariaDB: 64 characters of the basic plane, and no blank at the end.
    return dialect === "sqlite" || (text.length <= 64 && !/\s$/.test(text) && !/[\u{10000}-\u{10ffff}]/u.test(text));
  };
}
