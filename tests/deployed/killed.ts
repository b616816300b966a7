import { expect, test } from 'vitest';
import type { PublicationReport } from '../../schema/publication/finding.ts';
import { largeHouses } from '../builders/large-houses.ts';
import { day } from '../builders/publication-case.ts';
import { storyEditions } from '../builders/sample-editions.ts';
import { lastFile } from '../builders/story-files.ts';
import type { Deployment } from '../harness/deployment.ts';
import { foretold } from '../harness/foretold.ts';
import { rootsOf } from '../harness/publishing-store.ts';
import { type KillsLeft, killAtWork, seesProcesses } from './step-killer.ts';

const effective = '2026-01-01';
/** tests/publish/publish-steps-faults.test.ts kills `join` and `whole` at every call that they make. */
const wantedKills = { plan: 1, parse: 2, settle: 1, merge: 2, build: 2, join: 1 };
/** A step may be over before it is seen at its work: then the next publication is waited for. */
const mostPublications = 10;

/** Publications in parts whose functions are killed at their work. */
export function killedSuite(deployment: () => Deployment): void {
  test.skipIf(!seesProcesses)(
    'functions killed in the middle of a step, again and again, leave the edition and the report that are foretold',
    async () => {
      const nameOf = (step: string) => `${deployment().config.tablePrefix}publish-${step}`;
      const left = new Map(Object.entries(wantedKills).map(([step, kills]) => [nameOf(step), kills]));
      const isLeft = () => [...left.values()].some((kills) => kills > 0);
      for (let round = 0; round < mostPublications && isLeft(); round++) {
        const report = await publishKilled(deployment(), round, left);
        expect(report).toMatchObject({ published: true, rejected: 0 });
        expect(report.inserted + report.updated).toBeGreaterThan(round === 0 ? 3_000 : 0);
      }
      expect([...left].filter(([, kills]) => kills > 0)).toEqual([]);
    },
    900_000,
  );
}

/** Publishes a file that is another one each round, while functions are killed; the outcome must be the one foretold. */
async function publishKilled(
  { store, upload, reportOf }: Deployment,
  round: number,
  left: KillsLeft,
): Promise<PublicationReport> {
  const { text } = largeHouses(lastFile(storyEditions(), 'HOUSES'), 44 + round);
  const name = `killed-${round}.csv`;
  const wanted = await foretold(store, { register: 'HOUSES', name, text, effective: day(effective) });
  let isOver = false;
  const killing = killAtWork(left, () => isOver);
  await upload(`houses/${name}`, Buffer.from(text), { effective });
  const report = await reportOf(`houses/${name}`).finally(() => {
    isOver = true;
  });
  await killing;
  expect(report).toEqual({ ...wanted.report, durationMs: report.durationMs });
  expect(await rootsOf(store)).toEqual(wanted.roots);
  return report;
}
