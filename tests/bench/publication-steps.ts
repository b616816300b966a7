import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/**
 * Time and memory of each step of a publication in parts, each in a process of its own:
 * `node tests/bench/publication-steps.ts FOLDER HOUSES.csv`, where FOLDER/data is a store with the registers before.
 */
const [folder = '', file = ''] = process.argv.slice(2);
const child = fileURLToPath(new URL('step-child.ts', import.meta.url));
const run = promisify(execFile);
const figures = new Map<string, { calls: number; ms: number; cpuMs: number; mostCpuMs: number; megabytes: number }>();

async function call(step: string, event: object): Promise<{ readonly [name: string]: readonly number[] | undefined }> {
  const words = [child, folder, file, step, JSON.stringify(event)];
  const { stdout } = await run(process.execPath, words, { maxBuffer: 1e8 });
  const { answer, ms, cpuMs, megabytes } = JSON.parse(stdout);
  const known = figures.get(step) ?? { calls: 0, ms: 0, cpuMs: 0, mostCpuMs: 0, megabytes: 0 };
  figures.set(step, {
    calls: known.calls + 1,
    ms: known.ms + ms,
    cpuMs: known.cpuMs + cpuMs,
    mostCpuMs: Math.max(known.mostCpuMs, cpuMs),
    megabytes: Math.max(known.megabytes, megabytes),
  });
  return answer;
}

const startedAt = Date.now();
const id = `measured-${startedAt}`;
const { parts } = await call('plan', { id, key: 'incoming/houses/houses.csv', version: null, startedAt });
for (const part of parts ?? []) await call('parse', { id, part });
const attempt = { id, attempt: 1 };
const { ranges } = await call('settle', { ...attempt, parts });
for (const range of ranges ?? []) await call('merge', { ...attempt, range });
const { tasks } = await call('arrange', { ...attempt, ranges });
for (const task of tasks ?? []) await call('build', { ...attempt, task });
console.log(await call('join', attempt));
console.table(Object.fromEntries(figures));
