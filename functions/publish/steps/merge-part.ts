import { type CollectedFindings, findingsUpTo } from '../../../schema/publication/findings.ts';
import { type MergedCodes, mergeCodes } from '../merge-codes.ts';
import { publicationBlocks } from '../publication-blocks.ts';
import { mostFindings } from '../report.ts';
import { type AttemptName, attemptState, readAttempt } from './attempt-state.ts';
import { rangeOf } from './settle.ts';
import type { StepPorts } from './step-ports.ts';
import { stepRuns, type TreeRun } from './step-runs.ts';
import { workNames, writeWork } from './work-names.ts';

/** What was decided of the codes of one range. */
export interface MergedPart extends MergedCodes {
  readonly findings: CollectedFindings;
  readonly runs: readonly TreeRun[];
}

/** Decides the codes of one range: what follows for each tree becomes a sorted run. */
export async function mergePart(name: AttemptName & { readonly range: number }, ports: StepPorts): Promise<void> {
  const { id, attempt, range } = name;
  const start = await readAttempt(name, ports);
  const findings = findingsUpTo(mostFindings);
  const at = {
    range: rangeOf(start.settled.bounds, range),
    findings,
    blocks: publicationBlocks(ports.store.blocks, true), // reads only: what is decided here is built by others
  };
  const state = await attemptState(start, ports, at);
  await using steps = stepRuns(start.upload.register, ports);
  const { counts, retirements } = await mergeCodes(state, start.settled.bases, steps);
  const runs = await steps.finish(ports.work, (tree) => workNames.steps(id, attempt, range, tree));
  const merged: MergedPart = { counts, retirements, findings: findings.collected, runs };
  await writeWork(ports.work, workNames.merged(id, attempt, range), merged);
}
