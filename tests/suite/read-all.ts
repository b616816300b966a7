import { expect } from 'vitest';
import type { PlaceAnswer } from './place.ts';

/** A list, read to its end. */
export interface Paged {
  readonly codes: string[];
  readonly totals: (number | null)[];
  readonly pages: number;
}

/** Asks one question as one viewer. */
export type Asking = (source: string) => Promise<PlaceAnswer>;

/** Reads a list to its end, page by page. */
export async function readAll(ask: Asking, field: string, args: string, first: number): Promise<Paged> {
  const codes: string[] = [];
  const totals: (number | null)[] = [];
  let after: string | null = null;
  for (let pages = 1; ; pages++) {
    const given: string = [args, `first: ${first}`, after === null ? '' : `after: "${after}"`]
      .filter(Boolean)
      .join(', ');
    const { data, errors } = await ask(
      `{ list: ${field}(${given}) { totalCount nodes { code } edges { cursor node { code } } pageInfo { hasNextPage endCursor } } }`,
    );
    expect(errors).toEqual([]);
    const { nodes, edges, pageInfo, totalCount } = data.list;
    expect(edges.map((edge: { node: unknown }) => edge.node)).toEqual(nodes);
    codes.push(...nodes.map((node: { code: string }) => node.code));
    totals.push(totalCount);
    if (!pageInfo.hasNextPage) return { codes, totals, pages };
    after = pageInfo.endCursor;
  }
}
