import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSealer } from '../../functions/store/sealed-text.ts';

const sealer = createSealer(new Uint8Array(32).fill(7));
const parameters = { seed: 11, numRuns: 300 };
const text = fc.string({ unit: 'binary', maxLength: 200 });

describe('createSealer()', () => {
  test('opens what it sealed, in URL-safe characters, the same each time', () => {
    const law = fc.property(text, text, (plain, context) => {
      const sealed = sealer.seal(plain, context);
      expect(sealed).toMatch(/^[\w-]+$/);
      expect(sealer.open(sealed, context)).toBe(plain);
      expect(sealer.seal(plain, context)).toBe(sealed);
    });
    fc.assert(law, parameters);
  });

  test('opens nothing under another context or another key', () => {
    const foreign = createSealer(new Uint8Array(32).fill(8));
    const law = fc.property(text, text, text, (plain, context, other) => {
      fc.pre(context !== other);
      const sealed = sealer.seal(plain, context);
      expect(sealer.open(sealed, other)).toBe(null);
      expect(foreign.open(sealed, context)).toBe(null);
    });
    fc.assert(law, parameters);
  });

  test('opens no text in which a single character was changed, added or left out', () => {
    const sealed = sealer.seal('a cursor', 'houses');
    for (let at = 0; at < sealed.length; at++)
      for (const wrong of ['A', 'B', '_', '=', ' ', '']) {
        const altered = sealed.slice(0, at) + wrong + sealed.slice(at + 1);
        if (altered !== sealed) expect(sealer.open(altered, 'houses')).toBe(null);
        expect(sealer.open(`${sealed.slice(0, at)}${wrong || '-'}${sealed.slice(at)}`, 'houses')).toBe(null);
      }
    expect(sealer.open(`${sealed}=`, 'houses')).toBe(null);
  });

  test('opens no arbitrary text', () => {
    fc.assert(
      fc.property(text, (forged) => sealer.open(forged, '') === null),
      parameters,
    );
  });

  test('shows nothing of the plain text but its length', () => {
    const [one, two] = [sealer.seal('440304001001', 'c'), sealer.seal('440304001002', 'c')];
    expect(one).toHaveLength(two.length);
    expect(one.slice(0, 8)).not.toBe(two.slice(0, 8));
  });

  test('refuses a key that is not of 32 bytes', () => {
    expect(() => createSealer(new Uint8Array(16))).toThrow('Cannot make a sealer: key must be 32 bytes, is 16');
  });
});
