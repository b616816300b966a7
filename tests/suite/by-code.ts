import { beforeAll, expect, test } from 'vitest';
import { story } from '../builders/sample-editions.ts';
import { type Place, shifted, timeOf } from './place.ts';

/** Rows asked for by their codes. */
export function byCodeSuite(open: () => Promise<Place>): void {
  let place: Place;
  beforeAll(async () => {
    place = await open();
  });

  test('a code without validAt shows the row valid now, with all that it points at', async () => {
    const { data, errors } = await place.ask(
      `{ house(code: "${story.corrected}") {
        code room state validFrom validTo knownFrom knownTo replaces
        building { code community { name parent { level code } } location { lon lat crs } }
        grid { code areaM2 } community { code } } }`,
    );
    expect(errors).toEqual([]);
    expect(data.house).toMatchObject({
      room: '901',
      state: 'CURRENT',
      validFrom: '2020',
      validTo: null,
      knownFrom: timeOf(place, 4),
      knownTo: null,
      replaces: [],
      building: { code: '4403040010010100002', location: { crs: 'WGS84' } },
      grid: { code: '44030400100101' },
      community: { code: '440304001001' },
    });
    expect(data.house.building.community.parent).toEqual({ level: 'STREET', code: '440304001' });
  });

  test('a retired code resolves for ever to its tombstone, and names what replaced it', async () => {
    const { data } = await place.ask(
      `{ house(code: "${story.retired}") { state validFrom retirement replacedBy building { code } }
         then: house(code: "${story.retired}", validAt: "2024-06") { state room replacedBy }
         after: house(code: "${story.retired}", validAt: "2025-06") { state } }`,
    );
    expect(data.house).toEqual({
      state: 'RETIRED',
      validFrom: '2025',
      retirement: 'STATED',
      replacedBy: [story.successor],
      building: { code: story.moved },
    });
    expect(data.then).toEqual({ state: 'CURRENT', room: '101', replacedBy: [story.successor] });
    expect(data.after).toBeNull();
  });

  test('a code that is only planned shows its first planned row', async () => {
    const { data } = await place.ask(
      `{ house(code: "${story.planned}") { state validFrom } now: house(code: "${story.planned}", validAt: "2026") { state } }`,
    );
    expect(data).toEqual({ house: { state: 'PLANNED', validFrom: '2030' }, now: null });
  });

  test('relations are shown at the same validAt', async () => {
    const { data } = await place.ask(
      `{ old: house(code: "${story.successor}", validAt: "2023-12-31") { community { code } grid { code } building { grid { code } } }
         new: house(code: "${story.successor}", validAt: "2024") { community { code } grid { code } building { grid { code } } } }`,
    );
    expect(data.old).toEqual({
      community: { code: '440304001001' },
      grid: { code: '44030400100101' },
      building: { grid: { code: '44030400100101' } },
    });
    expect(data.new).toEqual({
      community: { code: '440304001002' },
      grid: { code: '44030400100201' },
      building: { grid: { code: '44030400100201' } },
    });
  });

  test('knownAt answers from the edition of that instant, and before the first finds nothing', async () => {
    const corrected = timeOf(place, 4);
    const inShanghai = shifted(corrected, 8 * 3_600_000).replace('Z', '+08:00');
    const { data } = await place.ask(
      `{ before: house(code: "${story.corrected}", knownAt: "${shifted(corrected, -1)}") { room }
         after: house(code: "${story.corrected}", knownAt: "${inShanghai}") { room }
         never: house(code: "${story.corrected}", knownAt: "2025-12-31T00:00:00Z") { room }
         nothing: houses(knownAt: "2025-12-31T00:00:00Z") { totalCount nodes { code } pageInfo { hasNextPage endCursor } }
         noHouses: houses(knownAt: "${timeOf(place, 2)}") { totalCount nodes { code } } }`,
    );
    expect(data).toEqual({
      before: { room: '100' },
      after: { room: '901' },
      never: null,
      nothing: { totalCount: 0, nodes: [], pageInfo: { hasNextPage: false, endCursor: null } },
      noHouses: { totalCount: 0, nodes: [] },
    });
  });

  test('node finds every row again by its id, whatever its register', async () => {
    const { data } = await place.ask(
      `{ division(code: "440304") { id } grid(code: "44030400100101") { id } building(code: "${story.moved}") { id }
         house(code: "${story.retired}") { id } }`,
    );
    for (const [field, { id }] of Object.entries(data as Record<string, { id: string }>)) {
      const { data: again } = await place.ask(`query ($id: ID!) { node(id: $id) { id __typename } }`, { id });
      expect(again.node).toEqual({ id, __typename: field.charAt(0).toUpperCase() + field.slice(1) });
    }
  });

  test.each([
    ['house', '3101', 'Cannot parse house code "3101": length must be 25, is 4'],
    ['division', '44030', 'Cannot parse division code "44030": length must be 6, 9 or 12, is 5'],
    ['grid', '4403040010010a', 'Cannot parse grid code "4403040010010a": character 14 must be a digit, is "a"'],
  ])(
    'a malformed code of a %s is refused with its reason, as literal and as variable',
    async (field, code, message) => {
      const literal = await place.ask(`{ ${field}(code: "${code}") { code } }`);
      expect(literal.errors).toHaveLength(1);
      expect(literal.errors[0]?.message).toContain(message);
      expect(literal.codes).toEqual(['BAD_CODE']);
      const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Code`;
      const variable = await place.ask(`query ($code: ${type}!) { ${field}(code: $code) { code } }`, { code });
      expect(variable.codes).toEqual(['BAD_CODE']);
      expect(variable.errors[0]?.message).toContain(message);
    },
  );

  test.each([
    ['validAt: "2026-02-30"', 'BAD_DATE'],
    ['validAt: "201*****"', 'BAD_DATE'],
    ['knownAt: "2026-01-01"', 'BAD_DATE'],
  ])('an impossible %s is refused', async (argument, code) => {
    const { codes } = await place.ask(`{ houses(${argument}) { totalCount } }`);
    expect(codes).toEqual([code]);
  });

  test('an id that this service did not give is refused', async () => {
    const { codes } = await place.ask(`{ node(id: "Zm9v") { id } }`);
    expect(codes).toEqual(['BAD_ID']);
  });

  test('coordinates are shown in the reference system asked for', async () => {
    const { data } = await place.ask(
      `{ building(code: "${story.moved}") { lon lat wgs: location { lon lat } gcj: location(crs: GCJ02) { lon lat crs } } }`,
    );
    const { lon, lat, wgs, gcj } = data.building;
    expect(wgs).toEqual({ lon, lat });
    expect(gcj.crs).toBe('GCJ02');
    expect(Math.abs(gcj.lon - lon)).toBeGreaterThan(0.001);
    expect(Math.abs(gcj.lon - lon)).toBeLessThan(0.01);
  });
}
