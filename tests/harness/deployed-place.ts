import { setTimeout as sleep } from 'node:timers/promises';
import { clockOf } from '../../functions/platform/config.ts';
import { createClient } from '../../functions/store/client-secret.ts';
import { openSecrets } from '../../functions/store/open-secrets.ts';
import type { Tier } from '../../schema/privacy/tier.ts';
import { creditCsv } from '../builders/credit-rows.ts';
import { storyWithEntities } from '../builders/story-entities.ts';
import { storyFiles } from '../builders/story-files.ts';
import { storyStatements } from '../builders/story-statements.ts';
import type { HttpPlace } from '../suite/place.ts';
import type { ApiClient } from './client.ts';
import type { Deployment } from './deployment.ts';
import { askOver, patientClient } from './http-place.ts';

/** The day from which the story's files speak, wherever they are published. */
export const storyEffective = ['--effective', '2026-01-01'] as const;

/** The story, published by uploads into an empty deployment, asked through its API. */
export async function deployedPlace(deployment: Deployment): Promise<HttpPlace> {
  const times: string[] = [];
  for (const { register, ...file } of storyFiles(storyWithEntities())) {
    const report = await deployment.publish(register, file, storyEffective);
    if (!report.published) throw new Error(`Cannot publish ${file.name}: ${JSON.stringify(report.findings[0])}`);
    times.push((await deployment.store.editions.latest('GOVERNMENT'))?.at ?? '');
  }
  await uploadStatements(deployment);
  await sleep(1100); // the stated delay until a publication is visible
  return placeOf(deployment, times);
}

/** The statements of the story, put where uploads arrive. */
async function uploadStatements({ config, upload, reportOf }: Deployment): Promise<void> {
  const records = storyStatements(clockOf(config)());
  await upload('credit/story.csv', Buffer.from(creditCsv(records)));
  const report = await reportOf('credit/story.csv');
  if (!report.published || report.inserted !== records.length)
    throw new Error(`Cannot publish credit statements: ${JSON.stringify(report)}`);
}

/** The same, where it was published before. */
export async function placeOf(deployment: Deployment, times: readonly string[]): Promise<HttpPlace> {
  const { url, config, store } = deployment;
  const { keyPepper } = await openSecrets(config);
  const keyless = patientClient(url);
  const admit: HttpPlace['admit'] = async (tier, subject) => {
    const creation = { now: clockOf(config)(), pepper: keyPepper };
    const { client, secret } = createClient({ tier, name: `A ${tier}`, subject: subject ?? null }, creation);
    await store.clients.put(client);
    const revoke = () => store.clients.put({ ...client, revokedAt: new Date().toISOString() });
    return { api: patientClient(url, { 'x-api-key': secret }), secret, revoke };
  };
  const clients = new Map<Tier, ApiClient>();
  for (const tier of ['REGISTERED', 'ENTERPRISE', 'GOVERNMENT'] as const) clients.set(tier, (await admit(tier)).api);
  const apiOf = (tier: Tier = 'PUBLIC') => clients.get(tier) ?? keyless;
  return { times, ask: askOver(apiOf), api: apiOf, admit, runs: (runs) => Math.ceil(runs / 10) };
}
