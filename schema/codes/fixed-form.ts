import { characterName } from './character-name.ts';
import { type Fault, refuse } from './parsed.ts';

const zero = 0x30;
const nine = 0x39;
const letterA = 0x41;
const letterZ = 0x5a;

/**
 * The first fault of a text that must have a fixed form, or null.
 *
 * `form` has one sign a position: `0` stands for a digit, `A` for a digit or an upper-case letter, all of them ASCII;
 * any other sign for itself. `lengths` are those permitted, ascending, the last one that of `form`. A wrong character
 * is named before a wrong length: it says more.
 */
export function formFault(text: string, form: string, lengths: readonly number[]): Fault | null {
  const shared = Math.min(text.length, form.length);
  for (let at = 0; at < shared; at++) {
    if (!fits(text.charCodeAt(at), form.charCodeAt(at))) return characterFault(text, at, wanted(form.charAt(at)));
  }
  return lengths.includes(text.length) ? null : lengthFault(text, lengths);
}

/** The fault of a character at offset `at` that must be `wanted`: `character 15 must be a digit, is "*"`. */
export function characterFault(text: string, at: number, wanted: string): Fault {
  return refuse(`character ${at + 1} must be ${wanted}, is ${characterName(text, at)}`, at);
}

function fits(unit: number, sign: number): boolean {
  if (sign === zero) return unit >= zero && unit <= nine;
  if (sign === letterA) return (unit >= zero && unit <= nine) || (unit >= letterA && unit <= letterZ);
  return unit === sign;
}

function wanted(sign: string): string {
  if (sign === '0') return 'a digit';
  return sign === 'A' ? 'a digit or an upper-case letter' : JSON.stringify(sign);
}

function lengthFault(text: string, lengths: readonly number[]): Fault {
  const longest = lengths.at(-1) ?? 0;
  // What follows a whole code is mostly a blank that nobody sees.
  if (text.length > longest && !fits(text.charCodeAt(longest), letterA)) return characterFault(text, longest, 'absent');
  const either = lengths.join(', ').replace(/, (\d+)$/, ' or $1');
  return refuse(`length must be ${either}, is ${text.length}`, Math.min(text.length, longest));
}
