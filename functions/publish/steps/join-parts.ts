import type { EditionMove } from '../../../schema/ports.ts';
import { type Findings, findingsUpTo } from '../../../schema/publication/findings.ts';
import type { Trees } from '../../../schema/publication/next-editions.ts';
import type { RegisterName } from '../../../schema/registers/register-name.ts';
import { joinRanges, type LeafChange } from '../../../schema/tree/merge-range.ts';
import { concludePublication } from '../conclude-publication.ts';
import { addCounts, noCounts } from '../merge-counts.ts';
import type { MergedRegister } from '../merge-register.ts';
import { type PublicationBlocks, publicationBlocks } from '../publication-blocks.ts';
import { makeReport, mostFindings, storeReport } from '../report.ts';
import type { Retirement } from '../still-referenced.ts';
import type { BuildPlan } from './arrange.ts';
import { type AttemptName, type AttemptStart, attemptState, readAttempt } from './attempt-state.ts';
import { type BuiltPart, baseOf, treePorts } from './build-part.ts';
import { keptReport, showReport } from './kept-report.ts';
import { hasMoved, rememberMove } from './made-move.ts';
import type { MergedPart } from './merge-part.ts';
import type { StepPorts } from './step-ports.ts';
import { readWork, workNames } from './work-names.ts';

/** How an attempt ended: visible or refused, as its report says, or behind another publication, to be tried again. */
export interface Joined {
  readonly outcome: 'ended' | 'behind';
}

/** Joins all parts: the upper levels of every tree, the judgement of the whole, and the one transaction that shows it. */
export async function joinParts(name: AttemptName, ports: StepPorts): Promise<Joined> {
  const { store, clock } = ports;
  const start = await readAttempt(name, ports);
  const { upload, request, settled } = start;
  const findings = findingsUpTo(mostFindings);
  findings.addAll(settled.source.findings);
  const blocks = publicationBlocks(store.blocks, false);
  const state = await attemptState(start, ports, { range: {}, findings, blocks });
  const decided = await joinDecisions(name, start, findings, ports);
  const { trees, derived, built } = await joinTrees(name, start, blocks, ports);
  const merged: MergedRegister = { ...decided, trees, derived };
  const { hash: sourceHash } = await readWork<{ hash: string | null }>(ports.work, workNames.source(name.id));
  const concluded = await concludePublication(request, state, { parsed: settled.source, merged, sourceHash });
  const attempt = { ...concluded, blocksWritten: settled.blocksWritten + built + blocks.written };
  const parsed = { ...settled.source, sealed: new Map(Object.entries(settled.source.sealed)) };
  const report = makeReport(request, { parsed, attempt, durationMs: clock() - upload.startedAt });
  await storeReport(keptReport(name.id, ports), request, report);
  const isSeen = attempt.move === null || (await isMade(name.id, attempt.move, ports));
  if (!isSeen) return { outcome: 'behind' };
  await showReport(upload, ports);
  return { outcome: 'ended' };
}

/** Moves the editions, unless an earlier try of this step did, whose answer was lost. */
async function isMade(id: string, move: EditionMove, ports: StepPorts): Promise<boolean> {
  await rememberMove(id, { editions: move.editions }, ports);
  return (await ports.store.editions.move(move)) === 'moved' || hasMoved(id, ports);
}

async function joinDecisions(
  { id, attempt }: AttemptName,
  { settled }: AttemptStart,
  findings: Findings,
  { work }: StepPorts,
): Promise<Pick<MergedRegister, 'counts' | 'retirements'>> {
  const counts = noCounts();
  const retirements: Retirement[] = [];
  for (let range = 0; range <= settled.bounds.length; range += 1) {
    const part = await readWork<MergedPart>(work, workNames.merged(id, attempt, range));
    addCounts(counts, part.counts);
    findings.addAll(part.findings);
    for (const retirement of part.retirements) retirements.push(retirement);
  }
  return { counts, retirements };
}

interface JoinedTrees extends Pick<MergedRegister, 'trees' | 'derived'> {
  readonly built: number;
}

async function joinTrees(
  { id, attempt }: AttemptName,
  { upload, settled }: AttemptStart,
  blocks: PublicationBlocks,
  { work }: StepPorts,
): Promise<JoinedTrees> {
  const { trees, tasks } = await readWork<BuildPlan>(work, workNames.tasks(id, attempt));
  let built = 0;
  async function* changesOf(index: number): AsyncGenerator<readonly LeafChange[]> {
    for (const [task, { tree }] of tasks.entries()) {
      if (tree !== index) continue;
      const part = await readWork<BuiltPart>(work, workNames.built(id, attempt, task));
      built += part.blocksWritten;
      yield part.changes;
    }
  }
  const rootOf = async (tree: string) => {
    const base = baseOf(tree, upload.register, settled.bases);
    const index = trees.findIndex((plan) => plan.tree === tree);
    return index < 0 ? base : joinRanges(base, changesOf(index), treePorts(tree, blocks));
  };
  const rootsOf = async (register: RegisterName, bases: Trees): Promise<Trees> => {
    const roots: { [name: string]: Trees[string] } = {};
    for (const name of Object.keys(bases)) roots[name] = await rootOf(`${register}/${name}`);
    return roots;
  };
  const { rows, orders, derived } = settled.bases;
  const own = await rootsOf(upload.register, { ...rows, ...orders });
  const others: { [R in RegisterName]?: Trees } = {};
  for (const [register, bases] of Object.entries(derived) as [RegisterName, Trees][])
    others[register] = await rootsOf(register, bases);
  return { trees: own, derived: others, built };
}
