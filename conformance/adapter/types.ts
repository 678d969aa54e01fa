import { sa } from "../../src/index.ts";
import { SqlType } from "../../src/types/index.ts";
import type { Json } from "../corpus.ts";
import { AdapterError, asConstruct, type Construct } from "./json.ts";
import { camelCase, toOptions, trailing } from "./keywords.ts";
import { buildValue } from "./values.ts";

/** Turns what stands inside a type. */
type Convert = (value: Json) => unknown;

function convertPlainly(value: Json): unknown {
  return buildType(value) ?? buildValue(value);
}

type Factory = (...args: readonly unknown[]) => unknown;

/** The positional parameters of our factories; everything else is an option. */
const POSITIONAL: Readonly<Record<string, readonly string[]>> = {
  ...names(
    ["length"],
    "String Text Unicode UnicodeText VARCHAR CHAR NVARCHAR NCHAR TEXT CLOB LargeBinary BLOB BINARY VARBINARY",
  ),
  ...names(["length"], "VARCHAR2 NVARCHAR2 NTEXT RAW NCLOB TINYTEXT MEDIUMTEXT LONGTEXT"),
  ...names(["precision", "scale"], "Numeric NUMERIC DECIMAL NUMBER"),
  ...names(["precision"], "Float FLOAT Double DOUBLE REAL DOUBLE_PRECISION"),
  ...names(["length"], "BIT"),
  ...names(["precision"], "DATETIME2 DATETIMEOFFSET"),
  ...names(["precision", "scale"], "mysql.FLOAT mysql.DOUBLE mysql.REAL"),
  ...names(["display_width"], "mysql.TINYINT mysql.SMALLINT mysql.MEDIUMINT mysql.INTEGER mysql.BIGINT mysql.YEAR"),
};

/** Keywords that only repeat what the type's name says. */
const IMPLIED: Readonly<Record<string, string>> = { "mysql.NVARCHAR": "national", "mysql.NCHAR": "national" };

/** Types whose positional arguments are one list. */
const LISTS = new Set(["Enum", "ENUM", "SET"]);

function names(parameters: readonly string[], types: string): Record<string, readonly string[]> {
  return Object.fromEntries(types.split(" ").map((type) => [type, parameters]));
}

/** Whether a construct is a column type. */
export function isType(construct: Construct): boolean {
  return construct.name === "with_variant" || findFactory(construct.name) !== null;
}

/** Builds a column type; null where the value is none. */
export function buildType(value: Json | undefined, convert: Convert = convertPlainly): SqlType | null {
  const construct = asConstruct(value);
  if (construct === null || !isType(construct)) return null;
  return construct.name === "with_variant" ? buildVariant(construct, convert) : callFactory(construct, convert);
}

function buildVariant({ args }: Construct, convert: Convert): SqlType {
  const [base, other, ...dialects] = args;
  const type = buildType(base, convert);
  const variant = buildType(other, convert);
  if (type === null || variant === null) throw new AdapterError("with_variant needs two types");
  return type.withVariant(variant, ...dialects.map(String));
}

function callFactory({ name, args, kw }: Construct, convert: Convert): SqlType {
  const factory = findFactory(name);
  const parameters = POSITIONAL[name] ?? POSITIONAL[name.split(".").at(-1) ?? name] ?? [];
  const named = Object.entries(kw).filter(([key]) => !parameters.includes(key) && IMPLIED[name] !== key);
  const options = toOptions(Object.fromEntries(named), convert);
  const positional = LISTS.has(name.split(".").at(-1) ?? name)
    ? [args.map(convert)]
    : fill(args.map(convert), parameters, Object.keys(options).length > 0, kw);
  const type = factory?.(...positional, ...trailing(options));
  if (type instanceof SqlType) return type;
  throw new AdapterError(`${name} gave no type`);
}

/** Puts keywords at the places of our positional parameters, and null where one before the options was not given. */
function fill(
  args: readonly unknown[],
  parameters: readonly string[],
  hasOptions: boolean,
  kw: Construct["kw"],
): readonly unknown[] {
  const all = parameters.map((name, index) => args[index] ?? kw[name] ?? null);
  const rest = args.slice(parameters.length);
  if (hasOptions || rest.length > 0) return [...all, ...rest];
  return all.slice(0, all.findLastIndex((value) => value !== null) + 1);
}

function findFactory(name: string): Factory | null {
  const [dialect, own] = name.split(".");
  if (own === undefined) return functionOf(sa, genericName(name));
  const key = camelCase(own.toLowerCase());
  const found = namespacesOf(dialect).map((namespace) => functionOf(namespace, key));
  return found.find((factory) => factory !== null) ?? functionOf(sa, own);
}

/** The namespaces in which a dialect's types are looked for: Python has MariaDB's own under either name. */
function namespacesOf(dialect: string | undefined): readonly object[] {
  const names = dialect === "mysql" ? ["mysql", "mariadb"] : [dialect];
  return names.map((name): unknown => Object.entries(sa).find(([key]) => key === name)?.[1]).filter(isRecord);
}

const CONSTRUCTS = new Set([
  "Table",
  "MetaData",
  "Column",
  "Index",
  "ForeignKey",
  "Identity",
  "Computed",
  "Sequence",
  "FetchedValue",
]);

/** `DateTime` to `dateTime`; upper-case names stay. */
function genericName(name: string): string {
  if (CONSTRUCTS.has(name) || name.includes("Constraint") || !/^[A-Z]/.test(name)) return "";
  if (name === name.toUpperCase() && name !== "JSON") return name;
  return name === "JSON" ? "json" : name.charAt(0).toLowerCase() + name.slice(1);
}

function functionOf(namespace: object, key: string): Factory | null {
  const found: unknown = Object.entries(namespace).find(([name]) => name === key)?.[1];
  // Found by a name of the corpus: what it takes is checked by the function itself.
  return typeof found === "function" ? (found as Factory) : null;
}

function isRecord(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
