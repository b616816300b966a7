import { publish } from '../publish.ts';
import { hasMoved, rememberMove } from './made-move.ts';
import type { StepPorts } from './step-ports.ts';
import { publishRequest } from './step-request.ts';
import type { UploadRequest } from './upload.ts';
import { readWork, workNames } from './work-names.ts';

/**
 * Publishes an upload in one step, as `npm run publish` does. Tried again after it was done, it leaves the report, which
 * would say that nothing changes any more.
 */
export async function publishWhole({ id }: { readonly id: string }, ports: StepPorts): Promise<void> {
  if (await hasMoved(id, ports)) return;
  const upload = await readWork<UploadRequest>(ports.work, workNames.request(id));
  const object = await ports.sources.open(upload.key, upload.version);
  if (object === null) throw new Error(`Cannot publish object "${upload.key}": it must stay, is gone`);
  const { editions } = ports.store;
  const remembering: typeof editions = {
    latest: (tier) => editions.latest(tier),
    get: (tier, number) => editions.get(tier, number),
    at: (tier, instant) => editions.at(tier, instant),
    publications: (tier, register, since) => editions.publications(tier, register, since),
    async move(move) {
      await rememberMove(id, move, ports);
      return editions.move(move);
    },
  };
  await publish(publishRequest(upload, ports, object.bytes()), { ...ports.store, editions: remembering });
}
