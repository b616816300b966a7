import { formFault } from './fixed-form.ts';
import type { Fault } from './parsed.ts';

/** The segments of a code in order, each with its form in the signs of fixed-form.ts. */
export type Segments = Readonly<Record<string, string>>;

/** A code of one fixed length, made of named segments. */
export interface SegmentedCode<Name extends string> {
  /** The first fault of `text` as such a code, or null. */
  fault(text: string): Fault | null;
  /** The segments of a well-formed code by name; joined in order they are the code. */
  parts(code: string): Readonly<Record<Name, string>>;
  /** A well-formed code with a space between its segments, for people to read. */
  format(code: string): string;
}

/** What all codes of fixed length have in common, from their segments alone. */
export function segmentedCode<S extends Segments>(segments: S): SegmentedCode<keyof S & string> {
  const form = Object.values(segments).join('');
  const lengths = [form.length];
  const cuts = cutsOf(segments);
  return {
    fault: (text) => formFault(text, form, lengths),
    parts: (code) => partsOf(code, cuts) as Record<keyof S & string, string>,
    format: (code) => cuts.map(([, start, end]) => code.slice(start, end)).join(' '),
  };
}

type Cut = readonly [name: string, start: number, end: number];

function partsOf(code: string, cuts: readonly Cut[]): Record<string, string> {
  const parts: Record<string, string> = {};
  for (const [name, start, end] of cuts) parts[name] = code.slice(start, end);
  return parts;
}

function cutsOf(segments: Segments): Cut[] {
  let end = 0;
  return Object.entries(segments).map(([name, form]) => {
    const start = end;
    end += form.length;
    return [name, start, end];
  });
}
