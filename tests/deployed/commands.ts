import { expect, test } from 'vitest';
import { story } from '../builders/sample-editions.ts';
import { apiClient } from '../harness/client.ts';
import type { Deployment } from '../harness/deployment.ts';
import { endFunction, seesProcesses } from './step-killer.ts';

/** `npm run keys` and `npm run publish` with --deployment. */
export function commandSuite(deployment: () => Deployment): void {
  test('a key that the command made opens what its tier may read, until the command revokes it', async () => {
    const { command, url } = deployment();
    const made = await command('keys', ['create', '--tier', 'ENTERPRISE', '--name', 'Example Ltd']);
    expect([made.status, made.stderr]).toEqual([0, '']);
    const { id, secret } = JSON.parse(made.stdout);
    const api = apiClient(url, { 'x-api-key': secret });
    const area = () => api.post(`{ house(code: "${story.measured}") { floorArea } }`);
    expect((await area()).body.data.house.floorArea).toBe(55);
    expect(JSON.parse((await command('keys', ['list'])).stdout)).toContainEqual(expect.objectContaining({ id }));
    expect((await command('keys', ['revoke', id])).status).toBe(0);
    await expect.poll(async () => (await area()).status, { timeout: 20_000 }).toBe(401);
  });

  test('a rotation of the key of cursors harms no function that runs and no client; from its next start on, lists start again', async () => {
    const { command, config, url } = deployment();
    const api = apiClient(url);
    const first = await api.post('{ houses(first: 1) { pageInfo { endCursor } } }');
    const cursor = first.body.data.houses.pageInfo.endCursor;
    const next = () => api.post('query($c: String) { houses(first: 1, after: $c) { nodes { code } } }', { c: cursor });
    expect((await next()).codes).toEqual([]);
    const made = JSON.parse((await command('keys', ['create', '--tier', 'ENTERPRISE', '--name', 'Kept'])).stdout);
    expect((await command('keys', ['rotate', 'cursors'])).status).toBe(0);
    expect((await next()).codes).toEqual([]); // functions that run keep their keys
    if (seesProcesses) {
      endFunction(`${config.tablePrefix}entitled`);
      await expect.poll(async () => (await next()).codes, { timeout: 20_000 }).toEqual(['BAD_CURSOR']);
      expect((await api.post('{ houses(first: 1) { nodes { code } } }')).codes).toEqual([]);
    }
    const kept = await apiClient(url, { 'x-api-key': made.secret }).post('{ myAccess { tier } }');
    expect(kept.body.data.myAccess.tier).toBe('ENTERPRISE');
  });

  test('a deployment that is not there is told in one line', async () => {
    const { command, name } = deployment();
    const absent = name === 'dev' ? 'prod' : 'dev';
    const { status, stdout, stderr } = await command('keys', ['list'], absent);
    expect([status, stdout, stderr]).toEqual([
      1,
      '',
      `Cannot find deployment "${absent}": stack "basegrid-${absent}-data" must be deployed, does not exist\n`,
    ]);
  });
}

/** What comes last, as no key outlives it. */
export function clientRotationSuite(deployment: () => Deployment): void {
  test.skipIf(!seesProcesses)(
    'a rotation of the pepper ends all keys; those that are made afterwards are good',
    async () => {
      const { command, config, url } = deployment();
      const create = async (name: string): Promise<string> =>
        JSON.parse((await command('keys', ['create', '--tier', 'ENTERPRISE', '--name', name])).stdout).secret;
      const tierOf = async (secret: string) => {
        const { status, body } = await apiClient(url, { 'x-api-key': secret }).post('{ myAccess { tier } }');
        return [status, body.data?.myAccess.tier];
      };
      const before = await create('Before');
      expect(await tierOf(before)).toEqual([200, 'ENTERPRISE']);
      expect((await command('keys', ['rotate', 'clients'])).status).toBe(0);
      expect(await tierOf(before)).toEqual([200, 'ENTERPRISE']); // functions that run keep their keys
      endFunction(`${config.tablePrefix}entitled`);
      await expect.poll(async () => (await tierOf(before))[0], { timeout: 20_000 }).toBe(401);
      expect(await tierOf(await create('After'))).toEqual([200, 'ENTERPRISE']);
    },
  );
}
