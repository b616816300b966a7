import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { localSecrets } from '../../functions/store/secrets.ts';

describe('localSecrets()', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'basegrid-secrets-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('makes two different keys once and keeps them, readable by their owner alone', async () => {
    const data = join(folder, 'data');
    const made = await localSecrets(data);
    expect([made.cursorKey.length, made.keyPepper.length]).toEqual([32, 32]);
    expect(Buffer.compare(made.cursorKey, made.keyPepper)).not.toBe(0);
    expect(await localSecrets(data)).toEqual(made);
    expect(statSync(join(data, 'secrets.json')).mode & 0o777).toBe(0o600);
    expect(statSync(data).mode & 0o777).toBe(0o700);
  });

  test('all that start at once agree, and leave no drafts', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => localSecrets(folder)));
    expect(new Set(all.map(({ cursorKey }) => Buffer.from(cursorKey).toString('hex'))).size).toBe(1);
    expect(readdirSync(folder)).toEqual(['secrets.json']);
  });

  test('a damaged file is refused and neither replaced nor quoted', async () => {
    for (const damaged of ['', '{', '{"cursorKey":"c2hvcnQ=","keyPepper":"c2hvcnQ="}']) {
      writeFileSync(join(folder, 'secrets.json'), damaged);
      const error = await localSecrets(folder).catch((reason: Error) => reason);
      expect(error).toEqual(new Error('Cannot read "secrets.json": must hold two keys of 32 bytes in base64'));
    }
    expect(existsSync(join(folder, 'secrets.json'))).toBe(true);
  });
});
