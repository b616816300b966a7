import { createPrivateKey, createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto';
import { type Parsed, refuse } from '../codes/parsed.ts';

/** Signature type of Ed25519 (C2SP signed-note, "Signature types"). */
const ed25519 = 1;
const keyBytes = 32;
const signatureBytes = 64;
const idBytes = 4;
/** DER of a private key of Ed25519 in front of its 32 bytes, and of a public one (RFC 8410). */
const privatePrefix = Buffer.from('302e020100300506032b657004220420', 'hex');
const publicPrefix = Buffer.from('302a300506032b6570032100', 'hex');

/** A public key and its name. */
export interface Verifier {
  readonly name: string;
  readonly id: Uint8Array;
  readonly publicKey: Uint8Array;
}

/** Signs in the name of a verifier. */
export interface Signer extends Verifier {
  sign(text: string): Uint8Array;
}

/** The signer whose private key is `seed` (32 bytes, RFC 8032). */
export function createSigner(name: string, seed: Uint8Array): Signer {
  checkName(name);
  const key = createPrivateKey({ key: Buffer.concat([privatePrefix, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(publicPrefix.length);
  return {
    ...verifierOf(name, publicKey),
    sign: (text) => sign(null, Buffer.from(text), key),
  };
}

function checkName(name: string): void {
  if (name === '' || /[\s+]/u.test(name))
    throw new Error(`Cannot name key ${JSON.stringify(name)}: must not be empty or hold spaces or "+"`);
}

/** Key id: SHA-256(name || 0x0A || 0x01 || public key), its first 4 bytes (C2SP signed-note, "Ed25519 signatures"). */
function verifierOf(name: string, publicKey: Uint8Array): Verifier {
  const input = Buffer.concat([Buffer.from(`${name}\n`), Buffer.from([ed25519]), publicKey]);
  return { name, publicKey, id: hash('sha256', input, 'buffer').subarray(0, idBytes) };
}

/** One line that tells a key to those who verify: `<name>+<id in hex>+<base64 of type and key>`, as Go's sumdb/note writes it. */
export function verifierLine({ name, id, publicKey }: Verifier): string {
  const key = Buffer.concat([Buffer.from([ed25519]), publicKey]).toString('base64');
  return `${name}+${Buffer.from(id).toString('hex')}+${key}`;
}

/** Reads such a line. */
export function parseVerifierLine(line: string): Parsed<Verifier> {
  const [, name = '', id = '', key = ''] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/u.exec(line) ?? [];
  if (name === '') return refuse('must be <name>+<8 hexadecimal digits>+<base64>', 0);
  const bytes = Buffer.from(key, 'base64');
  if (bytes[0] !== ed25519 || bytes.length !== keyBytes + 1 || bytes.toString('base64') !== key)
    return refuse('key must be one of Ed25519: byte 1, then 32 bytes', line.length - key.length);
  const verifier = verifierOf(name, bytes.subarray(1));
  if (Buffer.from(verifier.id).toString('hex') === id) return { ok: true, value: verifier };
  return refuse('id must be that of name and key', name.length + 1);
}

/** `text`, which ends a line, with a signature line of each signer. */
export function signNote(text: string, signers: readonly Signer[]): string {
  const lines = signers.map(
    (signer) => `— ${signer.name} ${Buffer.concat([signer.id, signer.sign(text)]).toString('base64')}\n`,
  );
  return `${text}\n${lines.join('')}`;
}

/** The text of a note that at least one of `verifiers` signed; those whose keys are not known are passed over. */
export function openNote(note: string, verifiers: readonly Verifier[]): Parsed<string> {
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n')) return refuse('must be a text, an empty line and signature lines', 0);
  const text = note.slice(0, end + 1);
  let signed = false;
  for (const line of note.slice(end + 2, -1).split('\n')) {
    const [, name = '', base64 = ''] = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u.exec(line) ?? [];
    if (name === '') return refuse(`signature line must be "— <name> <base64>", is ${JSON.stringify(line)}`, end + 2);
    const bytes = Buffer.from(base64, 'base64');
    const verifier = verifiers.find((one) => one.name === name && bytes.subarray(0, idBytes).equals(one.id));
    if (verifier === undefined) continue;
    // Bits that base64 leaves unused must be zero: a signature has one form.
    if (bytes.toString('base64') !== base64 || !isSigned(text, bytes.subarray(idBytes), verifier))
      return refuse(`signature of key "${name}" must be right, is not`, end + 2);
    signed = true;
  }
  const names = verifiers.map((verifier) => verifierLine(verifier)).join(', ');
  return signed ? { ok: true, value: text } : refuse(`must be signed by ${names}, is not`, end + 2);
}

function isSigned(text: string, signature: Uint8Array, { publicKey }: Verifier): boolean {
  return signature.length === signatureBytes && verify(null, Buffer.from(text), publicKeyOf(publicKey), signature);
}

function publicKeyOf(bytes: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.concat([publicPrefix, bytes]), format: 'der', type: 'spki' });
}
