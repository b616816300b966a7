import type { Json } from '../../../schema/tree/entry.ts';

/** The value that `text` is as JSON, or undefined. Drops the built-in message: it quotes the text. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** True for a JSON object, whose members are properties. */
export function isProperties(value: Json | undefined): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
