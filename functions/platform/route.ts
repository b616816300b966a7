/** The two functions that answer GraphQL: one for keyless callers, from open blocks alone, and one for everyone. */
export type Entrance = 'public' | 'entitled';

/**
 * Which function answers a path: clients know `/graphql` only, and the presence of a key decides; both own paths can be
 * called directly. null for any other path.
 */
export function routeOf(path: string, hasKey: boolean): Entrance | null {
  if (path === '/graphql') return hasKey ? 'entitled' : 'public';
  if (path === '/public/graphql') return 'public';
  return path === '/entitled/graphql' ? 'entitled' : null;
}
