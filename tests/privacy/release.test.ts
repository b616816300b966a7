import { expect, test } from 'vitest';
import { builder } from '../../schema/builder.ts';
import { accessOf } from '../../schema/privacy/access.ts';
import { type Origin, type Released, release, type StoredRows } from '../../schema/privacy/release.ts';
import { createWithholding } from '../../schema/privacy/withholding.ts';
import type { HouseRecord } from '../../schema/registers/houses/record.ts';
import { registerOf } from '../../schema/registers/index.ts';
import { layoutOf } from '../../schema/registers/register.ts';

const houses = registerOf('HOUSES');
const edition = { tier: 'GOVERNMENT', number: 1, at: '2026-01-01T00:00:00.000Z', registers: {} } as const;

function originFor(tier: Origin['access']['tier'], layout = layoutOf(houses)): Origin<'HOUSES'> {
  const asOf = { edition, day: 20_000, strict: false };
  return { register: houses, asOf, access: accessOf(houses, layout, tier), related: new Map() };
}

const open = ['h', 'b', '101', 1, 'OFFICE', 'UNDER_40', 'CURRENT', '2020', null, [], null];

test('release() copies what the tier may read, and null for everything else', () => {
  const rows = {
    open: [['h 2020-01-01', 0, null, [1, ...open]] as const],
    restricted: new Map([
      ['enterprise', [['h 2020-01-01', 0, null, [1, 39.5]] as const]],
      ['government', [['h 2020-01-01', 0, null, [1, true]] as const]],
    ] as const),
    provenance: null,
  };
  const shown = (tier: Origin['access']['tier']) => release<'HOUSES'>(rows, originFor(tier))[0];
  expect(shown('PUBLIC')).toMatchObject({
    code: 'h',
    room: '101',
    floorAreaBand: 'UNDER_40',
    floorArea: null,
    rented: null,
  });
  expect(shown('REGISTERED')).toMatchObject({ floorArea: null, rented: null });
  expect(shown('ENTERPRISE')).toMatchObject({ floorArea: 39.5, rented: null });
  expect(shown('GOVERNMENT')).toMatchObject({ floorArea: 39.5, rented: true });
});

test('a field that became stricter since the build is closed at once; one that was loosened opens with the next build', () => {
  const lax = { open: [...(layoutOf(houses).open ?? []), 'floorArea', 'rented'] };
  expect(Object.fromEntries(originFor('PUBLIC', lax).access.closed)).toEqual({
    floorArea: 'enterprise',
    rented: 'government',
  });
  expect(originFor('ENTERPRISE', lax).access.readable.get('floorArea')).toEqual({
    columns: [{ class: 'open', position: 11 }],
    closedFor: null,
  });
  const strict = { ...layoutOf(houses), open: ['code'], government: ['room', 'rented'] };
  expect(originFor('ENTERPRISE', strict).access.closed.get('room')).toBe('government');
  expect(originFor('GOVERNMENT', strict).access.readable.get('room')?.columns).toEqual([
    { class: 'government', position: 0 },
  ]);
});

test('a column that no policy knows any more is never released', () => {
  const layout = { open: [...(layoutOf(houses).open ?? []), 'ownerName'] };
  const rows = {
    open: [['h 2020-01-01', 0, null, [1, ...open, 'someone']] as const],
    restricted: new Map(),
    provenance: null,
  };
  expect(JSON.stringify(release<'HOUSES'>(rows, originFor('GOVERNMENT', layout)))).not.toContain('someone');
});

test('withheld fields are told once a coordinate, with all their rows', () => {
  const withholding = createWithholding();
  const entry = { reason: 'closed', requires: 'ENTERPRISE', instead: null } as const;
  withholding.add({ ...entry, coordinate: 'House.floorArea', count: 2 });
  withholding.add({ ...entry, coordinate: 'Grid.post', count: 1 });
  withholding.add({ ...entry, coordinate: 'House.floorArea', count: 3 });
  expect(withholding.list().map(({ coordinate, count }) => [coordinate, count])).toEqual([
    ['Grid.post', 1],
    ['House.floorArea', 5],
  ]);
});

/** Never called: it is the compiler that judges it. */
function whatMustNotCompile(record: HouseRecord, rows: StoredRows, from: Origin<'HOUSES'>): unknown {
  const House = builder.objectRef<Released<'HOUSES'>>('Forbidden');
  const [row] = release<'HOUSES'>(rows, from);
  // @ts-expect-error a record that did not pass the gate is no released row
  const released: Released<'HOUSES'> = record;
  // @ts-expect-error a resolver cannot answer with a record
  builder.queryField('forbidden', (t) => t.field({ type: House, resolve: () => record }));
  // @ts-expect-error a row of one register is none of another
  const building: Released<'BUILDINGS'> | undefined = row;
  // @ts-expect-error what can be withheld is nullable
  const floorArea: number | undefined = row?.floorArea;
  // @ts-expect-error so it cannot be shown as non-null
  House.implement({ fields: (t) => ({ rented: t.exposeBoolean('rented', { nullable: false }) }) });
  return [released, building, floorArea];
}

test('what goes round the gate does not compile', () => {
  expect(whatMustNotCompile).toBeTypeOf('function');
});
