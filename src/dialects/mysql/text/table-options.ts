import { nameText } from "../../../sql/index.ts";
import type { MysqlTableOptions } from "../options.ts";

type OptionName = keyof MysqlTableOptions;

/** How an option is written: its words, what joins them to the value, and the form of the value. */
interface OptionForm {
  readonly words: string;
  readonly join: "=" | " ";
  readonly value: "word" | "string" | "names" | "raw";
}

const word = (words: string, join: "=" | " " = "="): OptionForm => ({ words, join, value: "word" });
const string = (words: string): OptionForm => ({ words, join: "=", value: "string" });

/** In the order in which they are written; partitioning is last, and a collation follows its character set. */
const forms: Readonly<Record<OptionName, OptionForm>> = {
  rowFormat: word("ROW_FORMAT"),
  keyBlockSize: word("KEY_BLOCK_SIZE"),
  comment: string("COMMENT"),
  engine: word("ENGINE"),
  autoIncrement: word("AUTO_INCREMENT"),
  avgRowLength: word("AVG_ROW_LENGTH"),
  charset: word("CHARSET"),
  defaultCharset: word("DEFAULT CHARSET"),
  checksum: word("CHECKSUM"),
  collate: word("COLLATE", " "),
  compression: string("COMPRESSION"),
  dataDirectory: string("DATA DIRECTORY"),
  delayKeyWrite: word("DELAY_KEY_WRITE"),
  encrypted: word("ENCRYPTED"),
  encryption: string("ENCRYPTION"),
  indexDirectory: string("INDEX DIRECTORY"),
  insertMethod: word("INSERT_METHOD"),
  maxRows: word("MAX_ROWS"),
  minRows: word("MIN_ROWS"),
  packKeys: word("PACK_KEYS"),
  pageCompressed: word("PAGE_COMPRESSED"),
  pageCompressionLevel: word("PAGE_COMPRESSION_LEVEL"),
  statsAutoRecalc: word("STATS_AUTO_RECALC"),
  statsPersistent: word("STATS_PERSISTENT"),
  statsSamplePages: word("STATS_SAMPLE_PAGES"),
  tablespace: word("TABLESPACE", " "),
  union: { words: "UNION", join: "=", value: "names" },
  partitionBy: { words: "PARTITION BY", join: " ", value: "raw" },
  partitions: word("PARTITIONS", " "),
  subpartitionBy: { words: "SUBPARTITION BY", join: " ", value: "raw" },
  subpartitions: word("SUBPARTITIONS", " "),
};

/** What the options need of the compiler that writes them. */
export interface OptionWriter {
  literal(value: unknown): string;
  quote(name: string): string;
  /** @throws {InvalidArgumentError} when it is no plain word */
  keyword(option: string, word: string): string;
}

/** Writes a table's options after its closing parenthesis. */
export function tableOptions(options: MysqlTableOptions, writer: OptionWriter): string {
  return Object.entries(forms)
    .map(([name, form]) => ({ form, name, value: Object.entries(options).find(([key]) => key === name)?.[1] }))
    .filter(({ value }) => value !== undefined && value !== null)
    .map(({ form, name, value }) => `${form.words}${form.join}${valueText(name, form, value, writer)}`)
    .join(" ");
}

function valueText(name: string, { value: kind }: OptionForm, value: unknown, writer: OptionWriter): string {
  if (kind === "string") return writer.literal(String(value));
  if (kind === "raw") return String(value);
  if (kind === "names")
    return `(${[value]
      .flat()
      .map((each) => writer.quote(nameText(String(each))))
      .join(", ")})`;
  const text = String(value);
  return /^\d+$/.test(text) ? text : writer.keyword(name, text);
}
