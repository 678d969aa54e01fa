import type { ReflectedObject } from "../../../reflection/index.ts";

/** A row of {@link objectsQuery}. */
export interface ObjectRow extends ReflectedObject {
  readonly id: string | null;
  /** What has to be there before it, by id. */
  readonly needs: readonly string[];
}

/** Objects, each after those that it needs. */
export function inOrderOfNeed(rows: readonly ObjectRow[]): readonly ReflectedObject[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const placed = new Set<ObjectRow>();
  const place = (row: ObjectRow): void => {
    if (placed.has(row)) return;
    for (const id of row.needs) {
      const needed = byId.get(id);
      if (needed !== undefined && needed !== row) place(needed);
    }
    placed.add(row);
  };
  for (const row of rows) place(row);
  return [...placed].map(({ kind, name, isBeforeTables, create, drop }) => ({
    kind,
    name,
    isBeforeTables,
    create,
    drop,
  }));
}

/** A name as it stands in SQL, and as it is read: without the default schema. */
const path = (name: string, schema = "n.nspname"): string =>
  `CASE WHEN ${schema} = $2 THEN '' ELSE quote_ident(${schema}) || '.' END || quote_ident(${name})`;
const label = (name: string): string => `CASE WHEN n.nspname = $2 THEN '' ELSE n.nspname || '.' END || ${name}`;

/** Whether a row is of the schemas that are asked for, and of no extension. */
const isOwn = (catalogue: string, oid: string): string =>
  `n.nspname = ANY($1::text[]) AND ${isOfNoExtension(catalogue, oid)}`;

function isOfNoExtension(catalogue: string, oid: string): string {
  return `NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.classid = '${catalogue}'::regclass AND e.objid = ${oid} AND e.deptype = 'e')`;
}

/** A type by its id, an array by that of its elements. */
const typeId = (oid: string): string =>
  `(SELECT COALESCE(NULLIF(b.typelem, 0), b.oid)::text FROM pg_type b WHERE b.oid = ${oid})`;

const collate = (oid: string): string =>
  `(SELECT ' COLLATE ' || quote_ident(cn.nspname) || '.' || quote_ident(o.collname)
      FROM pg_collation o JOIN pg_namespace cn ON cn.oid = o.collnamespace WHERE o.oid = ${oid})`;

const nothing = "'{}'::text[]";

