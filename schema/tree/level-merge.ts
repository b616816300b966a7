import type { Subtree } from './block.ts';
import { beginsBlock, type Density, rowDensity } from './boundary.ts';
import { Chunk } from './chunk.ts';
import { isBefore } from './key-range.ts';
import { childLine, type Line } from './line.ts';
import type { MergeOutput } from './merge-output.ts';
import { readAhead } from './read-ahead.ts';
import type { OpenPlace, Place, StandingTree } from './standing-tree.ts';

/** A step of a merge at one level: put `line` at `key`, or remove what stands there. */
export interface LineOperation {
  readonly key: string;
  readonly line: Line | null;
}

/** Contents read in one round trip. */
const placesReadAtOnce = 64;

/**
 * Merges operations into one level of a standing tree and answers the operations that follow for the level above.
 *
 * A place (a standing block) is opened when an operation falls into it. From its first real change on, its lines flow
 * through a chunk, which cuts them anew; that goes on over the places behind it until a block ends where a standing one
 * begins. When the first line of a place goes away, the block before it may have to go on, and is taken in as well.
 */
export class LevelMerge {
  readonly #tree: StandingTree;
  readonly #output: MergeOutput;
  readonly #level: number;
  readonly #density: Density;
  readonly #chunk: Chunk;
  #place: Place | null = null;
  #lines: readonly Line[] = [];
  /** How many of its lines have been compared with operations, and how many have flowed through the chunk. */
  #at = 0;
  #flowed = 0;
  /** True while nothing of the place has flowed. */
  #intact = true;
  /** A place whose first line went away while no block was open, until the line that follows is known. */
  #headless: Place | null = null;
  /** Standing blocks whose lines have flowed, not yet reported above. */
  #consumed: Subtree[] = [];
  #ready: LineOperation[] = [];

  constructor(level: number, tree: StandingTree, output: MergeOutput, density: Density) {
    this.#level = level;
    this.#density = level === 0 ? density : rowDensity;
    this.#tree = tree;
    this.#output = output;
    this.#chunk = new Chunk(level, this.#density);
  }

