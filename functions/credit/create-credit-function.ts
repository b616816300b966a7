import type { CreditPort } from '../../schema/registers/credit/credit-port.ts';
import { answerReports } from './answer-reports.ts';
import { readChanges } from './changes.ts';
import type { CreditParts } from './credit-parts.ts';
import { heldEdition } from './held-edition.ts';
import { readPublications } from './publications.ts';
import { readQueryLog } from './query-log.ts';
import { readOpenings } from './read-openings.ts';
import { readReceipt } from './read-receipt.ts';
import { rootsAtHand } from './roots-at-hand.ts';
import { readQuota } from './spends.ts';
import { changeWatches } from './watches.ts';

/** The credit function: question -> refusals by the code alone -> statements of today -> quotas and evidence -> answer. */
export function createCreditFunction(given: CreditParts): CreditPort {
  const creditEditions = heldEdition(given.creditEditions, given.clock);
  const parts = { ...given, creditEditions, rootsAtHand: rootsAtHand() };
  return {
    reports: (question) => answerReports(question, parts),
    quota: (caller) => readQuota(caller, parts),
    queryLog: (question) => readQueryLog(question, parts),
    changes: (question) => readChanges(question, parts),
    watch: (question) => changeWatches(question, parts),
    receipt: (id) => readReceipt(id, parts),
    publications: (question) => readPublications(question, parts),
    openings: (question) => readOpenings(question, parts),
  };
}
