import { createReadStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { arrange } from '../../functions/publish/steps/arrange.ts';
import { buildPart } from '../../functions/publish/steps/build-part.ts';
import { joinParts } from '../../functions/publish/steps/join-parts.ts';
import { mergePart } from '../../functions/publish/steps/merge-part.ts';
import { parsePart } from '../../functions/publish/steps/parse-part.ts';
import { plan } from '../../functions/publish/steps/plan.ts';
import { publishWhole } from '../../functions/publish/steps/publish-whole.ts';
import { settle } from '../../functions/publish/steps/settle.ts';
import { type StepPorts, stepSizes } from '../../functions/publish/steps/step-ports.ts';
import { folderObjects } from '../../functions/store/folder-objects.ts';
import { openSqliteStore } from '../../functions/store/sqlite/open-sqlite-store.ts';

/** One step in a process of its own, as in a Lambda: prints its answer, its time (on a busy machine rather that of its processors), and the most memory that it held. */
const [folder = '', file = '', step = '', event = '{}'] = process.argv.slice(2);
const store = openSqliteStore(join(folder, 'data'), Date.now);
await mkdir(join(folder, 'sort'), { recursive: true });
const ports: StepPorts = {
  ...{ store, folder: join(folder, 'sort'), clock: Date.now },
  sizes: { ...stepSizes(64 * 2 ** 20), standing: -1 },
  work: folderObjects(join(folder, 'work')),
  sources: { open: async () => ({ metadata: { 'allow-retirements': 'true' }, bytes: () => createReadStream(file) }) },
};
const given = JSON.parse(event);
const steps: { readonly [name: string]: () => Promise<unknown> } = {
  plan: () => plan(given, ports),
  whole: () => publishWhole(given, ports),
  parse: () => parsePart(given, ports),
  settle: () => settle(given, ports),
  merge: () => mergePart(given, ports),
  arrange: () => arrange(given, ports),
  build: () => buildPart(given, ports),
  join: () => joinParts(given, ports),
};
const startedAt = performance.now();
const answer = (await steps[step]?.()) ?? {};
const ms = Math.round(performance.now() - startedAt);
const { user, system } = process.cpuUsage();
const cpuMs = Math.round((user + system) / 1000);
await store.close();
const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
process.stdout.write(JSON.stringify({ answer, ms, cpuMs, megabytes }));
