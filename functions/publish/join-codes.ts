import { codeOfKey } from '../../schema/publication/class-rows.ts';
import type { SourceRow } from '../../schema/publication/code-case.ts';
import type { StandingCode, StandingRow } from './standing-codes.ts';

/** One code with what the file says of it and what stands. */
export interface JoinedCode {
  readonly code: string;
  readonly incoming: readonly SourceRow[];
  readonly standing: readonly StandingRow[];
}

type SortedRows = AsyncIterable<readonly (readonly [key: string, payload: string])[]>;

interface IncomingCode {
  readonly code: string;
  readonly incoming: readonly SourceRow[];
}

/** Walks file and register side by side, both by code, in chunks of about `size` codes. */
export async function* joinCodes(
  sorted: SortedRows,
  standing: AsyncGenerator<StandingCode>,
  size: number,
): AsyncGenerator<readonly JoinedCode[]> {
  const incomingCodes = groupByCode(sorted);
  let chunk: JoinedCode[] = [];
  let file = await incomingCodes.next();
  let register = await standing.next();
  while (file.done !== true || register.done !== true) {
    const fileCode = file.done === true ? null : file.value.code;
    const registerCode = register.done === true ? null : register.value.code;
    const code =
      fileCode === null || (registerCode !== null && registerCode < fileCode) ? (registerCode ?? '') : fileCode;
    const incoming = file.done !== true && fileCode === code ? file.value.incoming : [];
    const rows = register.done !== true && registerCode === code ? register.value.rows : [];
    chunk.push({ code, incoming, standing: rows });
    if (fileCode === code) file = await incomingCodes.next();
    if (registerCode === code) register = await standing.next();
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

/** The rows of the codes that are `wanted`, code by code; the text of others is not even parsed. */
export async function* groupByCode(
  sorted: SortedRows,
  wanted: (code: string) => boolean = () => true,
): AsyncGenerator<IncomingCode> {
  let code = '';
  let incoming: SourceRow[] = [];
  for await (const batch of sorted) {
    for (const [key, payload] of batch) {
      const next = codeOfKey(key);
      if (next !== code && incoming.length > 0) yield { code, incoming };
      if (next !== code) incoming = [];
      code = next;
      if (wanted(next)) incoming.push(JSON.parse(payload) as SourceRow);
    }
  }
  if (incoming.length > 0) yield { code, incoming };
}