  /** `windows`: operations in key order, cut into arrays; each array's places are found and read in batches. */
  async *run(windows: AsyncIterable<readonly LineOperation[]>): AsyncGenerator<LineOperation, void, undefined> {
    for await (const window of windows) {
      const ahead = await this.#placesAhead(window);
      for (const operation of window) {
        if (this.#place === null || !isBefore(operation.key, this.#place.end)) {
          await this.#leave(operation.key);
          const next = await ahead.next();
          if (!next.done) this.#enter(next.value);
        }
        if (this.#changes(operation)) {
          if (this.#headless !== null) await this.#restart(this.#nextKey(operation));
          this.#apply(operation);
        }
        const waiting = this.#output.takeWaiting();
        if (waiting !== undefined) await waiting;
        if (this.#ready.length > 0) yield* this.#ready.splice(0);
      }
    }
    await this.#leave(null);
    yield* this.#ready;
  }

  /** Finds the places of a window that are still ahead, in order, and opens them ahead of their turn. */
  async #placesAhead(window: readonly LineOperation[]): Promise<AsyncGenerator<OpenPlace, void, undefined>> {
    const keys = window.map((operation) => operation.key);
    const places = await this.#tree.locate(keys, this.#level);
    const ahead = this.#place !== null && isBefore(keys[0], this.#place.end) ? places.slice(1) : places;
    return readAhead(ahead, (batch) => this.#tree.open(batch), placesReadAtOnce);
  }

  #enter({ place, lines }: OpenPlace): void {
    this.#place = place;
    this.#lines = lines;
    this.#at = 0;
    this.#flowed = 0;
    this.#intact = true;
  }

  /** Moves to the operation's key and tells whether it would change anything there. */
  #changes(operation: LineOperation): boolean {
    while (isBefore(this.#lines[this.#at]?.key, operation.key)) this.#at++;
    const standing = this.#lines[this.#at];
    if (standing?.key !== operation.key) return operation.line !== null;
    return standing.text !== operation.line?.text;
  }

  /** The key of the line that flows next when the operation is applied; undefined if none does. */
  #nextKey({ line }: LineOperation): string | undefined {
    return this.#flowed < this.#at ? this.#lines[this.#flowed]?.key : line?.key;
  }

  #apply({ key, line }: LineOperation): void {
    if (this.#intact) this.#consume(this.#place);
    this.#flow(this.#lines.slice(this.#flowed, this.#at));
    if (line === null && this.#at === 0 && this.#chunk.isEmpty) this.#headless ??= this.#place;
    if (this.#lines[this.#at]?.key === key) this.#at++;
    this.#flowed = this.#at;
    if (line === null) return;
    this.#output.putPieces(line.pieces);
    this.#flow([line]);
  }

  /** Ends the work in this place, and in those behind it up to the one of `nextKey`, until blocks are aligned again. */
  async #leave(nextKey: string | null): Promise<void> {
    let place = this.#place;
    if (place === null) return;
    if (this.#intact) this.#flowed = (await this.#stands(place)) ? this.#lines.length : 0;
    else await this.#restart(this.#lines[this.#flowed]?.key);
    this.#flow(this.#lines.slice(this.#flowed));
    while (!this.#isAligned) {
      place = await this.#tree.beside(place, 1);
      if (place === null) return this.#close(null);
      if (nextKey !== null && isBefore(nextKey, place.end)) return;
      if (await this.#stands(place)) return;
      this.#flow(await this.#tree.linesAt(place));
      await this.#output.takeWaiting();
    }
  }

  get #isAligned(): boolean {
    return this.#chunk.isEmpty && this.#headless === null;
  }

  /** True when a block begins where this untouched place does, so that it stands as it is; else it is consumed. */
  async #stands(place: Place): Promise<boolean> {
    const key = place.subtree.firstKey;
    await this.#restart(key);
    if (this.#chunk.isEmpty || this.#chunk.endsBefore(key)) {
      this.#close(key);
      return true;
    }
    this.#consume(place);
    return false;
  }

  /** Lets lines flow through the chunk. */
  #flow(lines: readonly Line[]): void {
    for (const line of lines) {
      if (this.#chunk.endsBefore(line.key)) this.#close(line.key);
      this.#chunk.add(line);
    }
  }

  /** Once the line behind a lost first line is known: unless a block begins there anyway, the block before goes on. */
  async #restart(key: string | undefined): Promise<void> {
    const headless = this.#headless;
    if (headless === null || key === undefined) return;
    this.#headless = null;
    if (beginsBlock(key, this.#level, this.#density)) return;
    const before = await this.#tree.beside(headless, -1);
    if (before === null) return;
    this.#consumed.unshift(before.subtree);
    this.#flow(await this.#tree.linesAt(before));
  }

  #consume(place: Place | null): void {
    if (place !== null) this.#consumed.push(place.subtree);
    this.#intact = false;
  }

  /** Ends the open block, if any, before `end`, and reports what changed up to there. */
  #close(end: string | null): void {
    this.#headless = null;
    const made = this.#chunk.isEmpty ? null : this.#chunk.close();
    const gone = this.#consumed.filter((old) => isBefore(old.firstKey, end));
    this.#consumed = this.#consumed.slice(gone.length);
    const firstKey = made?.subtree.firstKey;
    const changed: LineOperation[] = gone
      .filter((old) => old.firstKey !== firstKey)
      .map((old) => ({ key: old.firstKey, line: null }));
    if (made !== null && gone.every((old) => old.hash !== made.subtree.hash)) {
      this.#output.put(made);
      changed.push({ key: made.subtree.firstKey, line: childLine(made.subtree) });
    }
    this.#ready.push(...changed.sort((one, other) => (one.key < other.key ? -1 : 1)));
  }
}
