import { AddConstraint, CreateIndex } from "../../../ddl/index.ts";
import type { Connection } from "../../../engine/connection.ts";
import { DatabaseError } from "../../../errors/index.ts";
import { type Inspector, tableOf } from "../../../reflection/index.ts";
import {
  CheckConstraint,
  type Column,
  type Constraint,
  type ExcludeConstraint,
  Index,
  Table,
} from "../../../schema/index.ts";
import { FinalName, nameText, SqlFragment } from "../../../sql/index.ts";
import { groupBy } from "../../../util/group-by.ts";
import type { ExpressionQuestion } from "../../base/comparison.ts";
import type { Dialect } from "../../base/dialect.ts";

/** How the server writes an expression, or an index with expressions. */
export interface Answer {
  readonly text: string | null;
  readonly index: Index | null;
  /** Whether a default gives the same value as the database's own. */
  readonly isEqual: boolean;
}

type Item = Column | CheckConstraint | ExcludeConstraint | Index;

const prefix = "alembic_ts_scratch_";

/** Temporary copies of tables, empty, in which the models' expressions are put to be read back. Nothing of them stays. */
export class ScratchTables {
  constructor(
    private readonly dialect: Dialect,
    private readonly connection: Connection,
    private readonly inspector: Inspector,
  ) {}

  /**
   * Asks for all expressions at once: the number of queries does not depend on theirs. What the server does not take
   * (a function that is not there yet) has no answer.
   */
  async ask(questions: readonly ExpressionQuestion[]): Promise<ReadonlyMap<Item, Answer>> {
    try {
      return await this.#undone(() => this.#answers(questions));
    } catch (error) {
      // A standby, or a user who may make no temporary tables: expressions are compared by their text then.
      if (error instanceof DatabaseError) return new Map();
      throw error;
    }
  }

  async #undone<Value>(work: () => Promise<Value>): Promise<Value> {
    if (!this.connection.inTransaction) {
      const transaction = await this.connection.begin();
      try {
        return await work();
      } finally {
        await transaction.rollback();
      }
    }
    await this.connection.execute("SAVEPOINT alembic_ts_scratch");
    try {
      return await work();
    } finally {
      await this.connection.execute("ROLLBACK TO SAVEPOINT alembic_ts_scratch");
      await this.connection.execute("RELEASE SAVEPOINT alembic_ts_scratch");
    }
  }

  async #answers(questions: readonly ExpressionQuestion[]): Promise<ReadonlyMap<Item, Answer>> {
    const byTable = [...groupBy(questions, (question) => question.reflected).values()];
    const scratch = byTable.map((own, index) => new ScratchTable(this.dialect, `${prefix}${index}`, own));
    await this.connection.execute(block(scratch.flatMap((table) => table.statements())));
    const { rows } = await this.connection.execute(
      "SELECT nspname AS name FROM pg_namespace WHERE oid = pg_my_temp_schema()",
    );
    const name = rows[0]?.["name"];
    const schema = typeof name === "string" ? name : "pg_temp";
    const found = await this.inspector.tables({ schema, names: scratch.map((table) => table.name) });
    const answers = new Map<Item, Answer>();
    for (const table of scratch) {
      const reflected = found.get(table.name);
      if (reflected === undefined) continue;
      for (const [item, answer] of table.answers(tableOf(reflected))) answers.set(item, answer);
    }
    for (const column of await this.#equalDefaults(questions, answers)) {
      answers.set(column, { text: null, index: null, isEqual: true });
    }
    return answers;
  }

  /** Defaults that are not written alike may give the same value all the same: `1 + 1`, `'24:00:00'` for a day. */
  async #equalDefaults(
    questions: readonly ExpressionQuestion[],
    answers: ReadonlyMap<Item, Answer>,
  ): Promise<readonly Column[]> {
    const { ddl, types } = this.dialect;
    const open = questions.flatMap((question) => {
      if (question.kind !== "default") return [];
      const before = question.reflected.columns.get(question.column.requireName());
      // As the column is going to be: 1.5 is 2 only as long as it is of whole numbers.
      const { type } = question.column;
      const texts = [before, question.column].map((column) => ddl.serverDefault(column?.serverDefault ?? null, type));
      const isSettled = texts[0] === answers.get(question.column)?.text;
      // A sequence would count on, and its number would be gone.
      if (isSettled || texts.some((text) => text === null || /\b(next|set)val\b/i.test(text))) return [];
      const [left, right] = texts.map((text) => `CAST((${text}) AS ${types.render(type)})`);
      return [{ column: question.column, comparison: `${left} = ${right}` }];
    });
    if (open.length === 0) return [];
    const table = `${prefix}equal`;
    const inserts = open.map(({ comparison }, index) => `INSERT INTO ${table} SELECT ${index} WHERE ${comparison}`);
    await this.connection.execute(block([`CREATE TEMPORARY TABLE ${table} (number int) ON COMMIT DROP`, ...inserts]));
    const { rows } = await this.connection.execute(`SELECT number FROM ${table}`);
    return rows.flatMap(({ number }) => open[Number(number)]?.column ?? []);
  }
}

