import { codeOfKey } from '../../schema/publication/class-rows.ts';
import type { SourceRow } from '../../schema/publication/code-case.ts';
import { cursorOver } from './cursor.ts';
import type { StandingCode, StandingRow } from './standing-codes.ts';

/** One code with what the file says of it and what stands. */
export interface JoinedCode {
  readonly code: string;
  readonly incoming: readonly SourceRow[];
  readonly standing: readonly StandingRow[];
}

type SortedRows = AsyncIterable<readonly (readonly [key: string, payload: string])[]>;

/** One code with what the file says of it. */
export interface IncomingCode {
  readonly code: string;
  readonly incoming: readonly SourceRow[];
}

const none: readonly never[] = [];

/** Walks file and register side by side, both by code, in chunks of about `size` codes. */
export async function* joinCodes(
  sorted: SortedRows,
  standing: AsyncIterable<readonly StandingCode[]>,
  size: number,
): AsyncGenerator<readonly JoinedCode[]> {
  const file = await cursorOver(groupsByCode(sorted));
  const register = await cursorOver(standing);
  let chunk: JoinedCode[] = [];
  while (file.head !== undefined || register.head !== undefined) {
    const said = file.head;
    const stands = register.head;
    const isOfFile = said !== undefined && (stands === undefined || said.code <= stands.code);
    const isOfRegister = stands !== undefined && (said === undefined || stands.code <= said.code);
    chunk.push({
      code: (isOfFile ? said : stands)?.code ?? '',
      incoming: isOfFile ? said.incoming : none,
      standing: isOfRegister ? stands.rows : none,
    });
    const turning = [isOfFile ? file.advance() : undefined, isOfRegister ? register.advance() : undefined];
    for (const turned of turning) if (turned !== undefined) await turned;
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

/** The rows of the codes that are `wanted`, by code, an array for each batch; the text of others is not even parsed. */
export async function* groupsByCode(
  sorted: SortedRows,
  wanted: (code: string) => boolean = () => true,
): AsyncGenerator<readonly IncomingCode[]> {
  let code = '';
  let incoming: SourceRow[] = [];
  for await (const batch of sorted) {
    const groups: IncomingCode[] = [];
    for (const [key, payload] of batch) {
      const next = codeOfKey(key);
      if (next !== code) {
        if (incoming.length > 0) groups.push({ code, incoming });
        incoming = [];
      }
      code = next;
      if (wanted(next)) incoming.push(JSON.parse(payload) as SourceRow);
    }
    if (groups.length > 0) yield groups;
  }
  if (incoming.length > 0) yield [{ code, incoming }];
}
