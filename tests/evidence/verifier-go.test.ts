import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLogHandler } from '../../functions/evidence/serve-log.ts';
import { type LocalServer, serve } from '../../functions/local/server.ts';
import { createLogger } from '../../functions/platform/logger.ts';
import { consistencyProof } from '../../schema/evidence/consistency-proof.ts';
import { inclusionProof } from '../../schema/evidence/inclusion-proof.ts';
import { leafEntry } from '../../schema/evidence/leaf.ts';
import { leafHash } from '../../schema/evidence/merkle-hash.ts';
import { createSigner, verifierLine } from '../../schema/evidence/signed-note.ts';
import { tileNodes } from '../../schema/evidence/tile-nodes.ts';
import { treeEdge } from '../../schema/evidence/tree-edge.ts';
import { generator } from '../geometry/synthetic-partition.ts';
import { type DiskLog, diskLog, queryLeaf, seeds, testSigner } from './log-on-disk.ts';

const folder = fileURLToPath(new URL('./verifier-go', import.meta.url));

/** Why Go cannot build here, or null. */
function missing(): string | null {
  try {
    const [, minor] = /go1\.(\d+)/.exec(execFileSync('go', ['version'], { encoding: 'utf8' })) ?? [];
    return Number(minor) >= 26 ? null : `Go must be 1.26 or newer, is 1.${minor}`;
  } catch {
    return 'Go is not installed here';
  }
}

const reason = missing();

describe('verifiers that nobody here wrote', () => {
  if (reason === null) verifierTests();
  else test.skip(`are not run: ${reason}`);
});

function verifierTests(): void {
  const size = 3000;
  const built = mkdtempSync(join(tmpdir(), 'basegrid-verifier-'));
  const program = join(built, 'verifier');
  let log: DiskLog;
  let server: LocalServer;
  beforeAll(async () => {
    await promisify(execFile)('go', ['build', '-o', program, '.'], { cwd: folder });
    log = diskLog();
    await log.grow(seeds(0, 700));
    await log.grow(seeds(700, size));
    const handler = createLogHandler({ evidence: log.store.evidence, tiles: log.store.tiles, logger: createLogger() });
    server = await serve({
      host: '127.0.0.1',
      port: 0,
      handlers: { public: handler, entitled: handler },
      evidence: handler,
      compresses: false,
    });
  }, 300_000);
  afterAll(async () => {
    await server?.close();
    await log?.[Symbol.asyncDispose]();
    rmSync(built, { recursive: true, force: true });
  });

  const verify = async (line: string, given: object) => {
    const child = spawn(program, [`${server.url}/evidence`, line], { stdio: 'pipe' });
    child.stdin.end(JSON.stringify(given));
    const [out, error, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
    return { status, out, error };
  };

  test("Go's sumdb and Tessera's fsck read the whole log, and 1,000 random proofs of ours hold", async () => {
    const given = await randomProofs(log, size);
    const { status, out, error } = await verify(verifierLine(testSigner), given);
    expect([status, error.includes('fsck:')]).toEqual([0, false]);
    expect(out.split('\n')).toEqual([
      'fsck of 3000 leaves passed',
      '1000 proofs from tiles passed',
      '500 inclusion and 500 consistency proofs passed',
      '',
    ]);
    const [first, ...rest] = given.inclusion;
    const wrong = { ...given, inclusion: [{ ...first, index: (first?.index ?? 0) + 1 }, ...rest] };
    expect(await verify(verifierLine(testSigner), wrong)).toMatchObject({
      status: 1,
      error: expect.stringContaining('inclusion of'),
    });
  });

  test('they refuse a foreign key, and a tile that was changed', async () => {
    const nothing = { inclusion: [], consistency: [] };
    const foreign = createSigner(testSigner.name, Buffer.alloc(32, 1));
    expect(await verify(verifierLine(foreign), nothing)).toMatchObject({
      status: 1,
      error: expect.stringContaining('checkpoint'),
    });
    for (const path of ['tile/0/003', 'tile/1/000.p/11', 'tile/entries/002']) {
      const bytes = Buffer.from((await log.store.tiles.get(path)) ?? new Uint8Array());
      await log.store.tiles.put(
        path,
        bytes.map((byte, at) => (at === 100 ? byte ^ 1 : byte)),
      );
      expect(await verify(verifierLine(testSigner), nothing)).toMatchObject({ status: 1 });
      await log.store.tiles.put(path, bytes);
    }
    expect(await verify(verifierLine(testSigner), nothing)).toMatchObject({ status: 0 });
  });
}

async function randomProofs({ store }: DiskLog, size: number) {
  const nodes = tileNodes(size, store.tiles.get);
  const edge = treeEdge();
  const roots = seeds(0, size).map((seed) => {
    edge.append(leafHash(leafEntry(queryLeaf(seed).leaf)));
    return base64(edge.root());
  });
  const random = generator(23);
  const inclusion = [];
  const consistency = [];
  for (let one = 0; one < 500; one += 1) {
    // Into trees of any size, not the last alone: as the log was when each checkpoint might have been made.
    const within = 1 + Math.floor(random() * size);
    const index = Math.floor(random() * within);
    const proof = (await inclusionProof(index, within, nodes)).map(base64);
    inclusion.push({
      index,
      size: within,
      leaf: base64(leafHash(leafEntry(queryLeaf(index).leaf))),
      root: roots[within - 1],
      proof,
    });
    const to = 1 + Math.floor(random() * size);
    const from = 1 + Math.floor(random() * to);
    const grown = (await consistencyProof(from, to, nodes)).map(base64);
    consistency.push({ from, to, fromRoot: roots[from - 1], toRoot: roots[to - 1], proof: grown });
  }
  return { inclusion, consistency };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
