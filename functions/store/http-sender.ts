import type { IncomingMessage, RequestOptions } from 'node:http';
import type { Agent } from 'node:https';
import type { Readable } from 'node:stream';

/** A request as it goes out. */
export interface Outgoing {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends requests; the form is that of the SDK's handlers. */
export interface Sender {
  handle(request: Outgoing, until: { readonly abortSignal?: AbortSignal }): Promise<{ readonly response: Answer }>;
  destroy(): void;
}

/** An answer whose body is still on its way. */
export interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Readable;
}

/** Milliseconds: to connect, until an answer begins, and that a connection may be silent. */
export interface Waiting {
  readonly connectionTimeout: number;
  readonly requestTimeout: number;
  readonly socketTimeout: number;
}

const sockets = { keepAlive: true, maxSockets: 50 };

/**
 * Sends requests over connections of Node that are kept alive. What lasts too long fails with a TimeoutError, what is broken off with an
 * AbortError. Node's HTTP is loaded with the first request, TLS with the first that needs it.
 */
export function httpSender(waiting: Waiting): Sender {
  const agents = new Map<string, Agent>();
  return {
    handle: async (request, { abortSignal }) => {
      const isSafe = request.protocol === 'https:';
      const library = isSafe ? process.getBuiltinModule('node:https') : process.getBuiltinModule('node:http');
      const agent = agents.get(request.protocol) ?? (new library.Agent(sockets) as Agent);
      agents.set(request.protocol, agent);
      const { hostname, port, method, path, headers } = request;
      const options: RequestOptions = {
        ...{ method, path, headers, agent, timeout: waiting.socketTimeout },
        host: hostname.replace(/^\[|\]$/g, ''),
        ...(port === undefined ? {} : { port }),
        ...(abortSignal === undefined ? {} : { signal: abortSignal }),
      };
      return { response: await answered(library.request(options), request.body, waiting) };
    },
    destroy: () => {
      for (const agent of agents.values()) agent.destroy();
    },
  };
}

type Asked = ReturnType<typeof import('node:http')['request']>;

function answered(asked: Asked, body: string, { connectionTimeout, requestTimeout, socketTimeout }: Waiting) {
  return new Promise<Answer>((resolve, reject) => {
    let answer: IncomingMessage | null = null;
    const giveUp = (what: string, milliseconds: number) => {
      const error = new Error(`Cannot reach a store: ${what} within ${milliseconds} ms`);
      (answer ?? asked).destroy(Object.assign(error, { name: 'TimeoutError' }));
    };
    const late = setTimeout(giveUp, requestTimeout, 'it must answer', requestTimeout);
    asked.on('timeout', () => giveUp('it must go on answering', socketTimeout));
    asked.on('socket', (socket) => {
      if (!socket.connecting) return;
      const slow = setTimeout(giveUp, connectionTimeout, 'a connection must open', connectionTimeout);
      for (const end of ['connect', 'close']) socket.once(end, () => clearTimeout(slow));
    });
    asked.on('response', (response) => {
      clearTimeout(late);
      answer = response;
      // Only cookies are lists.
      const headers = response.headers as Answer['headers'];
      resolve({ statusCode: response.statusCode ?? 0, headers, body: response });
    });
    asked.on('error', (error) => {
      clearTimeout(late);
      reject(error);
    });
    asked.end(body);
  });
}
