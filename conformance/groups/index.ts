import type { ConformanceGroup } from "../group.ts";
import { autogen } from "./autogen.ts";
import { batch } from "./batch.ts";
import { cli } from "./cli.ts";
import { graph, graphs } from "./graph.ts";
import { offline } from "./offline.ts";
import { ops } from "./ops.ts";

/** Every group that can be run, in the order in which they run. A new one is its module and a line here. */
export const groups: readonly ConformanceGroup[] = [ops, offline, batch, graph, graphs, autogen, cli];
