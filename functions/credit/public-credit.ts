import type { CreditCaller, CreditPort } from '../../schema/registers/credit/credit-port.ts';

/**
 * The credit function as the one for keyless callers has it: whoever invokes it, it answers as tier PUBLIC, for no client. An
 * invocation that claims more is a fault of ours, or an attack: it is refused, and neither paid nor logged as a query.
 */
export function publicCredit(credit: CreditPort): CreditPort {
  return {
    reports: async (question) => credit.reports(asPublic(question)),
    quota: async (caller) => credit.quota(publicCaller(caller)),
    queryLog: async (question) => credit.queryLog(asPublic(question)),
    publications: async (question) => credit.publications(asPublic(question)),
    changes: async (question) => credit.changes(asPublic(question)),
    watch: async (question) => credit.watch(asPublic(question)),
    receipt: (id) => credit.receipt(id),
    openings: async (question) => {
      publicCaller(question?.caller);
      return null; // no leaf opens to him (schema/evidence/entitlement.ts): none is read whole, nor may it be
    },
  };
}

function asPublic<Q extends { readonly caller: CreditCaller }>(question: Q): Q {
  return { ...question, caller: publicCaller(question?.caller) };
}

/** Nothing of the claim but the address's hash is passed on. What comes here was parsed by nobody: it may be anything. */
function publicCaller(claimed: Partial<CreditCaller> | undefined): CreditCaller {
  const { key, tier, client, name, subject } = claimed ?? {};
  if (tier !== 'PUBLIC') throw claim('tier must be PUBLIC');
  if (client !== null || name !== null || subject !== null) throw claim('there must be no client, name or subject');
  if (typeof key !== 'string' || !key.startsWith('source ')) throw claim('key must name a source address');
  return { key, tier, client, name, subject };
}

/** The values that are claimed stay unsaid: errors are logged. */
function claim(wanted: string): Error {
  return new Error(`Cannot answer keyless callers for a caller who claims more: ${wanted}, is not`);
}
