import { type Day, dayText } from '../../schema/dates/day.ts';
import { decodeGeometry } from '../../schema/geometry/encode-geometry.ts';
import { checkPartition } from '../../schema/geometry/partition.ts';
import type { PartitionFinding, PartitionGrid } from '../../schema/geometry/partition-finding.ts';
import type { Part } from '../../schema/publication/class-rows.ts';
import { codeOfKey } from '../../schema/publication/class-rows.ts';
import type { Finding } from '../../schema/publication/finding.ts';
import type { TreeRoot } from '../../schema/tree/block.ts';
import type { Blocks } from '../../schema/tree/blocks.ts';
import { liveOn } from '../../schema/tree/entry.ts';
import { scan } from '../../schema/tree/scan.ts';

/** Where the grids lie that are checked, and how their rows are laid out. */
export interface PartitionRequest {
  readonly root: TreeRoot | null;
  readonly fields: readonly string[];
  readonly blocks: Blocks;
  readonly day: Day;
  readonly level: Finding['level'];
}

/** Overlaps of grids and gaps inside communities on `day`. */
export async function partitionFindings(request: PartitionRequest): Promise<Finding[]> {
  const community = request.fields.indexOf('community') + 1;
  const boundary = request.fields.indexOf('boundary') + 1;
  const grids: PartitionGrid[] = [];
  for await (const entry of scan(request.root, {}, request.blocks)) {
    if (!liveOn(entry, request.day)) continue;
    const part = entry[3] as Part;
    grids.push({
      key: codeOfKey(entry[0]),
      community: String(part[community]),
      multiPolygon: decodeGeometry(String(part[boundary])),
    });
  }
  return [...checkPartition(grids)].map((finding) => reported(finding, request));
}

function reported(found: PartitionFinding, { level, day }: PartitionRequest): Finding {
  const point: [number, number] = [found.point[0] / 1e7, found.point[1] / 1e7];
  const area = `${found.areaM2.toFixed(1)} m²`;
  const names = found.codes.map((code) => `"${code}"`).join(', ');
  const message =
    found.reason === 'OVERLAP'
      ? `Grids ${names} overlap by ${area} on ${dayText(day)}`
      : `No grid covers ${area} between grids ${names} on ${dayText(day)}`;
  return { level, reason: found.reason, message, codes: found.codes, areaM2: found.areaM2, point };
}
