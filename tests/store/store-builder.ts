import { createHash } from 'node:crypto';
import type { NewLeaf } from '../../schema/evidence/evidence-store.ts';
import type { Client, Edition, NamedBlock, PublicationRecord } from '../../schema/ports.ts';

/** A block of `size` bytes that differs with `seed` and hardly compresses, under the name of its content. */
export function aBlock(seed: number, size = 200): NamedBlock {
  const pieces = Array.from({ length: Math.ceil(size / 32) }, (_, piece) => sha256(`${seed} ${piece}`));
  const bytes = new Uint8Array(Buffer.concat(pieces).subarray(0, size));
  return { name: sha256(bytes).toString('hex'), bytes };
}

/** Edition `number` of a line, `number` minutes after the start of 2026 unless said otherwise. */
export function anEdition(number: number, changed: Partial<Edition> = {}): Edition {
  const at = new Date(Date.UTC(2026, 0, 1, 0, number)).toISOString();
  const root = {
    hash: sha256(`${number}`).toString('hex'),
    level: 1,
    firstKey: 'a ~"\\',
    rows: number,
    live: 0,
    since: -5,
  };
  const houses = {
    seq: number,
    publishedAt: at,
    layout: { open: ['code', 'room'] },
    trees: { 'rows.open': root, spatial: null },
  };
  return { tier: 'PUBLIC', number, at, registers: { HOUSES: houses }, ...changed };
}

/** The publication that made `anEdition(seq)`. */
export function aPublication(seq: number, changed: Partial<PublicationRecord> = {}): PublicationRecord {
  const { at } = anEdition(seq);
  return { tier: 'PUBLIC', register: 'HOUSES', seq, edition: seq, at, changes: 9, ...changed };
}

/** An enterprise's client named after `id`. */
export function aStoredClient(id: string, changed: Partial<Client> = {}): Client {
  const secretHash = sha256(id).toString('hex');
  return {
    id,
    name: `客户 ${id}`,
    tier: 'ENTERPRISE',
    subject: null,
    secretHash,
    createdAt: '2026-01-01T00:00:00.000Z',
    revokedAt: null,
    ...changed,
  };
}

/** A leaf whose id sorts by `seed`. */
export function aLeaf(seed: number, changed: Partial<NewLeaf> = {}): NewLeaf {
  const id = `${String(seed).padStart(12, '0')}${sha256(`leaf ${seed}`).toString('hex').slice(0, 32)}`;
  const issuedAt = new Date(Date.UTC(2026, 0, 1) + seed).toISOString();
  return { id, leaf: `{"leaf":${seed}}`, issuedAt, opening: `{"salt":"盐 ${seed}"}`, topic: null, ...changed };
}

function sha256(content: string | Uint8Array): Buffer {
  return createHash('sha256').update(content).digest();
}
