import type { Findings } from '../../../schema/publication/findings.ts';
import type { KeyRange } from '../../../schema/tree/key-range.ts';
import type { PublicationBlocks } from '../publication-blocks.ts';
import type { PublicationState } from '../publication-state.ts';
import type { PublishRequest } from '../publish-request.ts';
import { saidBy } from '../said-by-file.ts';
import { startPublication } from '../start-publication.ts';
import { readRuns } from './run-object.ts';
import type { SettledAttempt } from './settle.ts';
import type { StepPorts } from './step-ports.ts';
import { publishRequest } from './step-request.ts';
import type { PartedUpload } from './upload.ts';
import { readWork, workNames } from './work-names.ts';

/** One attempt, told to every step of it. */
export interface AttemptName {
  readonly id: string;
  readonly attempt: number;
}

/** What a step begins with. */
export interface AttemptStart {
  readonly upload: PartedUpload;
  readonly request: PublishRequest;
  readonly settled: SettledAttempt;
}

/** Reads what was settled before the step. */
export async function readAttempt({ id, attempt }: AttemptName, ports: StepPorts): Promise<AttemptStart> {
  const upload = await readWork<PartedUpload>(ports.work, workNames.request(id));
  const settled = await readWork<{ readonly attempt: SettledAttempt }>(ports.work, workNames.settled(id, attempt));
  return { upload, request: publishRequest(upload, ports), settled: settled.attempt };
}

/** The state of a publication as a step sees it that works on `range`. */
export async function attemptState(
  { request, settled }: AttemptStart,
  ports: StepPorts,
  at: { readonly range: KeyRange; readonly findings: Findings; readonly blocks: PublicationBlocks },
): Promise<PublicationState> {
  const { lines, statements, source, runs } = settled;
  const parsed = { rejectedCodes: new Set(source.rejectedCodes), unreadable: source.unreadable };
  const sorted = () => readRuns(ports.work, runs, at.range);
  const stateOf = await startPublication(request, { lines, parsed, sorted, ...at });
  return stateOf(saidBy(statements));
}
