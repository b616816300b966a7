import { describe, expect, test } from 'vitest';
import { arrange } from '../../functions/publish/steps/arrange.ts';
import { buildPart } from '../../functions/publish/steps/build-part.ts';
import { reportFailure } from '../../functions/publish/steps/fail.ts';
import { joinParts } from '../../functions/publish/steps/join-parts.ts';
import { mergePart } from '../../functions/publish/steps/merge-part.ts';
import { parsePart } from '../../functions/publish/steps/parse-part.ts';
import { plan } from '../../functions/publish/steps/plan.ts';
import { publishWhole } from '../../functions/publish/steps/publish-whole.ts';
import { runStep } from '../../functions/publish/steps/run-step.ts';
import { settle } from '../../functions/publish/steps/settle.ts';
import { readArrival, readFailure, stepEvents } from '../../functions/publish/steps/step-events.ts';
import type { StepPorts } from '../../functions/publish/steps/step-ports.ts';
import { type PublicationStep, publicationMachine, publicationSteps } from '../../infra/publication-machine.ts';
import type { PublicationReport } from '../../schema/publication/finding.ts';
import { buildings, csv, house, houses } from '../builders/publication-city.ts';
import { memoryWork, sourceWith, tinySizes } from '../harness/publishing-steps.ts';
import { publishingStore, rootsOf } from '../harness/publishing-store.ts';
import { runDefinition } from '../harness/state-machine.ts';

const functions = Object.fromEntries(publicationSteps.map((step) => [step, `arn:of:${step}`]));
const definition = publicationMachine({
  functions: functions as Record<PublicationStep, string>,
  deadLetters: 'queue',
  concurrency: 20,
});
const startedAt = '2026-01-01T12:00:00.000Z';
const changed = csv('houses', [
  ...houses,
  ...Array.from({ length: 40 }, (_, at) => house(buildings[at % 6]?.code ?? '', 100 + at)),
]);

/** The functions of functions/publish/handler.ts, over these ports. */
function stepsOver(ports: StepPorts): { readonly [S in PublicationStep]: (event: unknown) => Promise<unknown> } {
  return {
    plan: (event) => plan(readArrival(event), ports),
    whole: (event) => publishWhole(stepEvents.whole.parse(event), ports),
    parse: (event) => parsePart(stepEvents.parse.parse(event), ports),
    settle: (event) => settle(stepEvents.settle.parse(event), ports),
    merge: (event) => mergePart(stepEvents.merge.parse(event), ports),
    arrange: (event) => arrange(stepEvents.arrange.parse(event), ports),
    build: (event) => buildPart(stepEvents.build.parse(event), ports),
    join: (event) => joinParts(stepEvents.join.parse(event), ports),
    fail: (event) => reportFailure(readFailure(event), ports),
  };
}

interface Machine {
  readonly key?: string;
  readonly standing?: number;
  /** Before each call of a step; what it throws is the step's error. */
  readonly before?: (step: PublicationStep, city: ReturnType<typeof publishingStore>) => Promise<void>;
}

/** Runs the machine for one upload in the small city. */
async function runMachine({ key = 'incoming/houses/a.csv', standing = -1, before }: Machine) {
  const city = publishingStore();
  await city.publishCity();
  const { store, folder } = city;
  const sources = sourceWith({ key, bytes: Buffer.from(changed) });
  const ports: StepPorts = {
    store,
    folder,
    sources,
    work: memoryWork(),
    clock: () => 0,
    sizes: { ...tinySizes, standing },
  };
  const steps = stepsOver(ports);
  const letters: string[] = [];
  const event = { detail: { bucket: { name: 'source' }, object: { key, size: 1, 'version-id': 'v1' } } };
  const execution = await runDefinition(
    definition,
    event,
    { Execution: { Name: 'one', StartTime: startedAt } },
    {
      async invoke(arn, given) {
        const step = publicationSteps.find((name) => functions[name] === arn);
        if (step === undefined) throw new Error(`Cannot call "${arn}"`);
        const told = JSON.parse(JSON.stringify(given));
        const answer = await runStep(step, told, ports, async () => {
          await before?.(step, city);
          return (await steps[step](told)) ?? {};
        });
        const text = JSON.stringify(answer);
        expect(text.length).toBeLessThan(2_000); // a state's data is at most 256 KB, with a thousand times the rows
        return JSON.parse(text);
      },
      send: async (queue, body) => void letters.push(`${queue} ${body}`),
    },
  );
  const bytes = await store.objects.get(`reports/${key.slice('incoming/'.length)}.report.json`);
  const report = bytes === null ? null : (JSON.parse(Buffer.from(bytes).toString()) as PublicationReport);
  const roots = await rootsOf(store);
  await city[Symbol.asyncDispose]();
  return { ...execution, report, roots, letters };
}

