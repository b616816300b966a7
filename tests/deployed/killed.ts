import { expect, test } from 'vitest';
import { largeHouses } from '../builders/large-houses.ts';
import { day } from '../builders/publication-case.ts';
import { storyEditions } from '../builders/sample-editions.ts';
import { lastFile } from '../builders/story-files.ts';
import type { Deployment } from '../harness/deployment.ts';
import { foretold } from '../harness/foretold.ts';
import { rootsOf } from '../harness/publishing-store.ts';
import { killAtWork, seesProcesses } from './step-killer.ts';

const effective = '2026-01-01';
/** Of `join` there is but one, and it is short: tests/publish/publish-steps-faults.test.ts kills it at every call that it makes. */
const wantedKills = { plan: 1, parse: 2, settle: 1, merge: 2, build: 2 };

/** A publication in parts whose functions are killed at their work. */
export function killedSuite(deployment: () => Deployment): void {
  test.skipIf(!seesProcesses)(
    'functions killed in the middle of a step, again and again, leave the edition and the report that are foretold',
    async () => {
      const { store, upload, reportOf, config } = deployment();
      const { text } = largeHouses(lastFile(storyEditions(), 'HOUSES'), 44);
      const wanted = await foretold(store, { register: 'HOUSES', name: 'killed.csv', text, effective: day(effective) });
      const nameOf = (step: string) => `${config.tablePrefix}publish-${step}`;
      const left = new Map(Object.entries(wantedKills).map(([step, kills]) => [nameOf(step), kills]));
      let isOver = false;
      const killing = killAtWork(left, () => isOver);
      await upload('houses/killed.csv', Buffer.from(text), { effective });
      const report = await reportOf('houses/killed.csv').finally(() => {
        isOver = true;
      });
      expect((await killing).toSorted()).toEqual(
        Object.entries(wantedKills)
          .flatMap(([step, kills]) => Array(kills).fill(nameOf(step)))
          .toSorted(),
      );
      expect(report).toEqual({ ...wanted.report, durationMs: report.durationMs });
      expect(report).toMatchObject({ published: true, rejected: 0 });
      expect(report.inserted + report.updated).toBeGreaterThan(3_000);
      expect(await rootsOf(store)).toEqual(wanted.roots);
    },
    240_000,
  );
}