// Each with the columns place, kind, name, id, needs, isBeforeTables, create, drop.
const told: readonly string[] = [
  `SELECT 1, 'schema', n.nspname, n.oid::text, ${nothing}, true,
       ARRAY['CREATE SCHEMA IF NOT EXISTS ' || quote_ident(n.nspname)], ARRAY['DROP SCHEMA IF EXISTS ' || quote_ident(n.nspname)]
FROM pg_namespace n
WHERE n.nspname NOT IN ($2, 'public', 'pg_catalog') AND ${isOfNoExtension("pg_namespace", "n.oid")}
  AND (n.nspname = ANY($1::text[]) OR EXISTS (SELECT 1 FROM pg_extension x WHERE x.extnamespace = n.oid))`,
  `SELECT 2, 'extension', x.extname, x.oid::text, ${nothing}, true,
       ARRAY['CREATE EXTENSION IF NOT EXISTS ' || quote_ident(x.extname) ||
         CASE WHEN n.nspname IN ($2, 'pg_catalog') THEN '' ELSE ' WITH SCHEMA ' || quote_ident(n.nspname) END],
       ARRAY['DROP EXTENSION IF EXISTS ' || quote_ident(x.extname)]
FROM pg_extension x JOIN pg_namespace n ON n.oid = x.extnamespace WHERE x.extname <> 'plpgsql'`,
  // Sequences that belong to no column.
  `SELECT 3, 'sequence', ${label("c.relname")}, c.oid::text, ${nothing}, true,
       ARRAY['CREATE SEQUENCE ' || ${path("c.relname")} || ' AS ' || format_type(s.seqtypid, NULL) || ' INCREMENT BY ' || s.seqincrement ||
         ' MINVALUE ' || s.seqmin || ' MAXVALUE ' || s.seqmax || ' START WITH ' || s.seqstart || ' CACHE ' || s.seqcache ||
         CASE WHEN s.seqcycle THEN ' CYCLE' ELSE '' END],
       ARRAY['DROP SEQUENCE ' || ${path("c.relname")}]
FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE ${isOwn("pg_class", "c.oid")}
  AND NOT EXISTS (SELECT 1 FROM pg_depend p WHERE p.classid = 'pg_class'::regclass AND p.objid = c.oid AND p.deptype IN ('a', 'i') AND p.refobjsubid > 0)`,
  // Enum types that no table makes, as no column has them, or that other types need before.
  `SELECT 4, 'enum type', ${label("t.typname")}, t.oid::text, ${nothing}, true,
       ARRAY['CREATE TYPE ' || ${path("t.typname")} || ' AS ENUM (' ||
         (SELECT string_agg(quote_literal(l.enumlabel), ', ' ORDER BY l.enumsortorder) FROM pg_enum l WHERE l.enumtypid = t.oid) || ')'],
       ARRAY['DROP TYPE ' || ${path("t.typname")}]
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE t.typtype = 'e' AND ${isOwn("pg_type", "t.oid")} AND EXISTS (SELECT 1 FROM pg_enum l WHERE l.enumtypid = t.oid)
  AND (NOT EXISTS (SELECT 1 FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                    WHERE a.atttypid IN (t.oid, t.typarray) AND c.relkind IN ('r', 'p') AND NOT a.attisdropped)
    OR EXISTS (SELECT 1 FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE a.atttypid IN (t.oid, t.typarray) AND c.relkind = 'c')
    OR EXISTS (SELECT 1 FROM pg_type d WHERE d.typtype = 'd' AND d.typbasetype IN (t.oid, t.typarray)))`,
  `SELECT 4, 'domain', ${label("t.typname")}, t.oid::text, ARRAY[${typeId("t.typbasetype")}], true,
       ARRAY['CREATE DOMAIN ' || ${path("t.typname")} || ' AS ' || format_type(t.typbasetype, t.typtypmod) ||
         COALESCE((SELECT ${collate("t.typcollation")} FROM pg_type b WHERE b.oid = t.typbasetype AND t.typcollation <> b.typcollation), '') ||
         COALESCE(' DEFAULT ' || t.typdefault, '') || CASE WHEN t.typnotnull THEN ' NOT NULL' ELSE '' END ||
         COALESCE((SELECT string_agg(' CONSTRAINT ' || quote_ident(k.conname) || ' ' || pg_get_constraintdef(k.oid), '' ORDER BY k.conname)
                     FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c'), '')],
       ARRAY['DROP DOMAIN ' || ${path("t.typname")}]
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype = 'd' AND ${isOwn("pg_type", "t.oid")}`,
  `SELECT 4, 'composite type', ${label("t.typname")}, t.oid::text,
       ARRAY(SELECT ${typeId("a.atttypid")} FROM pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped), true,
       ARRAY['CREATE TYPE ' || ${path("t.typname")} || ' AS (' ||
         COALESCE((SELECT string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod) ||
                     CASE WHEN a.attcollation <> b.typcollation THEN ${collate("a.attcollation")} ELSE '' END, ', ' ORDER BY a.attnum)
                     FROM pg_attribute a JOIN pg_type b ON b.oid = a.atttypid
                    WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped), '') || ')'],
       ARRAY['DROP TYPE ' || ${path("t.typname")}]
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace JOIN pg_class c ON c.oid = t.typrelid
WHERE c.relkind = 'c' AND ${isOwn("pg_type", "t.oid")}`,
  // What a partition has besides what its table gives it: keys and CHECKs, indexes, defaults.
  `SELECT 5, 'partition', ${label("c.relname")}, c.oid::text, ARRAY[h.inhparent::text], false,
       ARRAY['CREATE TABLE ' || ${path("c.relname")} || ' PARTITION OF ' || ${path("p.relname", "pn.nspname")} || ' ' || pg_get_expr(c.relpartbound, c.oid) ||
         CASE WHEN c.relkind = 'p' THEN ' PARTITION BY ' || pg_get_partkeydef(c.oid) ELSE '' END ||
         COALESCE(' WITH (' || array_to_string(c.reloptions, ', ') || ')', '') ||
         COALESCE((SELECT ' TABLESPACE ' || quote_ident(s.spcname) FROM pg_tablespace s WHERE s.oid = c.reltablespace), '')] ||
       ARRAY(SELECT 'ALTER TABLE ' || ${path("c.relname")} || ' ALTER COLUMN ' || quote_ident(a.attname) ||
                    COALESCE(' SET DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), ' DROP DEFAULT')
               FROM pg_attribute a JOIN pg_attribute o ON o.attrelid = h.inhparent AND o.attname = a.attname
               LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
               LEFT JOIN pg_attrdef f ON f.adrelid = o.attrelid AND f.adnum = o.attnum
              WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                AND pg_get_expr(d.adbin, d.adrelid) IS DISTINCT FROM pg_get_expr(f.adbin, f.adrelid) ORDER BY a.attnum) ||
       ARRAY(SELECT 'ALTER TABLE ' || ${path("c.relname")} || ' ADD CONSTRAINT ' || quote_ident(k.conname) || ' ' || pg_get_constraintdef(k.oid)
               FROM pg_constraint k
              WHERE k.conrelid = c.oid AND k.conparentid = 0 AND k.coninhcount = 0 AND k.contype IN ('p', 'u', 'f', 'c', 'x') ORDER BY k.contype DESC, k.conname) ||
       ARRAY(SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i
              WHERE i.indrelid = c.oid AND NOT EXISTS (SELECT 1 FROM pg_inherits x WHERE x.inhrelid = i.indexrelid)
                AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.conrelid = c.oid) ORDER BY i.indexrelid::regclass::text),
       ARRAY['DROP TABLE ' || ${path("c.relname")}]
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_inherits h ON h.inhrelid = c.oid JOIN pg_class p ON p.oid = h.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace
WHERE c.relispartition AND c.relkind IN ('r', 'p') AND ${isOwn("pg_class", "c.oid")}`,
];

