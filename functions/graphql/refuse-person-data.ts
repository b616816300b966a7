import { visibleError } from '../../schema/errors.ts';
import { findPersonData } from '../../schema/privacy/person-data.ts';
import type { HttpEvent } from '../platform/http.ts';

/**
 * Refuses a request that holds the number of an identity card, wherever it stands and however it is written: in path, query,
 * headers, document or variables; as it is, in groups, in full width, percent-encoded or as escapes of JSON or GraphQL. The
 * number is neither repeated nor logged; nothing is looked up.
 */
export function refusePersonData({ headers, rawPath, rawQueryString, body, isBase64Encoded }: HttpEvent): void {
  const text = body === undefined || !isBase64Encoded ? body : Buffer.from(body, 'base64').toString();
  const places: readonly (readonly [place: string, text: string | undefined])[] = [
    ['path', rawPath],
    ['query string', rawQueryString.replaceAll('+', ' ')],
    ['headers', Object.entries(headers).flat().join('\n')],
    ['body', text],
  ];
  for (const [place, written] of places) if (written !== undefined && holdsResidentId(written)) throw refusal(place);
}

function holdsResidentId(written: string): boolean {
  const read = [written, withoutEscapes(written)];
  return read.some((text) => findPersonData(text).some(({ kind }) => kind === 'RESIDENT_ID'));
}

/** Escapes of characters below U+10000: `%31`, `\u0031`, `\u{31}`, and the same within a JSON string. */
function withoutEscapes(text: string): string {
  if (!/[%\\]/.test(text)) return text;
  return decodedPercents(text).replace(/\\+u(?:\{0*([0-9a-f]{1,4})\}|([0-9a-f]{4}))/gi, (_, braced, plain) =>
    String.fromCharCode(Number.parseInt(braced ?? plain, 16)),
  );
}

/** Runs of percent-encoded bytes, as far as they are UTF-8. */
function decodedPercents(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString());
}

function refusal(place: string): Error {
  return visibleError(
    'PERSON_DATA',
    `Cannot take the ${place} of this request: it must hold no number of an identity card, holds what looks like one; ` +
      'only organisations can be asked about, by their credit code',
  );
}
