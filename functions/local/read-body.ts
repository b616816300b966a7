import type { IncomingMessage } from 'node:http';
import { visibleError } from '../../schema/errors.ts';

/** As API Gateway would refuse it before a function is called; the function has a lower bound of its own. */
const mostBytes = 2 ** 21;

/** The body of a request as text; throws TOO_LARGE as soon as too much has come, whatever was announced. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBytes) {
      throw visibleError('TOO_LARGE', `Cannot read request body: size must be at most ${mostBytes} bytes, is more`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
