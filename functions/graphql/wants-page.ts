import type { GraphqlRequest } from './graphql-request.ts';

/** True for a person who opened the address in a browser: no query, and a wish for HTML. */
export function wantsPage({ method, headers, search }: GraphqlRequest): boolean {
  const asks = new URLSearchParams(search).has('query');
  return method === 'GET' && !asks && (headers.accept ?? '').includes('text/html');
}
