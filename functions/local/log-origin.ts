import type { TileReader } from '../../schema/evidence/tile-nodes.ts';

/** A log somewhere on the network. */
export interface RemoteLog {
  readonly read: TileReader;
  /** Text of the path below the log's prefix; null when it is not there. */
  text(path: string): Promise<string | null>;
}

const patience = 10_000;

/** The log whose prefix is `url`, such as `http://127.0.0.1:4000/evidence`. Throws when it cannot be reached. */
export function remoteLog(url: string): RemoteLog {
  const prefix = url.replace(/\/+$/, '');
  const get = async (path: string) => {
    const answer = await fetch(`${prefix}/${path}`, { signal: AbortSignal.timeout(patience) }).catch(
      (error: unknown) => {
        throw new Error(`Cannot reach the evidence log at ${prefix}: ${reasonOf(error)}`, { cause: error });
      },
    );
    if (answer.status === 404) return null;
    if (!answer.ok)
      throw new Error(`Cannot read "${path}" of the evidence log: status must be 200, is ${answer.status}`);
    return new Uint8Array(await answer.arrayBuffer());
  };
  return {
    read: get,
    text: async (path) => {
      const bytes = await get(path);
      return bytes === null ? null : Buffer.from(bytes).toString();
    },
  };
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'no answer';
}
