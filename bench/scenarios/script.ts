import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../../tests/support/run.ts";
import { fasterThan } from "../harness/claims.ts";
import type { Bound, Contestant, Scenario } from "../harness/scenario.ts";
import { pythonName, pythonProject, pythonUrl } from "../worlds/python-alembic.ts";
import { idAt, pythonRevisions, toolRevisions } from "../worlds/revisions.ts";
import { node, toolName } from "../worlds/tool.ts";
import { toolProject } from "../worlds/tool-project.ts";

const url = "postgresql://nobody@localhost/nowhere";

const startName = `${toolName}, the last revision alone`;

/** What starting the command, and reading the project, does not take. */
function withinHalfSecond(size: number): Bound {
  return {
    claim: `at most 500 ms for 1,000 revisions beyond the start-up (${startName})`,
    direction: "at most",
    limit: 500,
    needs: [toolName, startName],
    measure: (of) => ((of.time(toolName) - of.time(startName)) / (size - 1)) * 1000,
  };
}

export const script: Scenario = {
  name: "script",
  title: "`upgrade head --sql`",
  about: "1,000 revisions of one table and one index each, as a script for PostgreSQL.",
  async *cases(world) {
    const size = world.isQuick ? 200 : 1000;
    const project = await world.tool.project("script", { ...toolProject(url), ...toolRevisions(size) });
    const tool = world.tool.contestant(project, "upgrade", "head", "--sql");
    const { program, args, cwd } = tool.command;
    await writeFile(join(project, "script.sql"), (await run(program, args, { cwd })).stdout);
    const contestants: Contestant[] = [
      node(project),
      await world.tool.floor("writing the file", project, "write-file", "script.sql"),
      {
        ...world.tool.contestant(project, "upgrade", `${idAt(size - 2)}:head`, "--sql"),
        name: startName,
        role: "part",
      },
      tool,
    ];
    if (world.python !== null) {
      const files = { ...pythonProject(pythonUrl(url)), ...pythonRevisions(size) };
      contestants.push(
        world.python.contestant(await world.python.project("script", files), "upgrade", "head", "--sql"),
      );
    }
    const title = `PostgreSQL, ${size.toLocaleString("en")} revisions`;
    yield {
      title,
      size,
      series: "PostgreSQL",
      contestants,
      bounds: [withinHalfSecond(size), fasterThan(toolName, 1, pythonName)],
    };
  },
};
