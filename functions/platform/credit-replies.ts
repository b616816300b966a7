import {
  type CreditOutcome,
  type CreditPort,
  creditRefusals,
  type WatchedChange,
} from '../../schema/registers/credit/credit-port.ts';
import type { ReleasedStatement } from '../../schema/registers/credit/release-statements.ts';

/**
 * What came back, as this version reads it. It was paid, so that nothing may be refused any more: what an older function does not tell
 * is null, or worked out; what a newer one tells besides is passed over. Values that cost nothing are taken as they are.
 */
export function readReply(method: keyof CreditPort, value: unknown): unknown {
  if (method === 'reports') return (value as readonly CreditOutcome[]).map(outcomeOf);
  if (method !== 'changes') return value;
  const page = value as { readonly nodes: readonly WatchedChange[] };
  return { ...page, nodes: page.nodes.map(changeOf) };
}

function outcomeOf(told: CreditOutcome): CreditOutcome {
  const refusal = told.refusal ?? null;
  const isKnown = refusal === null || creditRefusals.includes(refusal.reason);
  return {
    ...told,
    receipt: told.receipt ?? null,
    // For a reason that we have no word for: it is not answered now, as the message says.
    refusal: isKnown ? refusal : { ...refusal, reason: 'UNAVAILABLE' },
    statements: (told.statements ?? []).map(statementOf),
  };
}

function changeOf(told: WatchedChange): WatchedChange {
  return { ...told, statement: statementOf(told.statement) };
}

const unsaid = {
  ...{ severity: null, authority: null, documentNumber: null, decidedOn: null, validUntil: null },
  ...{ repairedOn: null, withdrawnOn: null, title: null, sourceUrl: null, retrievedOn: null },
  // Whoever does not say so shows what is public alone.
  ...{ publicUntil: null, isPublic: true, seq: 0 },
};

function statementOf(told: ReleasedStatement): ReleasedStatement {
  return { ...unsaid, ...told };
}
