import { randomBytes } from 'node:crypto';
import { leafRandomBytes, makeLeaf } from '../../schema/evidence/make-leaf.ts';
import { publicationEvent } from '../../schema/evidence/publication-event.ts';
import type { EditionMove, LineMove } from '../../schema/ports.ts';
import { exceptionsOf } from '../../schema/privacy/exceptions.ts';
import type { Findings } from '../../schema/publication/findings.ts';
import { type Lines, nextEditions } from '../../schema/publication/next-editions.ts';
import { refusalOf } from '../../schema/publication/thresholds.ts';
import { layoutOf } from '../../schema/registers/register.ts';
import { checkWhole } from './check-whole.ts';
import type { MergedRegister } from './merge-register.ts';
import type { ParsedSource } from './parsed-source.ts';
import type { PublicationState } from './publication-state.ts';
import type { PublishRequest } from './publish-request.ts';
import { reportName } from './report.ts';
import { buildSpatial } from './spatial.ts';

/** What one attempt came to. `move` is null when nothing is to become visible. */
export interface Attempt {
  readonly lines: Lines;
  readonly merged: Pick<MergedRegister, 'counts'> | null;
  readonly refused: boolean;
  readonly findings: Findings;
  readonly blocksWritten: number;
  readonly move: EditionMove | null;
}

/** All trees of a publication but those that follow from the others, and what is known of its rows. */
export interface Conclusion {
  readonly parsed: Pick<ParsedSource, 'rows' | 'rejected'>;
  readonly merged: MergedRegister;
  /** SHA-256 of the source (hex), for the evidence log; null where nobody read it whole. */
  readonly sourceHash: string | null;
}

/** Makes the last trees, judges the whole, and says how the editions would move; shows nothing yet. */
export async function concludePublication(
  request: PublishRequest,
  state: PublicationState,
  { parsed, merged, sourceHash }: Conclusion,
): Promise<Omit<Attempt, 'blocksWritten'>> {
  const { lines, findings, store } = state;
  const trees = { ...merged.trees, ...(await buildSpatial(state, merged.trees)) };
  const whole = await checkWhole(state, { ...merged, trees }, request.strict ? 'error' : 'warning');
  await store.flush();
  const rejected = parsed.rejected + merged.counts.rejected;
  const refusal = refusalOf({ ...merged.counts, rejected, rows: parsed.rows }, request);
  findings.add(refusal === null ? whole : [...whole, refusal]);
  const refused = refusal !== null || whole.some(({ level }) => level === 'error');
  const move = nextEditions(lines, {
    register: request.register,
    layout: layoutOf(state.register),
    exceptions: exceptionsOf(state.register),
    trees,
    derived: merged.derived,
    changes: merged.counts.changes,
    at: new Date(request.now()).toISOString(),
    report: reportName(request),
  });
  const visible = !refused && !request.dryRun && move.editions.length > 0;
  return { lines, merged, refused, findings, move: visible ? withEvidence(move, request, sourceHash) : null };
}

/** The move, and the leaf that is written in its transaction. */
function withEvidence(move: LineMove, request: PublishRequest, sourceHash: string | null): EditionMove {
  const { register, district } = request;
  const event = publicationEvent(move, { register, district, sourceHash, at: request.now() });
  return { ...move, leaves: [makeLeaf(event, randomBytes(leafRandomBytes))] };
}
