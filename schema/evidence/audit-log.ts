import type { Checkpoint } from './checkpoint.ts';
import type { TreeHead } from './consistency-proof.ts';
import { type Disagreement, describeDifference, firstDifference } from './describe-difference.ts';
import type { LeafSource, SourceHashes } from './leaf-source.ts';
import { hashBytes, sameHash } from './merkle-hash.ts';
import { splitHashes, type TileReader } from './tile-nodes.ts';
import { tileOf, tilePath, tileWidth } from './tile-path.ts';
import { type FilledTile, type TreeEdge, treeEdge } from './tree-edge.ts';

/** A log to look through: its newest checkpoint, the places that hold its leaves, its tiles, and checkpoints that were seen before. */
export interface LogToAudit {
  readonly checkpoint: Checkpoint;
  readonly sources: readonly LeafSource[];
  readonly read: TileReader;
  readonly seen: readonly TreeHead[];
}

/** Faults of one kind that are told; one is enough to know. */
const mostFaults = 5;

interface Track {
  readonly source: LeafSource;
  readonly edge: TreeEdge;
  /** What is wrong with the place itself, and with the higher tiles if this place is right. */
  readonly faults: string[];
  readonly tileFaults: string[];
  /** Checkpoints seen before that do not lie on what this place says. */
  readonly foreign: TreeHead[];
}

/**
 * Reads a whole log and answers what is wrong with it; nothing, when all is well. Every place that holds leaves makes a root of its
 * own: the one that makes the checkpoint's root is right, and the others, the higher tiles and the checkpoints seen before are told by it.
 */
export async function auditLog(log: LogToAudit): Promise<readonly string[]> {
  const { checkpoint, seen } = log;
  const newest = Math.max(0, ...seen.map(({ size }) => size));
  if (newest > checkpoint.size)
    return [`the checkpoint is an old one: its size is ${checkpoint.size}, one of size ${newest} was signed after it`];
  const tracks = log.sources.map(
    (source): Track => ({ source, edge: treeEdge(), faults: [], tileFaults: [], foreign: [] }),
  );
  const differences = new Map<string, Disagreement>();
  for (let start = 0; start < checkpoint.size; start += tileWidth) {
    const read = await Promise.all(tracks.map(({ source }) => source.read(start, checkpoint.size)));
    noteDifferences(tracks, read, { start, differences });
    for (const [place, track] of tracks.entries()) await follow(track, read[place] ?? nothing, log);
  }
  for (const track of tracks) await checkTiles(track, track.edge.partial(), log.read);
  return judge(tracks, differences, checkpoint);
}

const nothing: SourceHashes = { hashes: [], faults: [] };

/** Of each two places, the first tile on which they differ, under `<one> <other>`, as if the one were right. */
function noteDifferences(
  tracks: readonly Track[],
  read: readonly SourceHashes[],
  { start, differences }: { readonly start: number; readonly differences: Map<string, Disagreement> },
): void {
  for (const [one, track] of tracks.entries()) {
    for (const [other, { source }] of tracks.entries()) {
      const key = `${track.source.name} ${source.name}`;
      const [right, wrong] = [read[one]?.hashes ?? [], read[other]?.hashes ?? []];
      const differs = right.length !== wrong.length || firstDifference(right, wrong) < right.length;
      if (differs && !differences.has(key)) differences.set(key, { start, right, wrong });
    }
  }
}

async function follow(track: Track, { hashes, faults }: SourceHashes, { read, seen }: LogToAudit): Promise<void> {
  for (const fault of faults) tell(track.faults, fault);
  for (const hash of hashes) {
    const full = track.edge.append(hash);
    const size = track.edge.size();
    for (const head of seen)
      if (head.size === size && !sameHash(head.root, track.edge.root())) track.foreign.push(head);
    if (full.length > 1) await checkTiles(track, full, read);
  }
}

/** Compares tiles above level 0 with what they must be. */
async function checkTiles(track: Track, tiles: readonly FilledTile[], read: TileReader): Promise<void> {
  for (const { tile, hashes } of tiles) {
    if (tile.level === 0) continue;
    const path = tilePath(tile);
    const bytes = await read(path);
    const found = bytes === null ? [] : splitHashes(bytes);
    const place = firstDifference(hashes, found);
    if (bytes === null) tell(track.tileFaults, `${path} is missing`);
    else if (bytes.length !== tile.width * hashBytes)
      tell(track.tileFaults, `${path} must have ${tile.width * hashBytes} bytes, has ${bytes.length}`);
    else if (place < hashes.length)
      tell(track.tileFaults, `${path}: ${hashAt(place)} is not that of the leaves below it`);
  }
}

function judge(
  tracks: readonly Track[],
  differences: ReadonlyMap<string, Disagreement>,
  { size, root }: Checkpoint,
): readonly string[] {
  const right = tracks.find(({ edge }) => edge.size() === size && sameHash(edge.root(), root));
  if (right === undefined) return unknownTruth(tracks, differences, size);
  const others = tracks.filter((track) => track !== right);
  const faults = others.flatMap(({ source, faults: own }) => {
    const difference = differences.get(`${right.source.name} ${source.name}`);
    return difference === undefined ? own : [...own, sentence(source, difference, size)];
  });
  const forks = right.foreign.map(
    (head) => `the log was forked before leaf ${head.size}: a checkpoint of that size does not lie on it`,
  );
  return [...faults, ...right.tileFaults, ...forks];
}

/** No place makes the checkpoint's root: all were changed alike, or the checkpoint is of another log. */
function unknownTruth(
  tracks: readonly Track[],
  differences: ReadonlyMap<string, Disagreement>,
  size: number,
): string[] {
  const roots = tracks.map(({ source }) => placeNames[source.name]).join(', ');
  const faults = [`the root of the checkpoint of size ${size} is not that of ${roots}: the log was rewritten`];
  for (const { source, faults: own, foreign } of tracks) {
    faults.push(...own);
    for (const head of foreign) faults.push(`${placeNames[source.name]} were changed before leaf ${head.size}`);
  }
  for (const [key, difference] of differences)
    faults.push(`${key.replace(' ', ' and ')} differ: ${describeDifference(difference)}`);
  return [...new Set(faults)];
}

const placeNames = { entries: 'the entry bundles', tiles: 'the tiles', table: 'the table' } as const;

function sentence({ name }: LeafSource, difference: Disagreement, size: number): string {
  const place = difference.start + firstDifference(difference.right, difference.wrong);
  const path = name === 'table' ? 'the table' : tilePath(tileOf(name === 'entries' ? name : 0, difference.start, size));
  const bytes = name === 'tiles' ? ` (${hashAt(place % tileWidth)})` : '';
  return `${path}: ${describeDifference(difference)}${bytes}`;
}

function hashAt(place: number): string {
  return `hash ${place}, bytes ${place * hashBytes} to ${(place + 1) * hashBytes - 1},`.replace(/,$/, '');
}

function tell(faults: string[], fault: string): void {
  if (faults.length < mostFaults) faults.push(fault);
}
