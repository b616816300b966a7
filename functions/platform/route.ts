/** The two functions that answer GraphQL: one for keyless callers, from open blocks alone, and one for everyone. */
export type Entrance = 'public' | 'entitled';

/** Headers that tell who calls: names in lower case, as they arrive. */
const keyHeaders = ['x-api-key', 'authorization'];

/** Whether a request carries a key or a token, whatever is in it. */
export function hasKey(headers: { readonly [name: string]: unknown }): boolean {
  return keyHeaders.some((name) => headers[name] !== undefined);
}

/**
 * Which function answers a path: clients know `/graphql` only, and the presence of a key decides; both own paths can be
 * called directly. null for any other path.
 */
export function routeOf(path: string, withKey: boolean): Entrance | null {
  if (path === '/graphql') return withKey ? 'entitled' : 'public';
  if (path === '/public/graphql') return 'public';
  return path === '/entitled/graphql' ? 'entitled' : null;
}
