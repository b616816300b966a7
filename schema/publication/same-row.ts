import type { Json } from '../tree/entry.ts';

type Fields = { readonly [field: string]: Json };
const none: ReadonlySet<string> = new Set();

/** True when `one` says nothing that `other` does not say too; fields in `except` are not looked at. */
export function sameRow(one: Fields, other: Fields, except: ReadonlySet<string> = none): boolean {
  for (const field in one) {
    if (!sameValue(one[field] ?? null, other[field] ?? null) && !except.has(field)) return false;
  }
  return true;
}

function sameValue(value: Json, counterpart: Json): boolean {
  if (value === counterpart) return true;
  if (!Array.isArray(value) || !Array.isArray(counterpart)) return false;
  return value.length === counterpart.length && value.every((item, index) => item === counterpart[index]);
}
