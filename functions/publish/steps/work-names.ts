import type { WorkStore } from '../../../schema/ports.ts';

/** Names of the objects of one publication under way. Each step writes its own, and always the same. */
export const workNames = {
  request: (id: string) => `${id}/request.json`,
  source: (id: string) => `${id}/source.json`,
  part: (id: string, part: number) => `${id}/parts/${part}`,
  rows: (id: string, part: number) => `${id}/rows/${part}`,
  parsed: (id: string, part: number) => `${id}/parsed/${part}.json`,
  settled: (id: string, attempt: number) => `${id}/${attempt}/settled.json`,
  steps: (id: string, attempt: number, range: number, tree: string) => `${id}/${attempt}/steps/${range}/${tree}`,
  merged: (id: string, attempt: number, range: number) => `${id}/${attempt}/merged/${range}.json`,
  tasks: (id: string, attempt: number) => `${id}/${attempt}/tasks.json`,
  built: (id: string, attempt: number, task: number) => `${id}/${attempt}/built/${task}.json`,
  report: (id: string) => `${id}/report.json`,
  failure: (id: string) => `${id}/failure.json`,
  move: (id: string) => `${id}/move.json`,
} as const;

/** Reads what an earlier step wrote. */
export async function readWork<T>(work: WorkStore, name: string): Promise<T> {
  const bytes = await work.get(name);
  if (bytes === null) throw new Error(`Cannot go on with a publication: "${name}" must be there, is not`);
  return JSON.parse(Buffer.from(bytes).toString()) as T;
}

/** Writes what later steps read. */
export async function writeWork(work: WorkStore, name: string, value: unknown): Promise<void> {
  await work.put(name, Buffer.from(JSON.stringify(value)));
}
