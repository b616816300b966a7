import { tmpdir } from 'node:os';
import type { ObjectStore } from '../../schema/ports.ts';
import type { PublicationReport } from '../../schema/publication/finding.ts';
import { systemClock } from '../platform/clock.ts';
import { type Config, readConfig } from '../platform/config.ts';
import { openWatch } from '../platform/open-watch.ts';
import { openStore } from '../store/open-store.ts';
import { s3Objects } from '../store/s3-objects.ts';
import { s3Sources } from '../store/s3-sources.ts';
import { arrange as arrangeParts } from './steps/arrange.ts';
import { buildPart } from './steps/build-part.ts';
import { reportFailure } from './steps/fail.ts';
import { joinParts } from './steps/join-parts.ts';
import { mergePart } from './steps/merge-part.ts';
import { parsePart } from './steps/parse-part.ts';
import { plan as planUpload } from './steps/plan.ts';
import { publishWhole } from './steps/publish-whole.ts';
import { runStep } from './steps/run-step.ts';
import { settle as settleParts } from './steps/settle.ts';
import { readArrival, readFailure, stepEvents } from './steps/step-events.ts';
import { type StepPorts, stepSizes } from './steps/step-ports.ts';

const config = readConfig(process.env);
const { logger, metrics } = openWatch(config);

/** A step of the state machine in infra/publication-machine.ts: one Lambda function each. */
export type Step = (event: unknown) => Promise<unknown>;

/** Reads the object, writes its parts. */
export const plan = step('plan', (event, ports) => planUpload(readArrival(event), ports));
/** Publishes a small upload. */
export const whole = step('whole', (event, ports) => publishWhole(stepEvents.whole.parse(event), ports));
/** One part: sorted, and its tally. */
export const parse = step('parse', (event, ports) => parsePart(stepEvents.parse.parse(event), ports));
/** All tallies: what the file says of itself, and the ranges. */
export const settle = step('settle', (event, ports) => settleParts(stepEvents.settle.parse(event), ports));
/** One range of codes: what becomes of each. */
export const merge = step('merge', (event, ports) => mergePart(stepEvents.merge.parse(event), ports));
/** The parts that are to be built of all trees. */
export const arrange = step('arrange', (event, ports) => arrangeParts(stepEvents.arrange.parse(event), ports));
/** One part of one tree. */
export const build = step('build', (event, ports) => buildPart(stepEvents.build.parse(event), ports));
/** Whole trees, the judgement, the move, the report. */
export const join = step('join', (event, ports) => joinParts(stepEvents.join.parse(event), ports));
/** The report of a publication that was given up. */
export const fail = step('fail', (event, ports) => reportFailure(readFailure(event), ports));

/** A step over this function's own ports, composed when it is first called; its faults are logged, and thrown for the state machine. */
function step(name: string, run: (event: unknown, ports: StepPorts) => Promise<unknown>): Step {
  return async (event) => {
    const startedAt = performance.now();
    try {
      const ports = await portsOnce();
      const answer = await runStep(name, event, ports, () => run(event, ports));
      logger.info('step done', { step: name, ms: Math.round(performance.now() - startedAt) });
      return answer ?? {};
    } catch (error) {
      logger.error('step failed', error, { step: name });
      throw error;
    } finally {
      metrics.flush({ step: name });
    }
  };
}

let composed: Promise<StepPorts> | null = null;

function portsOnce(): Promise<StepPorts> {
  composed ??= compose(config);
  composed.catch(() => {
    composed = null; // the next call tries anew
  });
  return composed;
}

async function compose(given: Config): Promise<StepPorts> {
  const { deployed, s3 } = given;
  const bucket = (
    name: 'BASEGRID_SOURCE_BUCKET' | 'BASEGRID_REPORT_BUCKET' | 'BASEGRID_WORK_BUCKET',
    is?: string | null,
  ) => {
    if (is) return is;
    throw new Error(`Cannot publish uploads: ${name} must name a bucket, is absent`);
  };
  const reports = s3Objects(s3, bucket('BASEGRID_REPORT_BUCKET', deployed?.reportBucket));
  return {
    store: { ...(await openStore(given)), objects: reportsIn(reports) },
    work: s3Objects(s3, bucket('BASEGRID_WORK_BUCKET', deployed?.workBucket)),
    sources: s3Sources(s3, bucket('BASEGRID_SOURCE_BUCKET', deployed?.sourceBucket)),
    folder: tmpdir(),
    clock: systemClock,
    sizes: stepSizes(given.partBytes),
  };
}

/** The bucket of reports holds nothing else: there they need no folder. What a report says of rejected rows is counted. */
function reportsIn(bucket: ObjectStore): ObjectStore {
  const nameOf = (name: string) => name.replace(/^reports\//, '');
  return {
    async put(name, bytes) {
      await bucket.put(nameOf(name), bytes);
      const { rejected } = JSON.parse(Buffer.from(bytes).toString()) as PublicationReport;
      metrics.add('rejectedRows', rejected);
    },
    get: (name) => bucket.get(nameOf(name)),
  };
}
