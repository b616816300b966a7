import type { Viewer } from '../../schema/context.ts';
import type { CreditCaller } from '../../schema/registers/credit/credit-port.ts';
import { sourceKey } from './graphql-request.ts';

/** Who asks, as the credit function is told: a client by its id, a keyless caller by a keyed hash of where he asks from. */
export function creditCaller({ tier, client }: Viewer, sourceIp: string, pepper: Uint8Array): CreditCaller {
  return {
    key: client === null ? `source ${sourceKey(sourceIp, pepper)}` : `client ${client.id}`,
    tier,
    name: client?.name ?? null,
    client: client?.id ?? null,
    subject: client?.subject ?? null,
  };
}
