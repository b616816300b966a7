/**
 * Why a text was not taken. `reason` completes the sentence `Cannot parse house code "3101": …`; `at` is the offset
 * of the fault in UTF-16 units, from 0 (where something is missing, the place where it should begin).
 */
export interface Fault {
  readonly ok: false;
  readonly reason: string;
  readonly at: number;
}

/** What a parser answers; parsers never throw. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | Fault;

const shownLength = 60;

/** The answer that refuses a text for `reason` at offset `at`. */
export function refuse(reason: string, at: number): Fault {
  return { ok: false, reason, at };
}

/** `Cannot parse house code "3101": length must be 25, is 4`; a long text is shown by its beginning. */
export function refusal(what: string, text: string, fault: Fault): string {
  const shown = text.length > shownLength ? `${text.slice(0, shownLength)}…` : text;
  return `Cannot parse ${what} ${JSON.stringify(shown)}: ${fault.reason}`;
}
