import type { ObjectStore } from '../../../schema/ports.ts';
import type { StepPorts } from './step-ports.ts';
import { uploadPlace, uploadReport } from './upload.ts';
import { workNames } from './work-names.ts';

/** Where a report waits until its outcome is known: who sees it may rely on it. */
export function keptReport(id: string, { work }: Pick<StepPorts, 'work'>): ObjectStore {
  const name = workNames.report(id);
  return { put: (_name, bytes) => work.put(name, bytes), get: () => work.get(name) };
}

/** Shows the report that was kept, if there is one. */
export async function showReport(
  { id, key }: { readonly id: string; readonly key: string },
  ports: Pick<StepPorts, 'work' | 'store'>,
): Promise<void> {
  const place = uploadPlace(key);
  const report = await keptReport(id, ports).get('');
  if (place !== null && report !== null) await ports.store.objects.put(`reports/${uploadReport(place)}`, report);
}
