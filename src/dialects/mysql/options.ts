import type { Identifier } from "../../sql/index.ts";

/** MySQL's options of a table. */
export interface MysqlTableOptions {
  readonly engine?: string | undefined;
  readonly charset?: string | undefined;
  readonly defaultCharset?: string | undefined;
  readonly collate?: string | undefined;
  readonly rowFormat?: string | undefined;
  readonly autoIncrement?: number | string | undefined;
  readonly keyBlockSize?: number | string | undefined;
  readonly comment?: string | undefined;
  readonly partitionBy?: string | undefined;
  readonly partitions?: number | string | undefined;
  readonly subpartitionBy?: string | undefined;
  readonly subpartitions?: number | string | undefined;
  readonly dataDirectory?: string | undefined;
  readonly indexDirectory?: string | undefined;
  readonly maxRows?: number | string | undefined;
  readonly minRows?: number | string | undefined;
  readonly avgRowLength?: number | string | undefined;
  readonly packKeys?: number | string | undefined;
  readonly checksum?: number | string | undefined;
  readonly delayKeyWrite?: number | string | undefined;
  readonly insertMethod?: string | undefined;
  readonly statsPersistent?: number | string | undefined;
  readonly statsAutoRecalc?: number | string | undefined;
  readonly statsSamplePages?: number | string | undefined;
  readonly tablespace?: string | undefined;
  readonly union?: readonly Identifier[] | undefined;
  readonly pageCompressed?: number | string | undefined;
  readonly pageCompressionLevel?: number | string | undefined;
  readonly encrypted?: string | undefined;
  readonly encryption?: string | undefined;
  readonly compression?: string | undefined;
}

/** MySQL's options of an index. */
export interface MysqlIndexOptions {
  /** The indexed length of every column, or of each by its name. */
  readonly length?: number | Readonly<Record<string, number>> | undefined;
  /** `btree` or `hash`. */
  readonly using?: string | undefined;
  /** `FULLTEXT` or `SPATIAL`. */
  readonly prefix?: string | undefined;
  readonly withParser?: string | undefined;
}

/** MySQL's options of a unique constraint or primary key. */
export interface MysqlKeyOptions {
  readonly using?: string | undefined;
}

export const mysqlOptionKeys = {
  dialect: "mysql",
  table: [
    "engine",
    "charset",
    "defaultCharset",
    "collate",
    "rowFormat",
    "autoIncrement",
    "keyBlockSize",
    "comment",
    "partitionBy",
    "partitions",
    "subpartitionBy",
    "subpartitions",
    "dataDirectory",
    "indexDirectory",
    "maxRows",
    "minRows",
    "avgRowLength",
    "packKeys",
    "checksum",
    "delayKeyWrite",
    "insertMethod",
    "statsPersistent",
    "statsAutoRecalc",
    "statsSamplePages",
    "tablespace",
    "union",
    "pageCompressed",
    "pageCompressionLevel",
    "encrypted",
    "encryption",
    "compression",
  ],
  column: [],
  index: ["length", "using", "prefix", "withParser"],
  unique: ["using"],
  primaryKey: ["using"],
  foreignKey: [],
  check: [],
  alterColumn: [],
  dropColumn: [],
  configure: [],
} as const;
