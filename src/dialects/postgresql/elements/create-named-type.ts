import { type DDLCompiler, DDLElement } from "../../../ddl/index.ts";
import { UnsupportedOperationError } from "../../../errors/index.ts";
import { Enum } from "../../../types/index.ts";
import { createType } from "../types.ts";
import { type Domain, type NamedType, typeName } from "../types/named-types.ts";

/** CREATE TYPE or CREATE DOMAIN. */
export class CreateNamedType extends DDLElement {
  constructor(
    readonly type: NamedType,
    /** Do nothing when it is there: there is no IF NOT EXISTS for types, so a block catches the error. */
    readonly ifMissing = false,
  ) {
    super();
  }

  accept(compiler: DDLCompiler): string {
    const statement = this.type instanceof Enum ? createEnum(this.type, compiler) : createDomain(this.type, compiler);
    return this.ifMissing ? ignoringDuplicates(statement) : statement;
  }
}

function createEnum(type: Enum, compiler: DDLCompiler): string {
  if (type.name !== undefined) return compiler.text(createType(type));
  throw new UnsupportedOperationError("ALB0320", {
    operation: "An enum type without a name",
    dialect: compiler.features.dialectName,
    hint: 'Name it, sa.enum([...], { name: "post_state" }), or keep it in a string column: { nativeEnum: false }.',
  });
}

function createDomain({ name, dataType, options }: Domain, compiler: DDLCompiler): string {
  const value = compiler.serverDefault(options.default ?? null, dataType);
  const parts = [
    options.collation === undefined ? null : `COLLATE ${compiler.quote(options.collation)}`,
    value === null ? null : `DEFAULT ${value}`,
    options.constraintName === undefined ? null : `CONSTRAINT ${compiler.quote(options.constraintName)}`,
    options.notNull === true ? "NOT NULL" : null,
    options.check === undefined ? null : `CHECK (${compiler.text(options.check)})`,
  ].filter((part) => part !== null);
  const head = `CREATE DOMAIN ${typeName(compiler.types, name, options.schema)} AS ${compiler.type(dataType)}`;
  return [head, ...parts].join(" ");
}

function ignoringDuplicates(statement: string): string {
  let tag = "$alembic$";
  while (statement.includes(tag)) tag = `${tag.slice(0, -1)}_$`;
  return `DO ${tag} BEGIN ${statement}; EXCEPTION WHEN duplicate_object THEN NULL; END ${tag}`;
}
