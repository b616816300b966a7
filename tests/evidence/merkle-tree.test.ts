import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { consistencyProof, verifyConsistency } from '../../schema/evidence/consistency-proof.ts';
import { inclusionProof, verifyInclusion } from '../../schema/evidence/inclusion-proof.ts';
import { emptyRoot, leafHash } from '../../schema/evidence/merkle-hash.ts';
import { readHashes, tileNodes } from '../../schema/evidence/tile-nodes.ts';
import { tilePath as pathOf, tilesOf } from '../../schema/evidence/tile-path.ts';
import { treeEdge } from '../../schema/evidence/tree-edge.ts';
import { memoryLog, someEntries } from './log-in-memory.ts';

/** The tree of RFC 9162, 2.1.1, word for word: slow and plain, to check the fast one by. */
function naiveRoot(entries: readonly Uint8Array[]): Buffer {
  const sha256 = (...parts: readonly Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
  if (entries.length === 0) return sha256();
  if (entries.length === 1) return sha256(Buffer.from([0]), entries[0] ?? Buffer.alloc(0));
  let split = 1;
  while (split * 2 < entries.length) split *= 2;
  return sha256(Buffer.from([1]), naiveRoot(entries.slice(0, split)), naiveRoot(entries.slice(split)));
}

/** Inputs and roots of the reference tests of Certificate Transparency (merkle trees of 1 to 8 leaves). */
const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

test('roots are those of the reference tests of Certificate Transparency', () => {
  const edge = treeEdge();
  expect(hex(edge.root())).toBe(hex(emptyRoot));
  expect(hex(emptyRoot)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  for (const [place, input] of inputs.entries()) {
    edge.append(leafHash(Buffer.from(input, 'hex')));
    expect(hex(edge.root())).toBe(roots[place]);
  }
});

test('a tree that grows leaf by leaf has the root of the definition at every size', () => {
  const entries = someEntries(700);
  const edge = treeEdge();
  for (const [place, entry] of entries.entries()) {
    edge.append(leafHash(entry));
    if (place % 37 === 0 || (place > 250 && place < 262) || place > 510)
      expect(hex(edge.root())).toBe(hex(naiveRoot(entries.slice(0, place + 1))));
  }
});

test('a tree goes on from its edge as if it had never stopped', async () => {
  for (const size of [1, 255, 256, 257, 1000, 65_535, 65_536, 65_793]) {
    const { read, files } = memoryLog(someEntries(size));
    const partial = [...tilesOf(size)].filter(({ width }) => width < 256);
    const levels: (readonly Uint8Array[])[] = [];
    for (const tile of partial) levels[tile.level] = await readHashes(tile, read);
    const edge = treeEdge(
      size,
      Array.from(levels, (hashes) => hashes ?? []),
    );
    const longer = someEntries(size + 300);
    const tiles = longer.slice(size).flatMap((entry) => edge.append(leafHash(entry)));
    const whole = memoryLog(longer);
    expect(hex(edge.root())).toBe(hex(whole.root));
    for (const { tile, hashes } of [...tiles, ...edge.partial()])
      expect(hex(Buffer.concat(hashes))).toBe(hex(whole.files.get(pathOf(tile)) ?? new Uint8Array()));
    expect(files.size).toBeGreaterThan(0);
  }
});

test('every leaf of every small tree is proved, and nothing else is', async () => {
  for (let size = 1; size <= 70; size += 1) {
    const entries = someEntries(size);
    const { root, read } = memoryLog(entries);
    const nodes = tileNodes(size, read);
    for (let index = 0; index < size; index += 1) {
      const proof = await inclusionProof(index, size, nodes);
      const leaf = leafHash(entries[index] ?? new Uint8Array());
      const right = { leaf, index, size, root };
      expect(verifyInclusion(right, proof)).toBe(true);
      expect(verifyInclusion({ ...right, leaf: leafHash(Buffer.from('another')) }, proof)).toBe(false);
      expect(verifyInclusion({ ...right, index: index + 1 }, proof)).toBe(false);
      expect(verifyInclusion({ ...right, index: index - 1 }, proof)).toBe(false);
      expect(verifyInclusion(right, [...proof, leaf])).toBe(false);
      if (proof.length > 0) expect(verifyInclusion(right, proof.slice(1))).toBe(false);
    }
  }
});

test('every pair of small trees is proved to be consistent, and a fork is not', async () => {
  const entries = someEntries(70);
  const roots = entries.map((_, place) => memoryLog(entries.slice(0, place + 1)).root);
  for (let to = 1; to <= 70; to += 1) {
    const nodes = tileNodes(to, memoryLog(entries.slice(0, to)).read);
    for (let from = 1; from <= to; from += 1) {
      const proof = await consistencyProof(from, to, nodes);
      const [older, newer] = [head(from, roots[from - 1]), head(to, roots[to - 1])];
      expect(verifyConsistency(older, newer, proof)).toBe(true);
      expect(verifyConsistency(head(from, leafHash(Buffer.from('fork'))), newer, proof)).toBe(false);
      expect(verifyConsistency(older, head(to, leafHash(Buffer.from('fork'))), proof)).toBe(false);
      if (from < to) expect(verifyConsistency(older, newer, proof.slice(1))).toBe(false);
      expect(verifyConsistency(older, newer, [...proof, leafHash(Buffer.from('more'))])).toBe(false);
    }
  }
});

test('proofs of a tree of three levels of tiles hold', async () => {
  const size = 70_000;
  const entries = someEntries(size);
  const { root, read } = memoryLog(entries);
  const nodes = tileNodes(size, read);
  const law = fc.asyncProperty(fc.nat(size - 1), async (index) => {
    const leaf = leafHash(entries[index] ?? new Uint8Array());
    expect(verifyInclusion({ leaf, index, size, root }, await inclusionProof(index, size, nodes))).toBe(true);
    const older = head(index + 1, memoryLog(entries.slice(0, index + 1)).root);
    const proof = await consistencyProof(index + 1, size, nodes);
    expect(verifyConsistency(older, head(size, root), proof)).toBe(true);
  });
  await fc.assert(law, { seed: 5, numRuns: 12 });
  expect([...tilesOf(size)].filter(({ width }) => width < 256).map(({ width }) => width)).toEqual([112, 17, 1]);
});

function head(size: number, root: Uint8Array | undefined) {
  return { size, root: root ?? new Uint8Array() };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
