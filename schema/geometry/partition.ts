import type { PartitionFinding, PartitionGrid } from './partition-finding.ts';
import { findGaps } from './partition-gaps.ts';
import { findOverlaps } from './partition-overlaps.ts';

/** Checks that grids divide the land: first the overlaps in order of keys, then the gaps by community. */
export function* checkPartition(grids: Iterable<PartitionGrid>): Generator<PartitionFinding> {
  const sorted = [...grids].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  yield* findOverlaps(sorted);
  yield* findGaps(sorted);
}
