import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Context } from '../context.ts';
import { visibleError } from '../errors.ts';
import { lazily } from '../lazily.ts';
import { tiers } from '../privacy/tier.ts';

const state = lazily(() =>
  z.tuple([
    z.enum(tiers),
    z
      .int()
      .nonnegative(), // edition
    z.int(), // day
    z.boolean(), // whether the caller named the day
    z.string(), // what the list is a list of
    z.string(), // position
  ]),
);

/** What a cursor keeps: the state of the registers that its list began with, and the place in the list. */
export interface CursorState {
  readonly edition: number;
  readonly day: number;
  readonly strict: boolean;
  readonly position: string;
}

/** Seals a place of the list that `digest` names. */
export function sealCursor(context: Context, digest: string, cursor: CursorState): string {
  const { edition, day, strict, position } = cursor;
  return context.cursors.seal(JSON.stringify([context.viewer.tier, edition, day, strict, digest, position]));
}

/** What a cursor keeps. Refuses text that was not sealed here, for this tier, for this list. */
export function openCursor(context: Context, digest: string, text: string): CursorState {
  const plain = context.cursors.open(text);
  const parsed = plain === null ? null : state().safeParse(JSON.parse(plain));
  if (parsed?.success !== true) throw badCursor('it must come from an answer of this service');
  const [tier, edition, day, strict, list, position] = parsed.data;
  if (tier !== context.viewer.tier) throw badCursor(`it belongs to tier ${tier}, yours is ${context.viewer.tier}`);
  if (list !== digest) throw badCursor('it belongs to another list or filter');
  return { edition, day, strict, position };
}

/** Names a list by all that decides what is in it. */
export function listDigest(...parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts, inOrder)).digest('base64url').slice(0, 16);
}

/** Executors differ in the order in which they build an argument's fields; the list is the same. */
function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** The refusal of a cursor. */
export function badCursor(state: string): Error {
  return visibleError('BAD_CURSOR', `Cannot go on from cursor: ${state}`, 'after');
}
