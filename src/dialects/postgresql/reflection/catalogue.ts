/** The catalogue queries of the inspector: PostgreSQL 10 and later. Each reads one kind of thing for a whole schema. */

/** What every query is asked with: the schema, and the names of tables or null for all. */
const selection = "n.nspname = $1 AND ($2::text[] IS NULL OR c.relname = ANY($2::text[]))";

/** Ordinary, partitioned and foreign tables, without those that extensions own. */
export const tablesQuery = `
SELECT c.relname AS name, obj_description(c.oid, 'pg_class') AS comment, c.relkind::text AS kind,
       CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END AS "partitionKey",
       c.relkind = 'f' OR c.relispartition AS "isMadeOtherwise", c.relpersistence = 'u' AS "isUnlogged", ts.spcname AS tablespace, CASE WHEN m.amname <> 'heap' THEN m.amname END AS method,
       c.reloptions::text[] || ARRAY(SELECT 'toast.' || unnest(t.reloptions) FROM pg_class t WHERE t.oid = c.reltoastrelid) AS options,
       (SELECT json_agg(json_build_object('schema', pn.nspname, 'name', p.relname) ORDER BY h.inhseqno)
          FROM pg_inherits h JOIN pg_class p ON p.oid = h.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace
         WHERE h.inhrelid = c.oid AND NOT c.relispartition) AS parents
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_tablespace ts ON ts.oid = c.reltablespace
LEFT JOIN pg_am m ON m.oid = c.relam
WHERE c.relkind IN ('r', 'p', 'f') AND ${selection}
ORDER BY c.relname`;

export const tableNamesQuery = `
SELECT c.relname AS name
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = $1 AND c.relkind::text = ANY($2::text[])
ORDER BY c.relname`;

export const schemaNamesQuery = `
SELECT nspname AS name FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' ORDER BY nspname`;

/**
 * Columns in their order. \`hasOwnSequence\` tells SERIAL from a default that uses somebody else's sequence. Generated
 * columns came with version 12.
 */
export function columnsQuery(hasGenerated: boolean): string {
  const generated = hasGenerated ? "a.attgenerated::text" : "''";
  return `
SELECT c.relname AS "table", a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS "isNotNull",
       pg_get_expr(d.adbin, d.adrelid) AS default, ${generated} AS generated, a.attidentity::text AS identity,
       col_description(c.oid, a.attnum) AS comment,
       CASE WHEN a.attcollation <> t.typcollation THEN co.collname END AS collation,
       e.typtype::text AS "typeKind", e.typname AS "typeName", en.nspname AS "typeSchema",
       CASE WHEN t.typelem <> 0 AND t.typlen = -1 THEN greatest(a.attndims, 1) ELSE 0 END AS dimensions,
       CASE WHEN a.attidentity <> '' THEN (SELECT json_build_object('start', s.seqstart::text, 'increment', s.seqincrement::text, 'minValue', s.seqmin::text,
               'maxValue', s.seqmax::text, 'cache', s.seqcache::text, 'cycle', s.seqcycle)
          FROM pg_depend p JOIN pg_sequence s ON s.seqrelid = p.objid
         WHERE p.classid = 'pg_class'::regclass AND p.refclassid = 'pg_class'::regclass
           AND p.refobjid = c.oid AND p.refobjsubid = a.attnum AND p.deptype = 'i') END AS "identityOptions",
       d.oid IS NOT NULL AND EXISTS (SELECT 1 FROM pg_depend p JOIN pg_class s ON s.oid = p.objid AND s.relkind = 'S'
                WHERE p.classid = 'pg_class'::regclass AND p.refclassid = 'pg_class'::regclass AND p.refobjid = c.oid AND p.refobjsubid = a.attnum AND p.deptype = 'a'
                  AND EXISTS (SELECT 1 FROM pg_depend u
                               WHERE u.classid = 'pg_attrdef'::regclass AND u.objid = d.oid AND u.refobjid = s.oid)) AS "hasOwnSequence"
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_type t ON t.oid = a.atttypid
JOIN pg_type e ON e.oid = CASE WHEN t.typelem <> 0 AND t.typlen = -1 THEN t.typelem ELSE t.oid END
JOIN pg_namespace en ON en.oid = e.typnamespace
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT JOIN pg_collation co ON co.oid = a.attcollation
WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'f') AND ${selection}
ORDER BY c.relname, a.attnum`;
}

const actionName = (column: string): string => `CASE ${column} WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL'
       WHEN 'd' THEN 'SET DEFAULT' WHEN 'r' THEN 'RESTRICT' END`;

