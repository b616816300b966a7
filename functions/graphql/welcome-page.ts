import type { HttpAnswer } from '../platform/http.ts';
import type { GraphqlRequest } from './graphql-request.ts';

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Basegrid</title>
<style>body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 3rem auto; padding: 0 1rem }
pre { background: #f4f4f4; padding: 1rem; overflow: auto }</style>
<h1>Basegrid</h1>
<p>A city's base registers as one GraphQL API. This address answers POST with JSON:</p>
<pre>curl -H 'content-type: application/json' \\
  -d '{ "query": "{ divisions(first: 5) { nodes { code name } totalCount } }" }' URL</pre>
<p>and GET with <code>?query=…</code> and the header <code>apollo-require-preflight: 1</code>. A key goes into the header
<code>x-api-key</code>. The schema can be asked for (introspection).</p>
`;

/** True for a person who opened the address in a browser: no query, and a wish for HTML. */
export function wantsPage({ method, headers, search }: GraphqlRequest): boolean {
  const asks = new URLSearchParams(search).has('query');
  return method === 'GET' && !asks && (headers.accept ?? '').includes('text/html');
}

/** A page that loads nothing from anywhere. */
export function welcomePage(): HttpAnswer {
  return {
    statusCode: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      'cache-control': 'no-cache',
    },
    body: page,
  };
}
