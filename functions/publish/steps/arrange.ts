import { cutKeys } from '../../../schema/tree/cut-keys.ts';
import type { AttemptName } from './attempt-state.ts';
import type { MergedPart } from './merge-part.ts';
import type { Run } from './run-object.ts';
import type { StepPorts } from './step-ports.ts';
import { readWork, workNames, writeWork } from './work-names.ts';

/** The changes of one tree, and the keys between which they are cut. */
export interface TreePlan {
  /** `<register>/<tree>`. */
  readonly tree: string;
  readonly runs: readonly Run[];
  readonly bounds: readonly string[];
}

/** All that is to be built: tasks go through the trees in order, and through each tree from bound to bound. */
export interface BuildPlan {
  readonly trees: readonly TreePlan[];
  readonly tasks: readonly { readonly tree: number; readonly at: number }[];
}

/** Cuts the changes of every tree into tasks of about one size. */
export async function arrange(
  { id, attempt, ranges }: AttemptName & { readonly ranges: readonly number[] },
  { work, sizes }: StepPorts,
): Promise<{ readonly tasks: readonly number[] }> {
  const runsOf = new Map<string, Run[]>();
  for (const range of ranges) {
    const { runs } = await readWork<MergedPart>(work, workNames.merged(id, attempt, range));
    for (const { tree, run } of runs) runsOf.set(tree, [...(runsOf.get(tree) ?? []), run]);
  }
  const trees = [...runsOf].map(([tree, runs]): TreePlan => {
    const pages = runs.flatMap((run) => run.pages);
    return { tree, runs, bounds: cutKeys(pages, sizes.task) };
  });
  const tasks = trees.flatMap(({ bounds }, tree) =>
    Array.from({ length: bounds.length + 1 }, (_, at) => ({ tree, at })),
  );
  const plan: BuildPlan = { trees, tasks };
  await writeWork(work, workNames.tasks(id, attempt), plan);
  return { tasks: tasks.map((_, task) => task) };
}
