import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { zstdDecompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { buildings, csv, geojson, grids, houses } from '../builders/publication-city.ts';
import { cityOfEachTest } from '../harness/city-of-each-test.ts';
import { newest, periodsOf, reasonsIn } from '../harness/publishing-store.ts';

const city = cityOfEachTest();

const residentId = '11010519491231002X'; // the standard's own sample
const mobile = '13812345678';
const changedFirst = (changed: object): string =>
  csv(
    'houses',
    houses.map((row, index) => (index === 0 ? { ...row, ...changed } : row)),
  );

/** Everything that the store has written anywhere, as text. */
async function allText(folder: string): Promise<string> {
  const texts: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) texts.push(readFileSync(join(entry.parentPath, entry.name), 'utf8'));
  }
  const database = new DatabaseSync(join(folder, 'data', 'basegrid.sqlite'), { readOnly: true });
  for (const table of ['open_blocks', 'restricted_blocks']) {
    for (const { bytes } of database.prepare(`SELECT bytes FROM ${table}`).all())
      if (bytes instanceof Uint8Array) texts.push(zstdDecompressSync(bytes).toString('utf8'));
  }
  for (const { body } of database.prepare('SELECT body FROM editions').all()) texts.push(String(body));
  database.close();
  return texts.join('\n');
}

describe('sealed columns', () => {
  test('are dropped at the door and counted', async () => {
    const sealed = { ownerName: '张三丰', ownerId: residentId, occupants: '3' };
    const report = await city.publish('HOUSES', changedFirst(sealed));
    expect(report).toMatchObject({
      sealed: { ownerName: 1, ownerId: 1, occupants: 1 },
      unchanged: 24,
      blocksWritten: 0,
    });
    const worker = {
      ...grids[0],
      code: grids[0]?.code ?? '',
      community: grids[0]?.community ?? '',
      workerName: '李四',
      workerPhone: mobile,
    };
    const other = await city.publish('GRIDS', geojson([worker, ...grids.slice(1)]));
    expect(other).toMatchObject({ sealed: { workerName: 1, workerPhone: 1 }, unchanged: 3 });
    const written = await allText(city.folder);
    for (const secret of ['张三丰', residentId, '李四', mobile]) expect(written).not.toContain(secret);
    expect(written).toContain('RESIDENTIAL');
  });

  test('may be absent from the file', async () => {
    const header = [
      'code',
      'building',
      'room',
      'floor',
      'use',
      'floorArea',
      'rented',
      'state',
      'validFrom',
      'validTo',
      'replaces',
    ];
    const report = await city.publish('HOUSES', csv('houses', houses, header));
    expect(report).toMatchObject({ sealed: {}, unchanged: 24 });
  });
});

