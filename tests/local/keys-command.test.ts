import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const file = fileURLToPath(new URL('../../functions/local/keys-command.ts', import.meta.url));
const data = mkdtempSync(join(tmpdir(), 'basegrid-keys-'));
afterAll(() => rmSync(data, { recursive: true, force: true }));

const keys = (...words: readonly string[]) => keysIn(data, ...words);

function keysIn(folder: string, ...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...words], {
    env: { BASEGRID_DATA: folder },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

test('a client is made, listed without its secret, and revoked', () => {
  const made = keys(
    'create',
    '--tier',
    'GOVERNMENT',
    '--name',
    ' Bureau of Housing ',
    '--subject',
    '11440300MB2C92145L',
  );
  expect(made).toMatchObject({ status: 0, stderr: '' });
  const [, secret = ''] = /^secret {2}(bg_\w{36})$/m.exec(made.stdout) ?? [];
  expect(secret).not.toBe('');
  const listed = keys('list', '--json');
  const [client] = JSON.parse(listed.stdout);
  expect(client).toMatchObject({
    tier: 'GOVERNMENT',
    name: 'Bureau of Housing',
    subject: '11440300MB2C92145L',
    revokedAt: null,
  });
  expect(listed.stdout).not.toMatch(/secret/i);
  expect(keys('revoke', client.id).status).toBe(0);
  expect(JSON.parse(keys('list', '--json').stdout)[0].revokedAt).toMatch(/^\d{4}-/);
  expect(keys('list').stdout).toContain('revoked');
  const stored = readdirSync(data).map((name) => readFileSync(join(data, name)).toString('latin1'));
  expect(stored.join('')).not.toContain(secret);
});

test('a rotation replaces one key and keeps the other', () => {
  keys('create', '--tier', 'REGISTERED', '--name', 'Earlier');
  const read = () => JSON.parse(readFileSync(join(data, 'secrets.json'), 'utf8'));
  keys('list');
  const before = read();
  expect(keys('rotate', 'cursors')).toMatchObject({ status: 0, stderr: '' });
  const between = read();
  expect(between).toEqual({ ...before, cursorKey: expect.any(String) });
  expect(between.cursorKey).not.toBe(before.cursorKey);
  expect(keys('list').stdout).not.toContain('rotated');
  expect(keys('rotate', 'clients').stdout).toContain('1 client needs a new secret from then on\n');
  const [{ rotatedAt, id }] = JSON.parse(keys('list', '--json').stdout);
  expect(Date.now() - Date.parse(rotatedAt)).toBeLessThan(60_000);
  expect(keys('rotate', 'clients', '--json').stdout).toBe('{"rotated":"clients"}\n');
  expect(read()).toEqual({ ...between, keyPepper: expect.any(String) });
  expect(read().keyPepper).not.toBe(between.keyPepper);
  const later = keys('create', '--tier', 'REGISTERED', '--name', 'Later');
  expect(later.status).toBe(0);
  const lines = keys('list').stdout.trimEnd().split('\n');
  expect(lines.find((line) => line.startsWith(id))).toContain(`, rotated away ${rotatedAt})`); // of the first time
  expect(lines.find((line) => line.includes('Later'))).not.toContain('rotated');
  expect(keys('rotate', 'everything').status).toBe(2);
  expect(keys('rotate').status).toBe(2);
});

test('a data folder that is not there is told, not made, but for the first client', () => {
  const folder = join(data, 'mistyped');
  const wrong = keysIn(folder, 'list');
  expect([wrong.status, wrong.stdout]).toEqual([2, '']);
  expect(wrong.stderr).toMatch(/^Cannot open BASEGRID_DATA ".*mistyped": must be a folder that .*\n$/);
  expect(keysIn(folder, 'rotate', 'cursors').status).toBe(2);
  expect(existsSync(folder)).toBe(false);
  expect(keysIn(folder, 'create', '--tier', 'REGISTERED', '--name', 'First').status).toBe(0);
  expect(keysIn(folder, 'list').stdout).toContain('First');
});

test('a client that is not there is refused with status 1', () => {
  expect(keys('revoke', 'client-none')).toMatchObject({ status: 1, stdout: '' });
  expect(keys('revoke', 'client-none').stderr).toContain('Cannot revoke client "client-none"');
});

test.each([
  [[]],
  [['make']],
  [['create']],
  [['create', '--tier', 'PUBLIC', '--name', 'x']],
  [['create', '--tier', 'enterprise', '--name', 'x']],
  [['create', '--tier', 'ENTERPRISE']],
  [['create', '--tier', 'ENTERPRISE', '--name', '  ']],
  [['create', '--tier', 'ENTERPRISE', '--name', 'x', '--subject', '11010519491231002X']],
  [['create', '--tier', 'ENTERPRISE', '--name', 'x', '--subject', '110105194912310021']],
  [['create', '--tier', 'ENTERPRISE', '--name', 'x', '--subject', '11440300MB2C921450']],
  [['create', 'x', '--tier', 'ENTERPRISE', '--name', 'x']],
  [['list', '--tier', 'ENTERPRISE']],
  [['revoke']],
  [['revoke', 'a', 'b']],
  [['list', '--unknown']],
])('%j is wrong usage: status 2 and the right one', (words) => {
  const { status, stderr, stdout } = keys(...words);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain('npm run keys -- create --tier TIER --name TEXT');
  expect(stderr).not.toContain('1105194912');
});
