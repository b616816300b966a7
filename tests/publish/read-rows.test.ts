import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readRows } from '../../functions/publish/read-rows.ts';
import { inChunks, readAll } from './source-of.ts';

const TEXT = `code,name\n${Array.from({ length: 50 }, (_, index) => `${index},福田${index * 7919}\n`).join('')}`;

describe('gzip', () => {
  it('is known by its first bytes, in one member or several', async () => {
    const plain = await readAll(TEXT, 'x.csv');
    const middle = Math.floor(TEXT.length / 2);
    const members = Buffer.concat([gzipSync(TEXT.slice(0, middle)), gzipSync(TEXT.slice(middle))]);
    for (const size of [1, 2, 10, 100, 10_000]) {
      expect(await readAll(gzipSync(TEXT), 'x.csv', size)).toEqual(plain);
      expect(await readAll(members, 'x.csv.gz', size)).toEqual(plain);
    }
  });

  it('is refused when it is cut, wherever', async () => {
    const bytes = gzipSync(TEXT);
    for (let length = 1; length < bytes.length; length++) {
      expect((await readAll(bytes.subarray(0, length), 'x.csv.gz', 64)).refused?.reason).toBe('TRUNCATED');
    }
  });

  it('is refused when anything follows or a byte is wrong', async () => {
    const bytes = gzipSync(TEXT);
    const zeros = Buffer.alloc(5);
    for (const rest of [Buffer.from('x,y\n'), zeros, Buffer.concat([zeros, gzipSync('lost')])]) {
      for (const size of [1, bytes.length, 10_000]) {
        expect((await readAll(Buffer.concat([bytes, rest]), 'x.csv.gz', size)).refused?.reason).toBe('BAD_GZIP');
      }
    }
    const damaged = Buffer.from(bytes).fill(0xff, bytes.length - 8, bytes.length - 4);
    expect((await readAll(damaged, 'x.csv.gz')).refused?.reason).toBe('BAD_GZIP');
  });

  it('unfolds without being held: a bomb costs no memory', async () => {
    const member = gzipSync(Buffer.alloc(10 << 20, `a,${'b'.repeat(1021)}\n`));
    const bomb = Buffer.concat(new Array(20).fill(member));
    const before = process.memoryUsage().rss;
    let rows = 0;
    for await (const batch of readRows(inChunks(bomb, bomb.length), 'x.csv')) rows += batch.rows.length;
    expect(rows).toBe((200 << 20) / 1024 - 1);
    expect(process.memoryUsage().rss - before).toBeLessThan(150 << 20);
  });
});

describe('the format', () => {
  it.each([
    ['x.csv', 'a\n1\n', ['1']],
    ['', 'a\n1\n', ['1']],
    ['houses/2026', '{"a":"1"}\n{"a":"1"}', ['1', '1']],
    ['x.json', '{"a":"1"}', ['1']],
    ['x.JSONL.gz', '{"a":"1"}', ['1']],
    ['x.json', '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":"1"}}]}', ['1']],
    ['x', '{\n"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":"1"}}]}', ['1']],
  ])('is told from the name %j or else the content', async (name, text, cells) => {
    const { rows, refused } = await readAll(text, name, 3);
    expect(refused).toBeNull();
    expect(rows.flatMap((row) => row.cells)).toEqual(cells);
  });

  it.each([
    ['an Excel workbook', Buffer.from('PK\x03\x04abc')],
    ['a JSON array', Buffer.from(' [{"a":1}]')],
    ['gzip inside gzip', gzipSync(gzipSync('a\n1\n'))],
  ])('is refused when it is %s', async (_, bytes) => {
    expect((await readAll(bytes, '')).refused?.reason).toBe('UNKNOWN_FORMAT');
  });
});

describe('the source', () => {
  it('is closed when reading ends early or fails', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'basegrid-read-'));
    try {
      const content = `a,b\n${'1,2\n'.repeat(100_000)}`;
      for (const bytes of [
        Buffer.from(content),
        gzipSync(content),
        gzipSync(Buffer.from(content)).fill(0, 200),
        Buffer.from('PK\x03\x04'),
      ]) {
        const path = join(folder, 'x.csv');
        await writeFile(path, bytes);
        const stream = createReadStream(path, { highWaterMark: 512 });
        const closed = new Promise<void>((resolve) => stream.once('close', resolve));
        try {
          for await (const batch of readRows(stream, path)) if (batch.rows.length > 0) break;
        } catch {}
        await closed;
        expect(stream.destroyed).toBe(true);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('passes on its own errors unchanged', async () => {
    const failing = (bytes: Uint8Array) =>
      async function* () {
        yield bytes;
        throw new Error('disk gone');
      };
    for (const bytes of [Buffer.from(TEXT), gzipSync(TEXT).subarray(0, 100)]) {
      const reading = async () => {
        for await (const _ of readRows(failing(bytes)(), 'x.csv'));
      };
      await expect(reading()).rejects.toThrow('disk gone');
    }
    const missing = async () => {
      for await (const _ of readRows(createReadStream('/nowhere/x.csv'), 'x.csv'));
    };
    await expect(missing()).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
