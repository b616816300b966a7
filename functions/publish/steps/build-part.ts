import { classOfTree, densityOfTree, type Trees } from '../../../schema/publication/next-editions.ts';
import type { RegisterName } from '../../../schema/registers/register-name.ts';
import type { TreeRoot } from '../../../schema/tree/block.ts';
import type { Operation } from '../../../schema/tree/entry.ts';
import { type LeafChange, mergeRange } from '../../../schema/tree/merge-range.ts';
import { type PublicationBlocks, publicationBlocks } from '../publication-blocks.ts';
import type { TreeBases } from '../tree-bases.ts';
import type { BuildPlan, TreePlan } from './arrange.ts';
import { type AttemptName, readAttempt } from './attempt-state.ts';
import { readRunsFrom } from './run-object.ts';
import { rangeOf } from './settle.ts';
import type { StepPorts } from './step-ports.ts';
import { stepOperation } from './step-runs.ts';
import { readWork, workNames, writeWork } from './work-names.ts';

/** The new leaves of one part of one tree. */
export interface BuiltPart {
  readonly changes: readonly LeafChange[];
  readonly blocksWritten: number;
}

/** Builds the leaves of one part of one tree, and writes them. */
export async function buildPart(name: AttemptName & { readonly task: number }, ports: StepPorts): Promise<void> {
  const { id, attempt, task } = name;
  const { upload, settled } = await readAttempt(name, ports);
  const { trees, tasks } = await readWork<BuildPlan>(ports.work, workNames.tasks(id, attempt));
  const { tree: index = -1, at = 0 } = tasks[task] ?? {};
  const plan = trees[index];
  if (plan === undefined) throw new Error(`Cannot build part ${task} of "${id}": there are ${tasks.length} parts`);
  const blocks = publicationBlocks(ports.store.blocks, false);
  const root = baseOf(plan.tree, upload.register, settled.bases);
  const changes = await mergeRange(root, operations(plan, at, ports), rangeOf(plan.bounds, at), {
    ...treePorts(plan.tree, blocks),
    density: densityOfTree(treeName(plan.tree)),
  });
  await blocks.flush();
  await writeWork(ports.work, workNames.built(id, attempt, task), { changes, blocksWritten: blocks.written });
}

/** Where the blocks of a tree lie. */
export function treePorts(tree: string, blocks: PublicationBlocks) {
  const fieldClass = classOfTree(treeName(tree));
  return { blocks: blocks.blocks(fieldClass), sink: blocks.sink(fieldClass) };
}

/** The tree that stands before its changes; `tree` is `<register>/<tree>`. */
export function baseOf(tree: string, own: RegisterName, { rows, orders, derived }: TreeBases): TreeRoot | null {
  const register = tree.slice(0, tree.indexOf('/'));
  const bases: Trees = register === own ? { ...rows, ...orders } : (derived[register as RegisterName] ?? {});
  const base = bases[treeName(tree)];
  if (base === undefined) throw new Error(`Cannot build tree "${tree}": it is not one of this publication`);
  return base;
}

function treeName(tree: string): string {
  return tree.slice(tree.indexOf('/') + 1);
}

/** A part runs past its end, to the next place where blocks can be cut. */
async function* operations(
  { tree, runs, bounds }: TreePlan,
  at: number,
  { work }: StepPorts,
): AsyncGenerator<Operation[]> {
  for await (const steps of readRunsFrom(work, runs, bounds, at)) yield steps.map((step) => stepOperation(tree, step));
}
