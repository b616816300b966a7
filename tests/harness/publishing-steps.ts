import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { arrange } from '../../functions/publish/steps/arrange.ts';
import { buildPart } from '../../functions/publish/steps/build-part.ts';
import { joinParts } from '../../functions/publish/steps/join-parts.ts';
import { mergePart } from '../../functions/publish/steps/merge-part.ts';
import { parsePart } from '../../functions/publish/steps/parse-part.ts';
import { plan } from '../../functions/publish/steps/plan.ts';
import { publishWhole } from '../../functions/publish/steps/publish-whole.ts';
import { settle } from '../../functions/publish/steps/settle.ts';
import type { StepPorts, StepSizes, StepStore } from '../../functions/publish/steps/step-ports.ts';
import type { Upload } from '../../functions/publish/steps/upload.ts';
import type { SourceStore, WorkStore } from '../../schema/ports.ts';
import type { PublicationReport } from '../../schema/publication/finding.ts';

/** Parts so small that a file of a few lines has several, and pages of a row or two. */
export const tinySizes: StepSizes = { part: 1_500, range: 7, task: 5, page: 300, sortMemory: 1_000, standing: 0 };

/** One step as the state machine calls it; tests put themselves between. */
export type RunStep = <Answer>(name: string, step: () => Promise<Answer>) => Promise<Answer>;

/** Items of a map in the order in which they are run. */
export type OrderItems = (items: readonly number[]) => readonly number[];

/** Where tests put themselves between the state machine and its steps. */
export interface Between {
  readonly run?: RunStep;
  readonly order?: OrderItems;
  /** Changes the ports of every step. */
  readonly wrap?: (ports: StepPorts) => StepPorts;
}

/** An object that is uploaded, and as what. */
export interface UploadedFile {
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly metadata?: { readonly [name: string]: string };
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/** A bucket with one object. */
export function sourceWith({ key, bytes, metadata = {} }: Omit<UploadedFile, 'startedAt'>): SourceStore {
  const pieces = async function* (): AsyncGenerator<Uint8Array> {
    for (let start = 0; start < bytes.length; start += 1_000) yield bytes.subarray(start, start + 1_000);
  };
  return { open: async (name) => (name === key ? { metadata, bytes: pieces } : null) };
}

/** Work that is kept in memory. */
export function memoryWork(): WorkStore {
  const objects = new Map<string, Uint8Array>();
  return {
    put: async (name, bytes) => void objects.set(name, bytes),
    get: async (name) => objects.get(name) ?? null,
    async read(name, start, length) {
      const bytes = objects.get(name)?.subarray(start, start + length);
      if (bytes?.length !== length) throw new Error(`Cannot read "${name}": must have ${start + length} bytes`);
      return bytes;
    },
    async putOnce(name, bytes) {
      const standing = objects.get(name) ?? bytes;
      objects.set(name, standing);
      return standing;
    },
  };
}

/** Runs the state machine of infra/publication-machine.ts in this process: the same steps in the same order, told the same. */
export async function runMachine(upload: Upload, ports: StepPorts, between: Between = {}): Promise<void> {
  const { run = (_name, step) => step(), order = (items) => items } = between;
  const call = <Answer>(name: string, step: (given: StepPorts) => Promise<Answer>): Promise<Answer> =>
    run(name, async () => {
      const answer = await step(between.wrap?.(ports) ?? ports);
      return answer === undefined ? answer : JSON.parse(JSON.stringify(answer));
    });
  const { id } = upload;
  const { path, parts } = await call('plan', (given) => plan(upload, given));
  if (path === 'whole') return call('whole', (given) => publishWhole({ id }, given));
  if (path === 'ended') return;
  for (const part of order(parts)) await call('parse', (given) => parsePart({ id, part }, given));
  for (let attempt = 1; ; attempt += 1) {
    const { ended, ranges } = await call('settle', (given) => settle({ id, attempt, parts }, given));
    if (ended) return;
    for (const range of order(ranges)) await call('merge', (given) => mergePart({ id, attempt, range }, given));
    const { tasks } = await call('arrange', (given) => arrange({ id, attempt, ranges }, given));
    for (const task of order(tasks)) await call('build', (given) => buildPart({ id, attempt, task }, given));
    const { outcome } = await call('join', (given) => joinParts({ id, attempt }, given));
    if (outcome === 'ended') return;
  }
}

let uploads = 0;

/** Publishes a file in parts, over `store` and a folder for the work, and answers the report. */
export async function publishInSteps(
  file: UploadedFile,
  store: StepStore,
  { sizes = tinySizes, ...between }: Between & { readonly sizes?: StepSizes; readonly work?: WorkStore } = {},
): Promise<PublicationReport> {
  const folder = mkdtempSync(join(tmpdir(), 'basegrid-steps-'));
  mkdirSync(join(folder, 'sort'));
  try {
    const ports: StepPorts = {
      ...{ store, sizes, folder: join(folder, 'sort'), clock: () => file.startedAt },
      work: between.work ?? memoryWork(),
      sources: sourceWith(file),
    };
    uploads += 1;
    const upload = { id: `upload-${uploads}`, key: file.key, version: null, startedAt: file.startedAt };
    await runMachine(upload, ports, between);
    const report = await store.objects.get(`reports/${file.key.slice('incoming/'.length)}.report.json`);
    if (report === null) throw new Error(`Cannot find the report of "${file.key}"`);
    return JSON.parse(Buffer.from(report).toString());
  } finally {
    rmSync(folder, { recursive: true });
  }
}
