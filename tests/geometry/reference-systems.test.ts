import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Position } from '../../schema/geometry/geojson.ts';
import { parseGeometry } from '../../schema/geometry/parse-geometry.ts';
import { areaIn, boxFrom, fromWgs84, pointFrom, pointIn, toWgs84 } from '../../schema/geometry/reference-systems.ts';
import { geometries } from './generated-geometry.ts';

const systems = fc.constantFrom('WGS84', 'GCJ02', 'BD09');
const inChina = fc.tuple(fc.double({ min: 74, max: 135, noNaN: true }), fc.double({ min: 18, max: 53, noNaN: true }));
const runs = { seed: 101, numRuns: 5_000 };

function degreesApart(a: Position, b: Position): number {
  return Math.max(Math.abs(a[0] - b[0]), Math.abs(a[1] - b[1]));
}

test('toWgs84() undoes fromWgs84() to 1e-9 degrees all over China', () => {
  fc.assert(
    fc.property(inChina, systems, (position, system) => {
      expect(degreesApart(toWgs84(fromWgs84(position, system), system), position)).toBeLessThan(1e-9);
    }),
    runs,
  );
});

test('fromWgs84() shifts by the published amounts', () => {
  // Tian'anmen in WGS84 and GCJ-02, as published with the coordtransform library
  const shifted = fromWgs84([116.404, 39.915], 'GCJ02');
  expect(degreesApart(shifted, [116.41024449916938, 39.91640428150164])).toBeLessThan(1e-9);
  const apart = degreesApart(fromWgs84([114.05, 22.54], 'GCJ02'), [114.05, 22.54]);
  expect(apart).toBeGreaterThan(0.002);
  expect(apart).toBeLessThan(0.01);
});

test.each<[Position, gcj02: Position, bd09: Position]>([
  [
    [116.404, 39.915],
    [116.41024449916938, 39.91640428150164],
    [116.41662724378733, 39.922699552216216],
  ],
  [
    [114.05, 22.54],
    [114.05510328114472, 22.537267495344622],
    [114.06165046516773, 22.54293291521487],
  ],
  [
    [121.4737, 31.2304],
    [121.47822305927693, 31.22845773757727],
    [121.484781468503, 31.234310593689997],
  ],
  [
    [87.6168, 43.8256],
    [87.61964994946926, 43.82680539311119],
    [87.62609977081571, 43.83294979479329],
  ],
])(
  'of %j another implementation (npm coordtransform 2.1.2) makes the same in both systems',
  (position, gcj02, bd09) => {
    expect(degreesApart(fromWgs84(position, 'GCJ02'), gcj02)).toBeLessThan(1e-9);
    expect(degreesApart(fromWgs84(position, 'BD09'), bd09)).toBeLessThan(1e-9);
    expect(degreesApart(toWgs84(gcj02, 'GCJ02'), position)).toBeLessThan(1e-9);
    expect(degreesApart(toWgs84(bd09, 'BD09'), position)).toBeLessThan(1e-9);
  },
);

test('BD-09 is GCJ-02, turned and moved as published, all over China', () => {
  const turned = ([lon, lat]: Position): Position => {
    const radius = Math.hypot(lon, lat) + 0.00002 * Math.sin((lat * Math.PI * 3000) / 180);
    const angle = Math.atan2(lat, lon) + 0.000003 * Math.cos((lon * Math.PI * 3000) / 180);
    return [radius * Math.cos(angle) + 0.0065, radius * Math.sin(angle) + 0.006];
  };
  fc.assert(
    fc.property(inChina, (position) => {
      expect(degreesApart(fromWgs84(position, 'BD09'), turned(fromWgs84(position, 'GCJ02')))).toBeLessThan(1e-9);
    }),
    runs,
  );
});

test('outside the shifted region every system is WGS84', () => {
  const abroad = fc.tuple(
    fc.double({ min: -180, max: 70, noNaN: true }),
    fc.double({ min: -90, max: 90, noNaN: true }),
  );
  fc.assert(
    fc.property(abroad, systems, (position, system) => {
      expect(fromWgs84(position, system)).toEqual(position);
      expect(toWgs84(position, system)).toEqual(position);
    }),
    runs,
  );
});

test('toWgs84() ends everywhere, also on the border of the shifted region', () => {
  for (let i = 0; i <= 2_000; i++) {
    const near: Position[] = [
      [137.8347 + (i - 1_000) * 1e-5, 35],
      [72.004 + (i - 1_000) * 1e-5, 30],
      [100, 0.8293 + (i - 1_000) * 1e-5],
      [100, 55.8271 + (i - 1_000) * 1e-5],
    ];
    for (const position of near) {
      expect(degreesApart(toWgs84(position, 'GCJ02'), position)).toBeLessThan(0.02);
      expect(degreesApart(toWgs84(position, 'BD09'), position)).toBeLessThan(0.03);
    }
  }
});

test('pointFrom() brings back the point that pointIn() showed, to the unit', () => {
  fc.assert(
    fc.property(inChina, systems, ([lon, lat], system) => {
      const point = [Math.round(lon * 1e7), Math.round(lat * 1e7)] as const;
      expect(pointFrom(pointIn(point, system).coordinates, system)).toEqual(point);
    }),
    runs,
  );
});

test('areaIn() writes GeoJSON that parses back to the same geometry: Polygon for one part, MultiPolygon for more', () => {
  fc.assert(
    fc.property(geometries, (geometry) => {
      const shown = areaIn(geometry, 'WGS84');
      expect(shown.type).toBe(geometry.length === 1 ? 'Polygon' : 'MultiPolygon');
      expect(parseGeometry(JSON.parse(JSON.stringify(shown)))).toEqual({
        ok: true,
        value: geometry,
        repairedAreaM2: 0,
      });
    }),
    { ...runs, numRuns: 500 },
  );
});

test('boxFrom() holds every place of the box in the other system', () => {
  const box = { west: 114.02, south: 22.5, east: 114.1, north: 22.58 };
  const held = boxFrom(box, 'BD09');
  for (let i = 0; i <= 50; i++) {
    for (let j = 0; j <= 50; j++) {
      const [x, y] = pointFrom([box.west + (i * 0.08) / 50, box.south + (j * 0.08) / 50], 'BD09');
      expect(x >= held.west - 10 && x <= held.east + 10 && y >= held.south - 10 && y <= held.north + 10).toBe(true);
    }
  }
  expect(boxFrom({ west: 170, south: 0, east: -170, north: 1 }, 'GCJ02')).toEqual({
    west: 170e7,
    south: 0,
    east: -170e7,
    north: 1e7,
  });
});