/** NULLS NOT DISTINCT came with version 15. */
export function constraintsQuery(hasNullsNotDistinct: boolean): string {
  const nullsNotDistinct = hasNullsNotDistinct ? "COALESCE(i.indnullsnotdistinct, false)" : "false";
  return `
SELECT c.relname AS "table", k.conname AS name, k.contype::text AS kind, k.condeferrable AS deferrable, k.condeferred AS deferred,
       k.convalidated AS "isValidated", pg_get_expr(k.conbin, k.conrelid) AS condition, pg_get_constraintdef(k.oid) AS definition,
       fn.nspname AS "referredSchema", f.relname AS "referredTable",
       ${actionName("k.confupdtype")} AS "onUpdate",
       ${actionName("k.confdeltype")} AS "onDelete",
       ${hasNullsNotDistinct ? "(SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY x.position) FROM unnest(k.confdelsetcols) WITH ORDINALITY x(number, position)\n          JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = x.number)" : "NULL"} AS "onDeleteColumns",
       CASE k.confmatchtype WHEN 'f' THEN 'FULL' WHEN 'p' THEN 'PARTIAL' END AS match,
       ${nullsNotDistinct} AS "nullsNotDistinct",
       (SELECT json_agg(a.attname ORDER BY x.position) FROM unnest(k.conkey) WITH ORDINALITY x(number, position)
          JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = x.number) AS columns,
       (SELECT json_agg(a.attname ORDER BY x.position) FROM unnest(k.confkey) WITH ORDINALITY x(number, position)
          JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = x.number) AS "referredColumns",
       (SELECT json_agg(a.attname ORDER BY x.position) FROM unnest(i.indkey::int2[]) WITH ORDINALITY x(number, position)
          JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = x.number
         WHERE x.position > i.indnkeyatts) AS include
FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_index i ON i.indexrelid = k.conindid AND k.contype IN ('p', 'u')
LEFT JOIN pg_class f ON f.oid = k.confrelid
LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace
WHERE k.contype IN ('p', 'u', 'f', 'c', 'x') AND k.conparentid = 0 AND ${selection}
ORDER BY c.relname, k.conname`;
}

/**
 * Indexes with each of their elements; an operator class is told where it is not the type's own, a collation where it is
 * not the column's (of an expression: not the database's), an operator where the index belongs to an exclusion constraint.
 */
export function indexesQuery(hasNullsNotDistinct: boolean): string {
  const nullsNotDistinct = hasNullsNotDistinct ? "i.indnullsnotdistinct" : "false";
  return `
SELECT c.relname AS "table", x.relname AS name, i.indisunique AS "isUnique", i.indisvalid AS "isValid", m.amname AS method,
       pg_get_expr(i.indpred, i.indrelid) AS predicate, x.reloptions::text[] AS options, ts.spcname AS tablespace,
       ${nullsNotDistinct} AS "nullsNotDistinct", k.conname AS constraint,
       (SELECT json_agg(json_build_object(
                 'text', pg_get_indexdef(i.indexrelid, e.position::int, true), 'column', a.attname,
                 'isIncluded', e.position > i.indnkeyatts,
                 'isDescending', (COALESCE(i.indoption[e.position - 1], 0) & 1) = 1,
                 'isNullsFirst', (COALESCE(i.indoption[e.position - 1], 0) & 2) = 2,
                 'operatorClass', CASE WHEN NOT oc.opcdefault THEN oc.opcname END,
                 'collation', CASE WHEN co.oid <> COALESCE(a.attcollation, 100) THEN
                   CASE WHEN pg_collation_is_visible(co.oid) THEN '' ELSE quote_ident(con.nspname) || '.' END || quote_ident(co.collname) END,
                 'operator', CASE WHEN pg_operator_is_visible(op.oid) THEN op.oprname
                   ELSE 'OPERATOR(' || quote_ident(opn.nspname) || '.' || op.oprname || ')' END) ORDER BY e.position)
          FROM unnest(i.indkey::int2[]) WITH ORDINALITY e(number, position)
          LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = e.number AND e.number > 0
          LEFT JOIN pg_opclass oc ON oc.oid = i.indclass[e.position - 1]
          LEFT JOIN pg_collation co ON co.oid = i.indcollation[e.position - 1]
          LEFT JOIN pg_namespace con ON con.oid = co.collnamespace
          LEFT JOIN pg_operator op ON op.oid = k.conexclop[e.position]
          LEFT JOIN pg_namespace opn ON opn.oid = op.oprnamespace) AS elements
FROM pg_index i
JOIN pg_class c ON c.oid = i.indrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_class x ON x.oid = i.indexrelid
JOIN pg_am m ON m.oid = x.relam
LEFT JOIN pg_tablespace ts ON ts.oid = x.reltablespace
LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x') AND k.conrelid = i.indrelid
WHERE NOT i.indisprimary AND ${selection}
  AND NOT EXISTS (SELECT 1 FROM pg_inherits h WHERE h.inhrelid = i.indexrelid)
ORDER BY c.relname, x.relname`;
}

export const enumsQuery = `
SELECT n.nspname AS schema, t.typname AS name, json_agg(e.enumlabel ORDER BY e.enumsortorder) AS values
FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE $1::text IS NULL OR n.nspname = $1
GROUP BY n.nspname, t.typname
ORDER BY n.nspname, t.typname`;
