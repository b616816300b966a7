import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openCheckpoint, signCheckpoint } from '../../schema/evidence/checkpoint.ts';
import { editionDigest } from '../../schema/evidence/edition-digest.ts';
import { decodeEntries, encodeEntries } from '../../schema/evidence/entry-bundle.ts';
import { leafBytes, leafEntry, parseLeaf } from '../../schema/evidence/leaf.ts';
import { type EvidenceEvent, leafRandomBytes, makeLeaf } from '../../schema/evidence/make-leaf.ts';
import { opensLeaf, parseOpening } from '../../schema/evidence/opening.ts';
import {
  createSigner,
  openNote,
  parseVerifierLine,
  signNote,
  verifierLine,
} from '../../schema/evidence/signed-note.ts';
import { parseTilePath, tilePath, tilesOf } from '../../schema/evidence/tile-path.ts';
import { anEdition } from '../store/store-builder.ts';

describe('paths of tiles', () => {
  test('are those of the specification', () => {
    expect(tilePath({ level: 0, index: 1_234_067, width: 256 })).toBe('tile/0/x001/x234/067');
    expect(tilePath({ level: 2, index: 0, width: 1 })).toBe('tile/2/000.p/1');
    expect(tilePath({ level: 'entries', index: 1234, width: 5 })).toBe('tile/entries/x001/234.p/5');
  });

  test('are read back, and no other text is', () => {
    const level = fc.oneof(fc.nat(63), fc.constant('entries' as const));
    const tile = fc.record({ level, index: fc.nat(2 ** 40), width: fc.integer({ min: 1, max: 256 }) });
    fc.assert(
      fc.property(tile, (one) => {
        expect(parseTilePath(tilePath(one))).toEqual(one);
      }),
      { seed: 1 },
    );
    const wrong = ['', 'tile/0', 'tile/00/000', 'tile/64/000', 'tile/0/0', 'tile/0/1000', 'tile/0/x000/001'];
    const more = [
      'tile/0/000.p/0',
      'tile/0/000.p/256',
      'tile/0/000.p/05',
      'tile/0/../key',
      'tile/0/000/',
      'x/tile/0/000',
    ];
    for (const path of [...wrong, ...more, 'tile/Entries/000', 'tile/0/001/002'])
      expect([path, parseTilePath(path)]).toEqual([path, null]);
  });

  test('a tree of 70,000 leaves has the tiles that the specification counts', () => {
    const tiles = [...tilesOf(70_000)];
    const full = (level: number) => tiles.filter((tile) => tile.level === level && tile.width === 256).length;
    expect([full(0), full(1), full(2)]).toEqual([273, 1, 0]);
    expect([...tilesOf(256)].map(tilePath)).toEqual(['tile/0/000', 'tile/1/000.p/1']);
    expect([...tilesOf(0)]).toEqual([]);
  });
});

describe('bundles of entries', () => {
  test('hold entries behind their lengths', () => {
    const entries = [Buffer.from('a'), Buffer.alloc(0), Buffer.alloc(65_535, 1)];
    const bundle = encodeEntries(entries);
    expect([...bundle.subarray(0, 5)]).toEqual([0, 1, 97, 0, 0]);
    expect(decodeEntries(bundle)).toEqual({ ok: true, value: entries });
    expect(() => encodeEntries([Buffer.alloc(65_536)])).toThrow('length must be at most 65535, is 65536');
  });

  test('that end inside an entry are refused', () => {
    const bundle = encodeEntries([Buffer.from('one'), Buffer.from('two')]);
    expect(decodeEntries(bundle.subarray(0, 9))).toMatchObject({
      reason: 'entry 1 must end at byte 10, the bundle ends at 9',
    });
    expect(decodeEntries(bundle.subarray(0, 6))).toMatchObject({
      reason: 'entry 1 must have a length of 2 bytes, has 1',
    });
  });
});

const signer = createSigner('example.com/log', Buffer.alloc(32, 7));

describe('signed notes', () => {
  test('the note of the specification is opened by a key of its name and id alone', () => {
    const line = verifierLine(signer);
    expect(parseVerifierLine(line)).toMatchObject({ ok: true, value: { name: signer.name } });
    const note = signNote('first\n\nsecond\n', [signer]);
    expect(openNote(note, [signer])).toEqual({ ok: true, value: 'first\n\nsecond\n' });
  });

  test('a changed text, a changed signature, and a foreign key are each refused with their reason', () => {
    const note = signNote('text\n', [signer]);
    expect(openNote(note.replace('text', 'test'), [signer])).toMatchObject({
      reason: 'signature of key "example.com/log" must be right, is not',
    });
    const other = createSigner('example.com/log', Buffer.alloc(32, 8));
    expect(openNote(note, [other])).toMatchObject({
      reason: expect.stringMatching(/^must be signed by example.com\/log\+/),
    });
    expect(openNote(note.slice(0, -2), [signer]).ok).toBe(false);
    expect(openNote('text\n', [signer]).ok).toBe(false);
    const both = signNote('text\n', [other, signer]);
    expect(openNote(both, [signer])).toMatchObject({ ok: true });
    expect(openNote(both, [other])).toMatchObject({ ok: true });
  });

  test('a line of a key that was mistyped is refused', () => {
    const line = verifierLine(signer);
    for (const wrong of [
      '',
      'no key',
      line.replace('example', 'exbmple'),
      line.slice(0, -4),
      `${line}=`,
      line.replace('+', ' '),
    ])
      expect([wrong, parseVerifierLine(wrong).ok]).toEqual([wrong, false]);
    expect(() => createSigner('a b', Buffer.alloc(32))).toThrow('must not be empty or hold spaces');
  });
});

