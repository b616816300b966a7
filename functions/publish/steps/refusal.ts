import type { Finding, PublicationReport } from '../../../schema/publication/finding.ts';
import { readLines } from '../read-lines.ts';
import { storeReport } from '../report.ts';
import type { StepPorts } from './step-ports.ts';
import { type Upload, type UploadPlace, uploadReport } from './upload.ts';

/** Reports that nothing came of an upload, and why. */
export async function storeRefusal(
  { startedAt }: Upload,
  place: UploadPlace,
  finding: Finding,
  { store, clock }: StepPorts,
): Promise<void> {
  const { GOVERNMENT } = await readLines(store);
  const register = place.register.toUpperCase();
  const standing = Object.entries(GOVERNMENT?.registers ?? {}).find(([name]) => name === register)?.[1];
  const report: PublicationReport = {
    ...{ register, district: null, dryRun: false, refused: true, published: false },
    ...{ edition: GOVERNMENT?.number ?? 0, seq: standing?.seq ?? 0, rows: 0, inserted: 0, updated: 0, retired: 0 },
    ...{ retirementsHeld: 0, unchanged: 0, rejected: 0, blocksWritten: 0, sealed: {} },
    ...{ findings: [finding], findingsOmitted: 0, durationMs: clock() - startedAt },
  };
  await storeReport(store.objects, { register, name: place.name, report: uploadReport(place) }, report);
}