describe('a cell that looks like person data', () => {
  const fullWidth = (text: string): string =>
    text.replace(/[0-9X]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
  const disguises = [
    residentId,
    residentId.toLowerCase(),
    `房东 ${residentId}。`,
    '110105-19491231-002X',
    '110105 19491231 002X',
    fullWidth(residentId),
    mobile,
    `+86${mobile}`,
    `电话${mobile}，请先预约`,
    '138-1234-5678',
    '138 1234 5678',
    fullWidth(mobile),
    `+86 ${fullWidth('138-1234-5678')}`,
  ];

  test.each(disguises)('rejects its row, and is repeated nowhere: %s', async (cell) => {
    const report = await city.publish('HOUSES', changedFirst({ room: cell }), { name: 'persons.csv' });
    expect(reasonsIn(report)).toEqual(['PERSON_DATA 2 room']);
    expect(report.findings[0]?.value).toBe(`<${cell.length} characters>`);
    expect(report).toMatchObject({ rejected: 1, retired: 0, published: true });
    const written = `${JSON.stringify(report)}\n${await allText(city.folder)}`;
    for (const secret of [cell, residentId, mobile, '19491231', '12345678']) expect(written).not.toContain(secret);
  });

  test('in a column of codes, numbers or dates is a wrong code, number or date, and is not repeated either', async () => {
    const row = { floor: mobile, validFrom: residentId, building: residentId, use: mobile, floorArea: residentId };
    const report = await city.publish('HOUSES', changedFirst(row));
    expect(reasonsIn(report)).toEqual([
      'BAD_CODE 2 building',
      'BAD_NUMBER 2 floor',
      'BAD_VALUE 2 use',
      'BAD_NUMBER 2 floorArea',
      'BAD_DATE 2 validFrom',
    ]);
    const text = JSON.stringify(report);
    for (const secret of [mobile, residentId, '1949', '12345']) expect(text).not.toContain(secret);
  });

  test('is no person data within a longer run of digits, as codes are', async () => {
    const report = await city.publish('HOUSES', changedFirst({ room: `4403${mobile}` }));
    expect(report).toMatchObject({ rejected: 0, updated: 1 });
  });
});

describe("a finding's value", () => {
  test('is the cell of an open column of codes, numbers, dates or enums, as far as it has their alphabet', async () => {
    const wrong = { code: '44030400100101', floor: '1.5', use: 'CASTLE', validFrom: '2026-02-30', replaces: '4403' };
    const report = await city.publish('HOUSES', changedFirst(wrong));
    const values = Object.fromEntries(report.findings.map(({ column, value }) => [column, value]));
    expect(values).toEqual({ ...wrong });
  });

  test('is only a length for free text, restricted columns, and what has another alphabet', async () => {
    const wrong = {
      room: '五'.repeat(2_001),
      rented: 'vielleicht',
      floorArea: '-1',
      floor: '3楼',
      use: '住宅',
      state: '张三丰',
    };
    const report = await city.publish('HOUSES', changedFirst(wrong));
    const values = Object.fromEntries(report.findings.map(({ column, value }) => [column, value]));
    expect(values).toEqual({
      ...{ room: '<2001 characters>', rented: '<10 characters>', floorArea: '<2 characters>' },
      ...{ floor: '<2 characters>', use: '<2 characters>', state: '<3 characters>' },
    });
    expect(JSON.stringify(report)).not.toMatch(/vielleicht|楼|住|张|五/);
  });

  test('is hidden with the message when columns are shifted, so that names stand in another one', async () => {
    const shifted = {
      building: '张三丰',
      room: 'RESIDENTIAL',
      floor: '李四',
      use: '75.5',
      state: '王五 Wang',
      validFrom: '赵六',
    };
    const report = await city.publish('HOUSES', changedFirst(shifted));
    expect(JSON.stringify(report)).not.toMatch(/张|三|丰|李|四|王|五|赵|六|Wang/);
    expect(report).toMatchObject({ rejected: 1, unchanged: 23 });
  });
});

describe('a publication that changes only restricted fields', () => {
  test('moves no line of a tier that may not read them, and no byte of its editions', async () => {
    const before = Object.fromEntries(await lines());
    const rented = houses.map((row) => ({ ...row, rented: 'true' }));
    const report = await city.publish('HOUSES', csv('houses', rented));
    expect(report).toMatchObject({ updated: 24, edition: 5, seq: 2 });
    const after = Object.fromEntries(await lines());
    for (const tier of ['PUBLIC', 'REGISTERED', 'ENTERPRISE']) expect(after[tier]).toBe(before[tier]);
    expect(after.GOVERNMENT).not.toBe(before.GOVERNMENT);
    expect(await city.store.editions.publications('ENTERPRISE', 'HOUSES', 1)).toEqual([]);
    await city.publish(
      'HOUSES',
      csv(
        'houses',
        rented.map((row) => ({ ...row, floorArea: '76.25' })),
      ),
    );
    const last = Object.fromEntries(await lines());
    for (const tier of ['PUBLIC', 'REGISTERED']) expect(last[tier]).toBe(before[tier]);
    expect((await newest(city.store, 'ENTERPRISE')).registers.HOUSES?.seq).toBe(2);
    expect((await newest(city.store, 'GOVERNMENT')).registers.HOUSES?.seq).toBe(3);
  });

  test('does so even when the rows leave their validFrom to the effective date', async () => {
    const before = Object.fromEntries(await lines());
    const rows = buildings.map((row) => ({ ...row, legality: 'UNKNOWN', validFrom: '' }));
    expect(await city.publish('BUILDINGS', csv('buildings', rows))).toMatchObject({ updated: 6 });
    const after = Object.fromEntries(await lines());
    expect(after.PUBLIC).toBe(before.PUBLIC);
    expect(await periodsOf(city.store, 'BUILDINGS', buildings[0]?.code)).toEqual(['2010.. CURRENT']);
  });

  async function lines(): Promise<[string, string][]> {
    const tiers = ['PUBLIC', 'REGISTERED', 'ENTERPRISE', 'GOVERNMENT'] as const;
    return Promise.all(
      tiers.map(async (tier) => [tier, JSON.stringify(await newest(city.store, tier))] as [string, string]),
    );
  }
});
