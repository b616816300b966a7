import { counted } from '../counted.ts';
import type { Finding } from './finding.ts';

/** Figures that may refuse a publication as a whole. */
export interface Figures {
  readonly rows: number;
  readonly rejected: number;
  /** Codes that would be retired, and codes not yet retired in scope. */
  readonly retired: number;
  readonly inScope: number;
}

/** Largest share of the codes in scope that a publication may retire without being allowed to. */
export const mostRetired = 0.1;

/** Why the publication as a whole is refused, or null. */
export function refusalOf(
  figures: Figures,
  limits: { readonly maxRejected: number; readonly allowRetirements: boolean },
): Finding | null {
  const { rows, rejected, retired, inScope } = figures;
  if (rejected > rows * limits.maxRejected) {
    const message = `Cannot publish the file: ${rejected} of ${counted(rows, 'row')} ${rejected === 1 ? 'is' : 'are'} rejected, at most ${limits.maxRejected * 100} % may be`;
    return { level: 'error', reason: 'TOO_MANY_REJECTIONS', message };
  }
  if (retired > inScope * mostRetired && !limits.allowRetirements) {
    const message = `Cannot publish the file: it would retire ${retired} of ${counted(inScope, 'code')}, at most ${mostRetired * 100} % may be without leave`;
    return { level: 'error', reason: 'TOO_MANY_RETIREMENTS', message };
  }
  return null;
}
