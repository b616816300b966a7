import type { Source } from '../../../schema/publication/source.ts';
import type { Json } from '../../../schema/tree/entry.ts';
import { mayShowColumn } from '../column-names.ts';
import type { RawRow, RowBatch } from '../reading/raw-row.ts';

type Cell = Json | undefined;

/** Stands for a sealed cell that held something: such cells are counted, and nothing else is done with them. */
const sealedMark = true;

/**
 * The rows of a source as they may be kept while a publication is under way: nothing stays of sealed cells but whether there was
 * something, nothing of columns that the register does not know, and of their names nothing that a report would not show.
 */
export async function* withoutSealed(
  batches: AsyncIterable<RowBatch>,
  columns: Source['columns'],
): AsyncGenerator<RowBatch> {
  for await (const batch of batches) yield batchWithoutSealed(batch, columns);
}

function batchWithoutSealed(batch: RowBatch, known: Source['columns']): RowBatch {
  const dropping = batch.columns.map((name): ((cell: Cell) => Cell) | null => {
    if (!Object.hasOwn(known, name)) return () => null;
    return known[name] === 'sealed' ? markOf : null;
  });
  if (dropping.every((drop) => drop === null)) return batch;
  const columns = batch.columns.map((name) =>
    Object.hasOwn(known, name) || mayShowColumn(name) ? name : '?'.repeat(name.length),
  );
  const dropped = (row: RawRow): RawRow => ({
    ...row,
    cells: row.cells.map((cell, at) => (dropping[at] ?? same)(cell)),
  });
  return { ...batch, columns, rows: batch.rows.map(dropped) };
}

function same(cell: Cell): Cell {
  return cell;
}

function markOf(cell: Cell): Cell {
  return cell === '' || cell === null || cell === undefined ? cell : sealedMark;
}