describe('checkpoints', () => {
  test('are three lines, signed', () => {
    const root = Buffer.alloc(32, 3);
    const note = signCheckpoint({ size: 5, root }, [signer]);
    expect(note.split('\n').slice(0, 4)).toEqual(['example.com/log', '5', root.toString('base64'), '']);
    expect(openCheckpoint(note, [signer])).toEqual({ ok: true, value: { origin: 'example.com/log', size: 5, root } });
  });

  test('count when signed in the name of their own log, not by another log that is trusted too', () => {
    const other = createSigner('example.com/other', Buffer.alloc(32, 9));
    const text = `example.com/log\n5\n${Buffer.alloc(32, 3).toString('base64')}\n`;
    expect(openCheckpoint(signNote(text, [signer]), [other, signer]).ok).toBe(true);
    expect(openCheckpoint(signNote(text, [other]), [other, signer]).ok).toBe(false);
  });

  test('of another log, or malformed though signed, are refused', () => {
    for (const text of ['example.com/other\n5\nAAAA\n', 'example.com/log\n05\nAAAA\n', 'example.com/log\n5\nAAAA\n'])
      expect(openCheckpoint(signNote(text, [signer]), [signer]).ok).toBe(false);
  });
});

const random = Uint8Array.from({ length: leafRandomBytes }, (_, place) => place);
const query: EvidenceEvent = {
  kind: 'CREDIT_QUERY',
  at: Date.UTC(2026, 10, 24),
  sealed: { subject: '91440300MA5DA1234X', caller: '某某公司', purpose: 'LENDING' },
  topic: 'subject 91440300MA5DA1234X',
};
const open = {
  register: 'BUILDINGS',
  edition: Number.MAX_SAFE_INTEGER,
  at: '2026-11-24T00:00:00.000Z',
  seq: Number.MAX_SAFE_INTEGER,
  root: 'ab'.repeat(32),
  trees: editionDigest(anEdition(1)),
  rows: Number.MAX_SAFE_INTEGER,
  changes: Number.MAX_SAFE_INTEGER,
};

describe('leaves', () => {
  test('of every kind look alike: equal length, equal fields, and nothing of what they commit to', () => {
    const events: EvidenceEvent[] = [
      query,
      { ...query, kind: 'GOVERNMENT_READ', sealed: { fields: ['House.rented'], caller: null } },
      { ...query, kind: 'PUBLICATION', sealed: { source: 'ff'.repeat(32) } },
    ];
    for (const event of events) {
      const text = Buffer.from(leafEntry(makeLeaf(event, random).leaf)).toString();
      expect(text).toMatch(/^\{"v":1,"sealed":"[A-Za-z0-9+/]{43}=","open":null\} +$/);
      expect(text).toHaveLength(leafBytes);
    }
  });

  test('an open publication shows its root and counts, and has room for the largest', () => {
    const { leaf } = makeLeaf({ ...query, kind: 'PUBLICATION', open }, random);
    const entry = leafEntry(leaf);
    expect(entry).toHaveLength(leafBytes);
    expect(parseLeaf(entry)).toMatchObject({ ok: true, value: { open } });
    expect(() => leafEntry('x'.repeat(385))).toThrow('size must be at most 384 bytes, is 385');
  });

  test('bytes that are no leaf are refused', () => {
    const entry = Buffer.from(leafEntry(makeLeaf(query, random).leaf));
    expect(parseLeaf(entry)).toMatchObject({ ok: true });
    for (const wrong of [
      entry.subarray(1),
      Buffer.alloc(384, ' '),
      Buffer.from(entry.toString().replace('{', ' {').slice(0, 384)),
    ])
      expect(parseLeaf(wrong).ok).toBe(false);
  });

  test('are opened by their salt, wholly or one field, and by no other values', () => {
    const made = makeLeaf(query, random);
    const opening = parseOpening(made.opening);
    expect(opensLeaf(made.leaf, opening, null)).toBe(true);
    expect(opensLeaf(made.leaf, { ...opening, fields: { ...opening.fields, purpose: 'SELF' } }, null)).toBe(false);
    expect(opensLeaf(made.leaf, { ...opening, salt: Buffer.alloc(32) }, null)).toBe(false);
  });

  test('ids rise with time and hold random digits that nobody can guess', () => {
    const later = makeLeaf({ ...query, at: query.at + 1 }, random);
    expect(makeLeaf(query, random).id < later.id).toBe(true);
    expect(later.id).toMatch(/^[0-9a-f]{44}$/);
    expect(() => makeLeaf(query, random.subarray(1))).toThrow('random bytes must be 48, are 47');
  });
});
