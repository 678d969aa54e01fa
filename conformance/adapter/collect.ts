import { createBatchOperations } from "../../src/operations/batch/batch-operations.ts";
import { BatchAlterTableOp } from "../../src/operations/batch/batch-alter-table.ts";
import { ModifyTableOps } from "../../src/operations/containers.ts";
import type { AnyDirective, OperationScope } from "../../src/operations/directive.ts";
import * as directives from "../../src/operations/directives.ts";
import type { MigrateOperation } from "../../src/operations/migrate-operation.ts";
import type { Operations } from "../../src/operations/operations.ts";
import type { Json } from "../corpus.ts";
import { CallRunner, readCalls } from "./calls.ts";
import type { ExpressionScope } from "./expressions.ts";

/** The operations that recorded calls stand for; nothing of them is run. A batch is what changes one table. */
export async function collectOperations(
  calls: Json | undefined,
  scope: ExpressionScope,
): Promise<readonly MigrateOperation[]> {
  const found: MigrateOperation[] = [];
  await new CallRunner(collector(found), scope).run(readCalls(calls));
  return found;
}

function collector(found: MigrateOperation[]): Operations {
  const take = async (operation: MigrateOperation): Promise<void> => {
    found.push(operation instanceof BatchAlterTableOp ? await gathered(operation) : operation);
  };
  const calls = Object.entries<AnyDirective>(directives).map(([name, { buildFrom }]) => [
    name,
    (...args: readonly unknown[]) => take(buildFrom(args)),
  ]);
  // Every directive is among them; the runner calls nothing else.
  return Object.fromEntries(calls) as Operations;
}

async function gathered({ table, schema, body }: BatchAlterTableOp): Promise<ModifyTableOps> {
  const ops: MigrateOperation[] = [];
  // A batch asks its scope for nothing but a turn.
  const scope = { enqueue: (task: () => Promise<unknown>) => task() } as unknown as OperationScope;
  const sink = {
    gather: (operation: MigrateOperation): void => {
      ops.push(operation);
    },
  };
  await body(createBatchOperations(scope, { table, schema }, sink));
  return new ModifyTableOps(table, ops, { schema });
}
