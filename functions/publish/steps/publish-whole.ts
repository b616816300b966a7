import { publishCredit } from '../credit/publish-credit.ts';
import { publish } from '../publish.ts';
import { storeReport } from '../report.ts';
import { keptReport, showReport } from './kept-report.ts';
import { hasMoved, rememberMove } from './made-move.ts';
import type { StepPorts, StepStore } from './step-ports.ts';
import { sourceRequest } from './step-request.ts';
import type { UploadRequest } from './upload.ts';
import { readWork, workNames } from './work-names.ts';

/**
 * Publishes an upload in one step, as `npm run publish` does. Its report is shown when the outcome is known. Tried again
 * after it was done, it leaves what it did: a second publication would say that nothing changes any more.
 */
export async function publishWhole({ id }: { readonly id: string }, ports: StepPorts): Promise<void> {
  const upload = await readWork<UploadRequest>(ports.work, workNames.request(id));
  if (!(await hasMoved(id, ports))) await publishUpload(upload, ports);
  await showReport(upload, ports);
}

async function publishUpload(upload: UploadRequest, ports: StepPorts): Promise<void> {
  const object = await ports.sources.open(upload.key, upload.version);
  if (object === null) throw new Error(`Cannot publish object "${upload.key}": it must stay, is gone`);
  const { register } = upload;
  const store = rememberingStore(upload.id, ports);
  const request = sourceRequest(upload, ports, object.bytes());
  const report =
    register === 'CREDIT' ? await publishCredit(request, store) : await publish({ ...request, register }, store);
  // A dry run keeps no report of its own accord; who uploads waits for one.
  if (request.dryRun) await storeReport(store.objects, { ...request, register }, report);
}

/** The store, but reports are kept with the work, and every move is written down before it is made. */
function rememberingStore(id: string, ports: StepPorts): StepStore {
  const { blocks, editions, creditEditions } = ports.store;
  return {
    blocks,
    editions: {
      latest: (tier) => editions.latest(tier),
      get: (tier, number) => editions.get(tier, number),
      at: (tier, instant) => editions.at(tier, instant),
      publications: (tier, register, since) => editions.publications(tier, register, since),
      async move(move) {
        await rememberMove(id, { editions: move.editions }, ports);
        return editions.move(move);
      },
    },
    creditEditions: {
      latest: () => creditEditions.latest(),
      get: (number) => creditEditions.get(number),
      async move(next, leaves) {
        await rememberMove(id, { credit: next }, ports);
        return creditEditions.move(next, leaves);
      },
    },
    objects: keptReport(id, ports),
  };
}
