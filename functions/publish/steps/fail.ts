import type { Finding } from '../../../schema/publication/finding.ts';
import { showReport } from './kept-report.ts';
import { hasMoved } from './made-move.ts';
import { storeRefusal } from './refusal.ts';
import { lastFailure, type StepFailure } from './run-step.ts';
import type { StepPorts } from './step-ports.ts';
import { type Upload, uploadPlace } from './upload.ts';

/** A step that could not be done, however often it was tried. */
export interface Failure extends Upload {
  /** Name of the error; what it says is for the log and the dead letter, as a report holds nothing unforeseen. */
  readonly error: string;
}

/** What became of it; the rest is for the dead letter. */
export interface FailureReport {
  readonly published: boolean;
  readonly reason: StepFailure | null;
}

/** Reports that a publication was given up. Nothing of it can be seen: the old edition stands. */
export async function reportFailure(failure: Failure, ports: StepPorts): Promise<FailureReport> {
  const place = uploadPlace(failure.key);
  const reason = await lastFailure(failure.id, ports);
  // It had moved, and what failed came after: to say that it was not published would be a lie.
  if (await hasMoved(failure.id, ports)) {
    await showReport(failure, ports);
    return { published: true, reason };
  }
  const told = reason === null ? failure.error : `${reason.step}: ${reason.error}`;
  const message = `Cannot publish the file: a step failed (${told}), publication ${failure.id}; the edition before it stands`;
  const finding: Finding = { level: 'error', reason: 'FAILED', message };
  if (place !== null) await storeRefusal(failure, place, finding, ports);
  return { published: false, reason };
}
