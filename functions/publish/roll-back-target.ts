import type { Edition, EditionReader } from '../../schema/ports.ts';
import type { RegisterName } from '../../schema/registers/register-name.ts';

/** A state of a register: as one of its publications left it, or as it was in an edition; numbers of GOVERNMENT's line. */
export type RollBackPlace = { readonly seq: number } | { readonly edition: number };

/** Understands `4` (the register's publication) and `edition:17`; null for anything else. */
export function parseRollBackPlace(text: string): RollBackPlace | null {
  const [, prefix, number] = /^(edition:)?([1-9]\d{0,8})$/.exec(text) ?? [];
  if (number === undefined) return null;
  return prefix === undefined ? { seq: Number(number) } : { edition: Number(number) };
}

/**
 * The edition to roll back to, or null when there is none such, or it does not hold the register. For a publication it is the last
 * edition before the register's next one: what other registers published until then fits it still.
 */
export async function rollBackTarget(
  register: RegisterName,
  place: RollBackPlace,
  editions: EditionReader,
): Promise<Edition | null> {
  const found =
    'seq' in place ? await lastOf(register, place.seq, editions) : editions.get('GOVERNMENT', place.edition);
  const edition = await found;
  return edition?.registers[register] === undefined ? null : edition;
}

async function lastOf(register: RegisterName, seq: number, editions: EditionReader): Promise<Edition | null> {
  const [wanted, next] = await editions.publications('GOVERNMENT', register, seq - 1);
  if (wanted?.seq !== seq) return null;
  return next === undefined ? editions.latest('GOVERNMENT') : editions.get('GOVERNMENT', next.edition - 1);
}
