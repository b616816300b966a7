import type { BlockSink, TreeRoot } from './block.ts';
import { BlockOutput } from './block-output.ts';
import { type Density, rowDensity } from './boundary.ts';
import type { Entry } from './entry.ts';
import { forEach } from './for-each.ts';
import { assertAscending } from './key.ts';
import { rowLine } from './line.ts';
import { TreeBuilder } from './tree-builder.ts';

/** Builds a tree from entries in key order; null when there are none. Refuses entries out of order and duplicate keys. */
export async function build(
  entries: Iterable<Entry> | AsyncIterable<Entry>,
  sink: BlockSink,
  density: Density = rowDensity,
): Promise<TreeRoot | null> {
  const builder = new TreeBuilder(0, new BlockOutput(sink), density);
  let previous: string | null = null;
  await forEach(entries, (entry) => {
    assertAscending(previous, entry[0]);
    previous = entry[0];
    return builder.add(rowLine(entry));
  });
  return builder.finish();
}
