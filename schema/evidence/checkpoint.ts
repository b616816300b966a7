import { type Parsed, refuse } from '../codes/parsed.ts';
import type { TreeHead } from './consistency-proof.ts';
import { hashBytes } from './merkle-hash.ts';
import { openNote, type Signer, signNote, type Verifier } from './signed-note.ts';

/** What a log says of itself: its name, how many leaves it has, and the root over them (C2SP tlog-checkpoint). */
export interface Checkpoint extends TreeHead {
  readonly origin: string;
}

/** The signed note of a tree's head. The origin is the name of the keys. */
export function signCheckpoint({ size, root }: TreeHead, signers: readonly Signer[]): string {
  const [first] = signers;
  if (first === undefined) throw new Error('Cannot sign a checkpoint: there must be a signer, is none');
  return signNote(`${first.name}\n${size}\n${Buffer.from(root).toString('base64')}\n`, signers);
}

/** Size and root that a note claims, whoever signed it: for notes of our own. Throws when it has no such form. */
export function headOf(note: string): TreeHead {
  const [, size = '', root = ''] = note.split('\n');
  if (!/^\d{1,16}$/.test(size)) throw new Error('Cannot read checkpoint: its second line must be a size, is not');
  return { size: Number(size), root: Buffer.from(root, 'base64') };
}

/** The checkpoint of a note that one of `verifiers` signed in the name of its log. */
export function openCheckpoint(note: string, verifiers: readonly Verifier[]): Parsed<Checkpoint> {
  const [origin = ''] = note.split('\n');
  const own = verifiers.filter(({ name }) => name === origin);
  if (own.length === 0) return refuse(`origin must be "${verifiers[0]?.name ?? ''}", is ${JSON.stringify(origin)}`, 0);
  const text = openNote(note, own);
  if (!text.ok) return text;
  const [, size = '', root = ''] = text.value.split('\n');
  if (!/^(0|[1-9]\d{0,15})$/.test(size)) return refuse(`size must be a whole number, is ${JSON.stringify(size)}`, 0);
  const bytes = Buffer.from(root, 'base64');
  if (bytes.length !== hashBytes || bytes.toString('base64') !== root)
    return refuse(`root must be ${hashBytes} bytes in base64, is ${JSON.stringify(root)}`, 0);
  return { ok: true, value: { origin, size: Number(size), root: bytes } };
}
