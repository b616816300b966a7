import type { Question } from './http-client.ts';
import type { City } from './peers/load-peer.ts';
import type { Answered } from './peers/peer-tables.ts';
import { pageRows } from './questions.ts';

const times = 'state validFrom validTo knownFrom knownTo';

const fields = {
  divisions: `code name level parent { code } ${times}`,
  grids: `code community { code } name workGrid post areaM2 boundary ${times}`,
  buildings: `code name address grid { code } community { code } location { lon lat } floorsAbove floorsBelow builtOn use legality ${times}`,
  houses: `code building { code } room floor use floorArea floorAreaBand rented ${times}
    grid { code } community { code parent { parent { code } } }`,
} as const satisfies Record<keyof City, string>;

/** Reads every present row of the city, page by page, through the API itself. */
export async function readWholeCity(ask: (question: Question) => Promise<string>): Promise<City> {
  return {
    divisions: await readAll(ask, 'divisions'),
    grids: await readAll(ask, 'grids'),
    buildings: await readAll(ask, 'buildings'),
    houses: await readAll(ask, 'houses'),
  };
}

interface Page {
  readonly nodes: readonly Answered[];
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
}

async function readAll(ask: (question: Question) => Promise<string>, list: keyof City): Promise<readonly Answered[]> {
  const query = `query All($first: Int!, $after: String) {
    ${list}(first: $first, after: $after) { nodes { ${fields[list]} } pageInfo { endCursor hasNextPage } } }`;
  const rows: Answered[] = [];
  let after: string | null = null;
  do {
    const page: Page = pageIn(await ask({ query, variables: { first: pageRows, after } }), list);
    rows.push(...page.nodes);
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return rows;
}

function pageIn(body: string, list: keyof City): Page {
  const { data, errors } = JSON.parse(body) as { data?: Record<string, Page> | null; errors?: readonly unknown[] };
  const page = data?.[list];
  if (page === undefined || errors !== undefined) throw new Error(`Cannot read ${list}: ${JSON.stringify(errors)}`);
  return page;
}
