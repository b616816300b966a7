import { readFileSync } from 'node:fs';
import { parseGeometry } from '../../schema/geometry/parse-geometry.ts';
import type { PartitionGrid } from '../../schema/geometry/partition-finding.ts';

/** The neighbourhoods of one city of tests/data, as the grids of a single community named after it. */
export function realPartition(city: string): readonly PartitionGrid[] {
  const text = readFileSync(new URL(`../data/cth_${city}.geojson`, import.meta.url), 'utf8');
  const { features } = JSON.parse(text) as { features: { properties: { name: string }; geometry: unknown }[] };
  return features.map(({ properties, geometry }) => {
    const parsed = parseGeometry(geometry);
    if (!parsed.ok) throw new Error(`Cannot take ${properties.name}: ${parsed.reason}`);
    return { key: properties.name, community: city, multiPolygon: parsed.value };
  });
}
