import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { story } from '../builders/sample-editions.ts';
import { apiClient } from '../harness/client.ts';
import type { Deployment } from '../harness/deployment.ts';
import { newest, rootsOf } from '../harness/publishing-store.ts';

/** What must outlive functions, deployments and power cuts: editions, roots, answers, also of the past. */
export async function keptIn({ store, url }: Deployment): Promise<unknown> {
  const question = `{ house(code: "${story.corrected}") { code room history { nodes { room knownFrom } } }
    houses { totalCount } changes(register: HOUSES, since: 0) { totalCount } }`;
  const { status, body } = await apiClient(url).post(question);
  return { status, data: body.data, edition: await newest(store), roots: await rootsOf(store) };
}

/** Leaves word of what is kept for whoever looks after a restart (BASEGRID_KEPT names the file). */
export function keptSuite(deployment: () => Deployment): void {
  test('deployed again, all is as it was, and is served', async () => {
    const before = await keptIn(deployment());
    expect(before).toMatchObject({ status: 200, data: { house: { code: story.corrected } } });
    expect(await deployment().redeploy()).toMatchObject({ status: 0 });
    expect(await keptIn(deployment())).toEqual(before);
    const file = process.env.BASEGRID_KEPT ?? '';
    if (file !== '') writeFileSync(file, JSON.stringify(before));
  });
}
