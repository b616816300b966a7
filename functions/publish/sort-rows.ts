import { compareKeys, type KeyedText } from './sorting/keyed-text.ts';
import { mergeRuns } from './sorting/merge-runs.ts';
import { openSpillFile, type PagePlace, type SpillFile } from './sorting/spill-file.ts';

/** Characters kept in memory before they are spilled: longer runs were no faster and took more memory. */
const MEMORY = 16 * 1024 * 1024;
/** Characters in a page of the spill file: of each run, one page is in memory while runs are merged. */
const PAGE = 128 * 1024;
/** What a row costs in memory besides its characters, in characters. */
const ROW_OVERHEAD = 64;

/** Where and when a sorter spills. */
export interface SorterOptions {
  /** Where rows are spilled; must exist. */
  readonly folder: string;
  /** Characters kept in memory before they are spilled; 16 Mi when absent. */
  readonly memory?: number;
}

/** Sorts rows by key in bounded memory, stably. Disposing of it gives its file back to the disk. */
export interface RowSorter extends AsyncDisposable {
  /** Takes rows; the next call must wait for this one. */
  add(rows: readonly KeyedText[]): Promise<void>;
  /** All rows in the order of their keys. May be read again until the sorter is disposed of; ends adding. */
  sorted(): AsyncGenerator<KeyedText[]>;
}

interface Sorting {
  readonly folder: string;
  readonly memory: number;
  held: KeyedText[];
  size: number;
  /** Whether `held` is in order as it was added. */
  isInOrder: boolean;
  /** Pages of each sorted run, and the last row of the last run. */
  readonly runs: PagePlace[][];
  tail: KeyedText | undefined;
  file: SpillFile | null;
}

/**
 * Makes a sorter. What does not fit in memory becomes sorted runs in a file without a name. Rows that carry on where
 * the last run ended go to its end page by page: input in order already costs one comparison a row, no memory, no merge.
 */
export function createRowSorter(options: SorterOptions): RowSorter {
  const sorting: Sorting = {
    folder: options.folder,
    memory: options.memory ?? MEMORY,
    held: [],
    size: 0,
    isInOrder: true,
    runs: [],
    tail: undefined,
    file: null,
  };
  return {
    add: (rows) => addRows(sorting, rows),
    sorted: () => readSorted(sorting),
    async [Symbol.asyncDispose]() {
      const { file } = sorting;
      sorting.file = null;
      sorting.held = [];
      file?.close();
    },
  };
}

async function addRows(sorting: Sorting, rows: readonly KeyedText[]): Promise<void> {
  let before = sorting.held.at(-1);
  for (const row of rows) {
    if (before !== undefined && row[0] < before[0]) sorting.isInOrder = false;
    before = row;
    sorting.held.push(row);
    sorting.size += row[0].length + row[1].length + ROW_OVERHEAD;
    if (sorting.size < sorting.memory && (sorting.size < PAGE || !carriesOn(sorting))) continue;
    spill(sorting);
    before = undefined;
  }
}

/** True when the rows at hand are in order and none comes before the last run's end: nothing is gained by waiting. */
function carriesOn({ held, isInOrder, tail }: Sorting): boolean {
  const [first] = held;
  return isInOrder && first !== undefined && (tail === undefined || compareKeys(first, tail) >= 0);
}

function sortHeld(sorting: Sorting): void {
  if (!sorting.isInOrder) sorting.held.sort(compareKeys);
  sorting.isInOrder = true;
}

function spill(sorting: Sorting): void {
  sortHeld(sorting);
  sorting.file ??= openSpillFile(sorting.folder);
  let run = sorting.runs.at(-1);
  if (!run || !carriesOn(sorting)) {
    run = [];
    sorting.runs.push(run);
  }
  sorting.tail = sorting.held.at(-1);
  for (const page of pagesOf(sorting.held)) run.push(sorting.file.append(page));
  sorting.held = [];
  sorting.size = 0;
}

function* pagesOf(rows: readonly KeyedText[]): Generator<readonly KeyedText[]> {
  let start = 0;
  let size = 0;
  for (let end = 1; end <= rows.length; end += 1) {
    const row = rows[end - 1];
    if (row !== undefined) size += row[0].length + row[1].length;
    if (size < PAGE && end < rows.length) continue;
    yield rows.slice(start, end);
    start = end;
    size = 0;
  }
}

async function* readSorted(sorting: Sorting): AsyncGenerator<KeyedText[]> {
  sortHeld(sorting);
  const spilled = sorting.runs.map((run) => readRun(sorting, run));
  yield* mergeRuns([...spilled, readHeld(sorting.held)]);
}

async function* readRun({ file }: Sorting, run: readonly PagePlace[]): AsyncGenerator<KeyedText[]> {
  if (!file) throw new Error('Cannot read sorted rows: sorter must be open, is disposed of');
  for (const place of run) yield file.read(place);
}

async function* readHeld(rows: readonly KeyedText[]): AsyncGenerator<readonly KeyedText[]> {
  yield rows;
}