/** The questions of one table. */
class ScratchTable {
  readonly #holder: Table;

  constructor(
    private readonly dialect: Dialect,
    readonly name: string,
    private readonly questions: readonly ExpressionQuestion[],
  ) {
    this.#holder = new Table(name, [], { schema: "pg_temp" });
  }

  /** Each may fail by itself. */
  statements(): readonly string[] {
    const [first] = this.questions;
    if (first === undefined) return [];
    const { identifiers } = this.dialect.target;
    const original = identifiers.qualify(first.reflected.identifier, first.reflected.schema);
    const missing = [...first.model.columns.values()].filter(
      (column) => !first.reflected.columns.has(column.requireName()),
    );
    const target = this.dialect.ddl.table(this.#holder);
    return [
      `CREATE TEMPORARY TABLE ${identifiers.quote(this.name)} (LIKE ${original}) ON COMMIT DROP`,
      ...missing.map(
        (column) =>
          `ALTER TABLE ${target} ADD COLUMN ${identifiers.quote(column.identifier)} ${this.dialect.types.render(column.type)}`,
      ),
      ...this.questions.map((question, index) => this.#statement(question, `q${index}`, target)),
    ];
  }

  #statement(question: ExpressionQuestion, name: string, target: string): string {
    const {
      ddl,
      types,
      target: { identifiers },
    } = this.dialect;
    if (question.kind === "index") return ddl.compile(new CreateIndex(this.#index(question.index, name), this.#holder));
    if (question.kind === "check")
      return this.#added(new CheckConstraint(question.check.condition, { name: new FinalName(name) }));
    if (question.kind === "exclude") return this.#added(question.exclude.withName(new FinalName(this.#own(name))));
    const { column, reflected } = question;
    const type = reflected.columns.get(column.requireName())?.type ?? column.type;
    if (question.kind === "default") {
      return `ALTER TABLE ${target} ALTER COLUMN ${identifiers.quote(column.identifier)} SET DEFAULT ${ddl.serverDefault(column.serverDefault, type) ?? "NULL"}`;
    }
    const { computed } = column.options;
    const expression = computed === undefined ? "NULL" : ddl.text(computed.expression);
    return `ALTER TABLE ${target} ADD COLUMN ${name} ${types.render(type)} GENERATED ALWAYS AS (${expression}) STORED`;
  }

  #added(constraint: Constraint): string {
    return this.dialect.ddl.compile(new AddConstraint(constraint, this.#holder));
  }

  /** What has an index has a name that no other table's may have. */
  #own(name: string): string {
    return `${this.name}_${name}`;
  }

  #index(index: Index, name: string): Index {
    const { postgresql = {}, ...options } = index.options;
    const { concurrently: _concurrently, tablespace: _tablespace, ...own } = postgresql;
    return new Index(new FinalName(this.#own(name)), index.expressions, { ...options, postgresql: own });
  }

  /** What the server made of them. */
  answers(table: Table): readonly (readonly [Item, Answer])[] {
    return this.questions.flatMap((question, index): (readonly [Item, Answer])[] => {
      const answer = this.#answer(question, `q${index}`, table);
      return answer === null ? [] : [answer];
    });
  }

  #answer(question: ExpressionQuestion, name: string, table: Table): readonly [Item, Answer] | null {
    if (question.kind === "index") {
      const found = table.indexes.find((index) => index.name !== null && nameText(index.name) === this.#own(name));
      return found === undefined ? null : [question.index, { text: null, index: found, isEqual: false }];
    }
    if (question.kind === "check") {
      const found = table.constraints.find((each) => each.name !== null && nameText(each.name) === name);
      return found instanceof CheckConstraint ? [question.check, this.#text(found.condition)] : null;
    }
    if (question.kind === "exclude") {
      const found = table.constraints.find((each) => each.name !== null && nameText(each.name) === this.#own(name));
      if (found === undefined) return null;
      const text = this.dialect.ddl.constraint(found.withName(null), table);
      return [question.exclude, { text, index: null, isEqual: false }];
    }
    if (question.kind === "default") {
      const value = table.columns.get(question.column.requireName())?.serverDefault;
      return value instanceof SqlFragment ? [question.column, this.#text(value)] : null;
    }
    const computed = table.columns.get(name)?.options.computed;
    return computed === undefined ? null : [question.column, this.#text(computed.expression)];
  }

  #text(expression: string | SqlFragment): Answer {
    return { text: this.dialect.ddl.text(expression), index: null, isEqual: false };
  }
}

/** One statement that runs all; one that fails leaves the others alone. */
function block(statements: readonly string[]): string {
  const steps = statements.map((statement) => `BEGIN ${statement}; EXCEPTION WHEN OTHERS THEN NULL; END;`).join("\n");
  let tag = "$alembic$";
  while (steps.includes(tag)) tag = `${tag.slice(0, -1)}_$`;
  return `DO ${tag} BEGIN\n${steps}\nEND ${tag}`;
}
