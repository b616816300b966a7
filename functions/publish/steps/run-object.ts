import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { WorkStore } from '../../../schema/ports.ts';
import type { KeyRange } from '../../../schema/tree/key-range.ts';
import type { KeyedText } from '../sorting/keyed-text.ts';
import { mergeRuns } from '../sorting/merge-runs.ts';
import { decodePage, encodePage } from '../sorting/page.ts';

/** One page of a run: where it begins, how many rows it has, and where it lies in the object. */
export interface RunPage {
  readonly firstKey: string;
  readonly rows: number;
  readonly start: number;
  readonly length: number;
}

/** A sorted run: an object of pages, each compressed by itself, so that any stretch of keys can be read alone. */
export interface Run {
  readonly name: string;
  readonly pages: readonly RunPage[];
}

/** Takes rows in the order of their keys. */
export interface RunWriter {
  add(rows: readonly KeyedText[]): void;
  /** Puts the object; a run without rows is none. */
  finish(work: WorkStore, name: string): Promise<Run | null>;
}

const fast = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };
/** Bytes read in one request, from the second one on. */
const mostAtOnce = 1024 * 1024;

/** Makes a run of pages of about `pageSize` characters; memory holds it compressed. */
export function createRun(pageSize: number): RunWriter {
  const pages: RunPage[] = [];
  const parts: Uint8Array[] = [];
  let held: KeyedText[] = [];
  let size = 0;
  let start = 0;
  const turnPage = (): void => {
    const [first] = held;
    if (first === undefined) return;
    const part = zstdCompressSync(encodePage(held), fast);
    pages.push({ firstKey: first[0], rows: held.length, start, length: part.length });
    parts.push(part);
    start += part.length;
    held = [];
    size = 0;
  };
  return {
    add(rows) {
      for (const row of rows) {
        held.push(row);
        size += row[0].length + row[1].length;
        if (size >= pageSize) turnPage();
      }
    },
    async finish(work, name) {
      turnPage();
      if (pages.length === 0) return null;
      await work.put(name, Buffer.concat(parts));
      return { name, pages };
    },
  };
}

/** The rows of all runs in a range, in the order of their keys; equal keys in the order of the runs. */
export function readRuns(
  work: WorkStore,
  runs: readonly Run[],
  range: KeyRange,
): AsyncGenerator<readonly KeyedText[], void, undefined> {
  return mergeRuns(runs.map((run) => readRun(work, run, range)));
}

/** The same from `bounds[at - 1]` on and without an end, bound by bound: who stops early has opened no run that lies behind. */
export async function* readRunsFrom(
  work: WorkStore,
  runs: readonly Run[],
  bounds: readonly string[],
  at: number,
): AsyncGenerator<readonly KeyedText[], void, undefined> {
  for (let part = at; part <= bounds.length; part += 1)
    yield* readRuns(work, runs, { lower: bounds[part - 1], upper: bounds[part] });
}

async function* readRun(work: WorkStore, { name, pages }: Run, range: KeyRange): AsyncGenerator<readonly KeyedText[]> {
  const { lower, upper } = range;
  // Keys from `lower` on may end the last page that begins before it.
  const first = lower === undefined ? 0 : pages.findLastIndex(({ firstKey }) => firstKey < lower);
  const wanted = pages.slice(Math.max(0, first)).filter(({ firstKey }) => upper === undefined || firstKey < upper);
  for (const stretch of stretchesToRead(wanted)) {
    const start = stretch[0]?.start ?? 0;
    const end = stretch.at(-1);
    const bytes = await work.read(name, start, (end?.start ?? 0) + (end?.length ?? 0) - start);
    for (const page of stretch) {
      const packed = bytes.subarray(page.start - start, page.start - start + page.length);
      const rows = decodePage(new Uint8Array(zstdDecompressSync(packed)));
      yield rows.filter(([key]) => (lower === undefined || key >= lower) && (upper === undefined || key < upper));
    }
  }
}

/** Neighbouring pages that are read together: one at first, then ever more, for who reads on. */
function* stretchesToRead(pages: readonly RunPage[]): Generator<readonly RunPage[]> {
  let most = 1;
  let stretch: RunPage[] = [];
  let size = 0;
  for (const page of pages) {
    if (stretch.length > 0 && size + page.length > most) {
      yield stretch;
      most = Math.min(mostAtOnce, Math.max(2 * size, 64 * 1024));
      stretch = [];
      size = 0;
    }
    stretch.push(page);
    size += page.length;
  }
  if (stretch.length > 0) yield stretch;
}