async function rootsAtOnce(): Promise<unknown> {
  await using city = publishingStore();
  await city.publishCity();
  await city.publish('HOUSES', changed);
  return rootsOf(city.store);
}

describe('the state machine of publications', () => {
  test('publishes in parts what `npm run publish` publishes at once', async () => {
    const { status, states, report, roots } = await runMachine({});
    expect(status).toBe('SUCCEEDED');
    expect(states.filter((name) => name === 'parse').length).toBeGreaterThan(1);
    expect(states.filter((name) => name === 'build').length).toBeGreaterThan(5);
    expect(report).toMatchObject({ published: true, inserted: 40, unchanged: 24 });
    expect(roots).toEqual(await rootsAtOnce());
  });

  test('publishes a small file in one step', async () => {
    const small = await runMachine({ standing: 1e9, key: 'incoming/houses/whole.csv' });
    expect(small.status).toBe('SUCCEEDED');
    expect(small.roots).toEqual(await rootsAtOnce());
  });

  test('begins again behind another publication', async () => {
    let joins = 0;
    const { status, states, report } = await runMachine({
      async before(step, { publish }) {
        if (step !== 'join' || joins++ > 0) return;
        await publish(
          'BUILDINGS',
          csv(
            'buildings',
            buildings.map((row) => ({ ...row, name: 'new' })),
          ),
        );
      },
    });
    expect([status, joins, states.filter((name) => name === 'Settle').length]).toEqual(['SUCCEEDED', 2, 2]);
    expect(report).toMatchObject({ published: true, edition: 6 });
  });

  test('tries a step again, and gives up with a report and a dead letter when it fails for good', async () => {
    let failures = 0;
    const once = await runMachine({
      async before(step) {
        if (step === 'merge' && failures++ < 3) throw new Error('busy');
      },
    });
    expect(once).toMatchObject({ status: 'SUCCEEDED', letters: [] });
    for (const failing of ['plan', 'parse', 'settle', 'merge', 'arrange', 'build', 'join'] as const) {
      const { status, report, letters, roots } = await runMachine({
        async before(step) {
          if (step === failing) throw new TypeError('the disk is full');
        },
      });
      expect([failing, status, report?.published, report?.findings[0]?.reason]).toEqual([
        failing,
        'FAILED',
        false,
        'FAILED',
      ]);
      expect(letters).toHaveLength(1);
      expect(letters[0]).toContain('the disk is full');
      expect(report?.findings[0]?.message).toContain(`(${failing}: TypeError)`);
      expect(letters[0]).toContain('incoming/houses/a.csv');
      expect(roots).not.toEqual(once.roots);
    }
  });

  test('ends without a report for what is no file', async () => {
    expect(await runMachine({ key: 'incoming/houses/' })).toMatchObject({ status: 'SUCCEEDED', report: null });
  });

  test('uses nothing that emulators pass over, retries every task, and catches what remains', () => {
    const text = JSON.stringify(definition);
    for (const ignored of ['ItemBatcher', 'ResultWriter', 'JSONata', 'aws-sdk:s3']) expect(text).not.toContain(ignored);
    const { States: states } = definition as { States: { [name: string]: { [field: string]: unknown } } };
    for (const [name, state] of Object.entries(states)) {
      if (state.Type !== 'Task' && state.Type !== 'Map') continue;
      const retries =
        state.Type === 'Map' ? JSON.stringify(state.ItemProcessor).includes('"Retry"') : state.Retry !== undefined;
      expect([name, retries]).toEqual([name, true]);
      if (name !== 'Bury')
        expect([name, JSON.stringify(state.Catch)]).toEqual([name, expect.stringContaining('States.ALL')]);
    }
    const named = [...text.matchAll(/"(?:Next|Default|StartAt)":"(\w+)"/g)].map(([, name = '']) => name);
    expect(
      named.filter((name) => states[name] === undefined && !publicationSteps.some((step) => step === name)),
    ).toEqual([]);
  });
});
