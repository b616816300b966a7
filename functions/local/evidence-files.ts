import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { headOf } from '../../schema/evidence/checkpoint.ts';
import type { TreeHead } from '../../schema/evidence/consistency-proof.ts';
import { parseVerifierLine, type Verifier } from '../../schema/evidence/signed-note.ts';
import { inputError } from './run-command.ts';

const answered = z.object({ data: z.object({ receipt: z.unknown() }) });

/** The key lines of a file. */
export async function keysIn(file: string): Promise<readonly Verifier[]> {
  return keysOf(await textIn(file), file);
}

/** The key lines of a text that came from `where`. */
export function keysOf(text: string, where: string): readonly Verifier[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) throw inputError(`Cannot read key of "${where}": there must be a line, is none`);
  return lines.map((line) => {
    const parsed = parseVerifierLine(line.trim());
    if (parsed.ok) return parsed.value;
    throw inputError(`Cannot read key of "${where}": ${parsed.reason}`);
  });
}

/** Checkpoints that whoever verifies kept: a signed note, or a receipt with one. */
export async function seenIn(file: string | undefined): Promise<readonly TreeHead[]> {
  if (file === undefined) return [];
  const text = await textIn(file);
  if (!text.trimStart().startsWith('{')) return [headOf(text)];
  const { checkpoint } = receiptOf(parseJson(text, file)) as { checkpoint?: unknown };
  if (typeof checkpoint === 'string') return [headOf(checkpoint)];
  throw inputError(`Cannot read "${file}": it must hold a checkpoint, does not`);
}

/** A receipt, whether it stands alone or in the answer of GraphQL that brought it. */
export function receiptOf(json: unknown): unknown {
  return answered.safeParse(json).data?.data.receipt ?? json;
}

/** The text of a file that somebody named, without the lines ("> …") that npm writes above what a command prints. */
export async function textIn(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw inputError(`Cannot read file "${file}": must be a file that can be read, is none`);
  });
  return text.replace(/^(?:\r?\n|> .*\n)+/u, '');
}

/** The JSON of a text. */
export function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw inputError(`Cannot read "${file}": must be JSON, is not`);
  }
}
