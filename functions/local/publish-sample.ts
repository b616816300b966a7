import { firstDay, type PartialDate, parsePartialDate } from '../../schema/dates/partial-date.ts';
import type { PublicationReport } from '../../schema/publication/finding.ts';
import { type CreditStore, publishCredit } from '../publish/credit/publish-credit.ts';
import { type PublicationStore, publish } from '../publish/publish.ts';
import { publishDefaults } from '../publish/publish-request.ts';
import { creditStep } from './sample/credit-file.ts';
import { type SampleCity, type Step, sampleCity } from './sample/sample-city.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** How large a sample, and who wants to know how far it is. */
export interface SampleRequest {
  readonly houses: number;
  readonly seed: number;
  readonly onStep?: (step: Pick<Step, 'file'>, report: PublicationReport) => void;
  readonly onProgress?: (stage: string, rows: number) => void;
}

/**
 * Publishes the sample city into a store, edition by edition, each at its own time. What an earlier run left undone is
 * done; what it finished is left alone. Throws when a step is refused: the sample itself would be wrong.
 */
export async function publishSample(store: PublicationStore & CreditStore, request: SampleRequest): Promise<void> {
  const mark = `sample/${request.houses}-${request.seed}.done`;
  if ((await store.objects.get(mark)) !== null) return;
  const city = sampleCity(request);
  await using folder = temporaryFolder();
  for (const step of city.steps.slice(await stepsDone(store, city.steps))) {
    const startedAt = performance.now();
    const report = await publish(
      {
        ...publishDefaults,
        register: step.register,
        bytes: city.open(step),
        name: step.file,
        effective: effectiveDay(step.effective),
        now: () => Date.parse(step.now) + Math.round(performance.now() - startedAt),
        folder: folder.path,
        ...(request.onProgress === undefined ? {} : { onProgress: request.onProgress }),
      },
      store,
    );
    if (report.refused)
      throw new Error(`Cannot publish sample ${step.file}: ${report.findings[0]?.message ?? 'it is refused'}`);
    request.onStep?.(step, report);
  }
  await publishStatements(city, store, folder.path, request);
  await store.objects.put(mark, Buffer.from(`${city.steps.length} publications\n`));
}

/** Statements have a line of editions of their own: where they are published already, nothing is done. */
async function publishStatements(
  city: SampleCity,
  store: CreditStore,
  folder: string,
  { onStep, onProgress }: SampleRequest,
): Promise<void> {
  if ((await store.creditEditions.latest()) !== null) return;
  const { file, now } = creditStep;
  const report = await publishCredit(
    {
      ...publishDefaults,
      ...{ bytes: city.openCredit(), name: file, folder, now: () => Date.parse(now) },
      ...(onProgress === undefined ? {} : { onProgress }),
    },
    store,
  );
  if (report.refused)
    throw new Error(`Cannot publish sample ${file}: ${report.findings[0]?.message ?? 'it is refused'}`);
  onStep?.(creditStep, report);
}

/** Steps whose time has passed in the store: editions keep the time of the step that made them. */
async function stepsDone(store: PublicationStore, steps: readonly Step[]): Promise<number> {
  const newest = await store.editions.latest('GOVERNMENT');
  if (newest === null) return 0;
  return steps.filter((step) => Date.parse(step.now) <= Date.parse(newest.at)).length;
}

function effectiveDay(text: string): number {
  const parsed = parsePartialDate(text);
  if (parsed.ok && parsed.value !== null) return firstDay(parsed.value as PartialDate);
  throw new Error(`Cannot read effective date "${text}" of the sample`);
}
