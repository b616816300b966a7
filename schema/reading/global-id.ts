import { visibleError } from '../errors.ts';
import { findPersonData } from '../privacy/person-data.ts';
import { type AnyReleased, origin } from '../privacy/release.ts';
import { registers } from '../registers/index.ts';
import type { RegisterName } from '../registers/register-name.ts';

/** Id of a row's code in the whole schema: type and code, in base64url. */
export function globalId(row: AnyReleased): string {
  return Buffer.from(`${row[origin].register.typeName}:${row.code}`).toString('base64url');
}

/**
 * Register and code that an id names; the code is not parsed. Refuses what `globalId` did not make, and the number of an identity
 * card, which nobody else sees in base64: it is neither looked up nor repeated.
 */
export function parseGlobalId(id: string): { readonly register: RegisterName; readonly code: string } {
  const text = Buffer.from(id, 'base64url').toString();
  if (findPersonData(text).some(({ kind }) => kind === 'RESIDENT_ID'))
    throw visibleError('PERSON_DATA', 'Cannot take id: it must hold no number of an identity card, holds one', 'id');
  const [typeName, code, ...rest] = text.split(':');
  const register = registers.find((candidate) => candidate.typeName === typeName);
  if (register !== undefined && code !== undefined && /^[0-9A-Z]+$/.test(code) && rest.length === 0) {
    return { register: register.name, code };
  }
  throw visibleError('BAD_ID', `Cannot parse id "${id.slice(0, 60)}": must be one that this service gave`, 'id');
}
