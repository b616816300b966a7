import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { zstdExpander } from '../../functions/store/zstd-expander.ts';
import { generator } from '../geometry/synthetic-partition.ts';

const random = generator(11);
const texts = Array.from({ length: 200 }, (_, size) =>
  Buffer.from(Array.from({ length: size ** 2 }, () => 'abcdefgh'[Math.floor(random() * 8 * random())]).join('')),
);
const frames = texts.map((text) => zstdCompressSync(text));

test('frames are expanded as by the call of their own, one after the other', () => {
  const expand = zstdExpander(40_000);
  const expanded = frames.map((frame, place) => expand(frame, texts[place]?.length ?? 0));
  expanded.forEach((bytes, place) => {
    expect(bytes !== null && Buffer.compare(bytes, texts[place] ?? Buffer.alloc(0)) === 0).toBe(true);
    // Alone in its memory: a cache counts it by its length.
    expect(bytes?.buffer.byteLength).toBe(texts[place]?.length);
  });
});

test('what is larger, or of another size than it states, is left to others', () => {
  const expand = zstdExpander(1000);
  const text = texts[50] ?? Buffer.alloc(0);
  const frame = zstdCompressSync(text);
  expect(expand(frame, text.length)).toBeNull();
  expect(expand(frame, 999)).toBeNull();
  expect(expand(zstdCompressSync(text.subarray(0, 1000)), 1000)).toEqual(new Uint8Array(text.subarray(0, 1000)));
});

test('a Node whose streams are made of other parts is asked once, and nothing is expanded', () => {
  let asked = 0;
  const expand = zstdExpander(40_000, () => {
    asked += 1;
    return { _handle: null, on: () => {}, removeAllListeners: () => {} } as never;
  });
  expect(frames.map((frame, place) => expand(frame, texts[place]?.length ?? 0)).every((found) => found === null)).toBe(
    true,
  );
  expect(asked).toBe(1);
});

test('harmed frames are never taken for good ones, and those after them are expanded again', async () => {
  const expand = zstdExpander(40_000);
  const [text, frame] = [texts[60] ?? Buffer.alloc(0), frames[60] ?? Buffer.alloc(0)];
  for (let cut = 0; cut < frame.length; cut += 1) {
    expect(expand(frame.subarray(0, cut), text.length)).toBeNull();
    expect(expand(frame, text.length)).toEqual(new Uint8Array(text));
  }
  for (let place = 0; place < frame.length; place += 1) {
    const harmed = Buffer.from(frame);
    harmed[place] = (harmed[place] ?? 0) ^ 0x81;
    const expanded = expand(harmed, text.length);
    if (expanded !== null) expect(expanded).toEqual(new Uint8Array(zstdDecompressSync(harmed)));
    expect(expand(frame, text.length)).toEqual(new Uint8Array(text));
  }
  // A stream that failed tells it once more, later: nobody must be hit by that.
  await new Promise((resolve) => setImmediate(resolve));
});
