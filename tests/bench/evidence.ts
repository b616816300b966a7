import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { temporaryFolder } from '../../functions/local/temporary-folder.ts';
import { openSqliteStore } from '../../functions/store/sqlite/open-sqlite-store.ts';
import { openCheckpoint, signCheckpoint } from '../../schema/evidence/checkpoint.ts';
import { inclusionProof, verifyInclusion } from '../../schema/evidence/inclusion-proof.ts';
import { leafEntry } from '../../schema/evidence/leaf.ts';
import { leafRandomBytes, makeLeaf } from '../../schema/evidence/make-leaf.ts';
import { leafHash } from '../../schema/evidence/merkle-hash.ts';
import { createSigner, type Signer, type Verifier } from '../../schema/evidence/signed-note.ts';
import { tileNodes } from '../../schema/evidence/tile-nodes.ts';
import { tilePath } from '../../schema/evidence/tile-path.ts';
import { type TreeEdge, treeEdge } from '../../schema/evidence/tree-edge.ts';
import type { NodeReader } from '../../schema/evidence/tree-node.ts';
import { generator } from '../geometry/synthetic-partition.ts';
import { type Figure, limited } from './figure.ts';
import { median, timed } from './timing.ts';
import type { Workbench } from './workbench.ts';

const name = 'evidence';
const hashed = 200_000;
const stored = 5_000;
/** Credit queries that are answered at the same time. */
const atOnce = 64;
const leavesOfLog = 1_000_000;
const receipts = 300;

/** The evidence log: its tree, its store, and what a caller is given. */
export async function benchEvidence(_bench: Workbench): Promise<readonly Figure[]> {
  const { bytes, milliseconds } = await ofReceipts();
  const large = `at ${leavesOfLog.toLocaleString('en')} leaves`;
  return [
    limited(
      { name, metric: 'leaves hashed into the tree', unit: '1/s', value: await hashedASecond() },
      { least: 100_000 },
    ),
    limited(
      { name, metric: 'leaves appended and sequenced, SQLite', unit: '1/s', value: await storedASecond() },
      { least: 2_000 },
    ),
    limited({ name, metric: `largest receipt as JSON, ${large}`, unit: 'bytes', value: bytes }, { most: 1_500 }),
    limited({ name, metric: `receipt verified, ${large}`, unit: 'ms', value: milliseconds }, { most: 1 }),
  ];
}

function aLeaf() {
  const sealed = { subject: '91440300MA5EXAMP1X', purpose: 'CONTRACT', reference: 'bench' };
  return makeLeaf({ kind: 'CREDIT_QUERY', at: Date.now(), sealed }, randomBytes(leafRandomBytes));
}

async function hashedASecond(): Promise<number> {
  const entry = leafEntry(aLeaf().leaf);
  const times: number[] = [];
  for (let run = 0; run < 3; run += 1) {
    const edge = treeEdge();
    const append = () => {
      for (let leaf = 0; leaf < hashed; leaf += 1) edge.append(leafHash(entry));
      edge.root();
    };
    times.push(await timed(append));
  }
  return (hashed / median(times)) * 1000;
}

/** As in operation: each query waits for its own leaf; a sequencer gives places to all that came. */
async function storedASecond(): Promise<number> {
  await using folder = temporaryFolder();
  const store = openSqliteStore(join(folder.path, 'data'), Date.now);
  const queries = async () => {
    for (let query = 0; query < stored / atOnce; query += 1)
      await store.evidence.charge({ spends: [], leaves: [aLeaf()] });
  };
  const milliseconds = await timed(async () => {
    await Promise.all(Array.from({ length: atOnce }, queries));
    while ((await store.evidence.sequence(1000)) > 0);
  });
  await store.close();
  return (stored / milliseconds) * 1000;
}

/** The largest of some receipts, and the median time to verify one with nothing but the key. */
async function ofReceipts(): Promise<{ readonly bytes: number; readonly milliseconds: number }> {
  const { edge, read } = largeLog();
  const signer: Signer = createSigner('bench.example/log', randomBytes(32));
  const checkpoint = signCheckpoint({ size: edge.size(), root: edge.root() }, [signer]);
  const random = generator(11);
  const times: number[] = [];
  let bytes = 0;
  for (let one = 0; one < receipts; one += 1) {
    const index = Math.floor(random() * leavesOfLog);
    const proof = (await inclusionProof(index, leavesOfLog, read)).map(inBase64);
    const { id, issuedAt } = aLeaf();
    const receipt = { id, leafHash: inBase64(leafAt(index)), index, checkpoint, inclusionProof: proof, issuedAt };
    bytes = Math.max(bytes, Buffer.byteLength(JSON.stringify(receipt)));
    times.push(await timed(() => verify(receipt, signer)));
  }
  return { bytes, milliseconds: median(times) };
}

interface Receipt {
  readonly leafHash: string;
  readonly index: number;
  readonly checkpoint: string;
  readonly inclusionProof: readonly string[];
}

function verify({ leafHash: leaf, index, checkpoint, inclusionProof: proof }: Receipt, verifier: Verifier): void {
  const opened = openCheckpoint(checkpoint, [verifier]);
  const said = { leaf: Buffer.from(leaf, 'base64'), index };
  const nodes = proof.map((hash) => Buffer.from(hash, 'base64'));
  if (opened.ok && verifyInclusion({ ...said, ...opened.value }, nodes)) return;
  throw new Error(`Cannot verify the receipt of leaf ${index}: its proof must be right, is not`);
}

function largeLog(): { readonly edge: TreeEdge; readonly read: NodeReader } {
  const edge = treeEdge();
  const files = new Map<string, Uint8Array>();
  const keep = (tiles: ReturnType<TreeEdge['append']>) => {
    for (const { tile, hashes } of tiles) files.set(tilePath(tile), Buffer.concat(hashes));
  };
  for (let index = 0; index < leavesOfLog; index += 1) keep(edge.append(leafAt(index)));
  keep(edge.partial());
  return { edge, read: tileNodes(leavesOfLog, async (path) => files.get(path) ?? null) };
}

function leafAt(index: number): Uint8Array {
  return leafHash(Buffer.from(`leaf ${index}`));
}

function inBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
