/** An answer as a client sees it. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed, where it is JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every form
  readonly body: any;
  readonly text: string;
  /** Codes of the errors, in order. */
  readonly codes: readonly string[];
}

/** Asks one server, with the same headers each time. */
export interface ApiClient {
  post(query: string, variables?: object, headers?: Record<string, string>): Promise<ApiAnswer>;
  get(query: string, headers?: Record<string, string>): Promise<ApiAnswer>;
  /** Anything else, at a path. */
  send(path: string, init?: RequestInit): Promise<ApiAnswer>;
}

/** A client of the server at `url`. */
export function apiClient(url: string, headers: Record<string, string> = {}): ApiClient {
  const send = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${url}${path}`, {
      redirect: 'manual',
      ...init,
      headers: { ...headers, ...init.headers },
    });
    const text = await response.text();
    const body = /^[{[]/.test(text) ? JSON.parse(text) : null;
    const errors: { extensions?: { code?: string } }[] = body?.errors ?? [];
    return {
      status: response.status,
      headers: response.headers,
      body,
      text,
      codes: errors.map((error) => error.extensions?.code ?? ''),
    };
  };
  return {
    send,
    post: (query, variables = {}, more = {}) =>
      send('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...more },
        body: JSON.stringify({ query, variables }),
      }),
    get: (query, more = {}) =>
      send(`/graphql?query=${encodeURIComponent(query)}`, { headers: { 'apollo-require-preflight': '1', ...more } }),
  };
}