/** What is told by its name alone. */
const named: readonly (readonly [kind: string, name: string, from: string])[] = [
  [
    "'schema'",
    "n.nspname",
    `pg_namespace n WHERE n.nspname <> ALL($1::text[]) AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
  AND EXISTS (SELECT 1 FROM pg_class c WHERE c.relnamespace = n.oid AND ${isOfNoExtension("pg_class", "c.oid")})`,
  ],
  [
    "CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' ELSE 'foreign table' END",
    label("c.relname"),
    `pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('v', 'm', 'f') AND ${isOwn("pg_class", "c.oid")}`,
  ],
  [
    "'function'",
    `${label("p.proname")} || '(' || pg_get_function_identity_arguments(p.oid) || ')'`,
    `pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE ${isOwn("pg_proc", "p.oid")}
  AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')`,
  ],
  [
    "'trigger'",
    `g.tgname || ' on ' || ${label("c.relname")}`,
    `pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT g.tgisinternal AND ${isOwn("pg_class", "c.oid")}`,
  ],
  // What belongs to tables that are told, and the schema language cannot say.
  [
    "'own options of the sequence'",
    `'of ' || ${label("c.relname")} || '.' || a.attname`,
    `pg_sequence s JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = s.seqrelid AND d.deptype = 'a' AND d.refobjsubid > 0
JOIN pg_class c ON c.oid = d.refobjid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE (s.seqincrement <> 1 OR s.seqstart <> 1 OR s.seqmin <> 1 OR s.seqcache <> 1 OR s.seqcycle) AND ${isOwn("pg_class", "c.oid")}`,
  ],
  [
    "'INCLUDE or storage'",
    `'of constraint ' || k.conname || ' on ' || ${label("c.relname")}`,
    `pg_constraint k JOIN pg_index i ON i.indexrelid = k.conindid JOIN pg_class x ON x.oid = i.indexrelid
JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE k.contype = 'x' AND (i.indnatts > cardinality(k.conexclop) OR x.reloptions IS NOT NULL OR x.reltablespace <> 0) AND ${isOwn("pg_class", "c.oid")}`,
  ],
  [
    "'rule'",
    `r.rulename || ' on ' || ${label("c.relname")}`,
    `pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE r.rulename <> '_RETURN' AND ${isOwn("pg_class", "c.oid")}`,
  ],
  [
    "'row security'",
    `'of ' || ${label("c.relname")}`,
    `pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relrowsecurity AND ${isOwn("pg_class", "c.oid")}`,
  ],
  [
    "'policy'",
    `o.polname || ' on ' || ${label("c.relname")}`,
    `pg_policy o JOIN pg_class c ON c.oid = o.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${isOwn("pg_class", "c.oid")}`,
  ],
  [
    "'range type'",
    label("t.typname"),
    `pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype = 'r' AND ${isOwn("pg_type", "t.oid")}`,
  ],
  [
    "'statistics'",
    label("s.stxname"),
    `pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace WHERE ${isOwn("pg_statistic_ext", "s.oid")}`,
  ],
  [
    "'collation'",
    label("o.collname"),
    `pg_collation o JOIN pg_namespace n ON n.oid = o.collnamespace WHERE ${isOwn("pg_collation", "o.oid")}`,
  ],
  [
    "'operator'",
    label("o.oprname"),
    `pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace WHERE ${isOwn("pg_operator", "o.oid")}`,
  ],
];

/**
 * What the schemas of the first parameter hold besides tables, and what these need of the database; the second one is the
 * default schema. Rights are not told: they are of the server's users.
 */
export const objectsQuery = `
SELECT place, kind, name, id, to_json(needs) AS needs, "isBeforeTables", to_json(made) AS create, to_json(dropped) AS drop
FROM (
${[
  ...told,
  ...named.map(
    ([kind, name, from]) => `SELECT 6, ${kind}, ${name}, NULL, ${nothing}, false, ${nothing}, ${nothing}\nFROM ${from}`,
  ),
].join("\nUNION ALL\n")}
) objects (place, kind, name, id, needs, "isBeforeTables", made, dropped)
ORDER BY place, kind, name`;
