import type { Question } from './http-client.ts';

/** The same question to our API and to PostGraphile. */
export interface TwoQuestions {
  readonly ours: Question;
  readonly postgraphile: Question;
}

const houseFields = 'code room floor use floorAreaBand state validFrom validTo knownFrom knownTo';

/** Rows of a page, and codes asked for at once. */
export const pageRows = 1000;

/**
 * Before the first edition: our questions asked with it find nothing and read nothing, so that a document can be
 * compiled ahead of a run that reads with empty caches.
 */
export const beforeAll = '2000-01-01T00:00:00Z';

/** A page of 1,000 houses of a community: 12 fields, with nested building and grid. */
export function pageOf(community: string): TwoQuestions {
  const variables = { community, first: pageRows };
  return {
    ours: {
      query: `query Page($community: AreaCode!, $first: Int!, $knownAt: DateTime) {
        houses(filter: { within: $community }, first: $first, knownAt: $knownAt) {
          nodes { ${houseFields} building { code name } grid { code name } } } }`,
      variables,
    },
    postgraphile: {
      query: `query Page($community: String!, $first: Int!) {
        houses: allHouses(condition: { community: $community }, first: $first) {
          nodes { ${houseFields} building: buildingByBuilding { code name } grid: gridByGrid { code name } } } }`,
      variables,
    },
  };
}

/** One house by its code. */
export function houseOf(code: string): TwoQuestions {
  const variables = { code };
  return {
    ours: {
      query: `query One($code: HouseCode!, $knownAt: DateTime) {
        house(code: $code, knownAt: $knownAt) { ${houseFields} } }`,
      variables,
    },
    postgraphile: {
      query: `query One($code: String!) { house: houseByCode(code: $code) { ${houseFields} } }`,
      variables,
    },
  };
}

/** Many houses by their codes. */
export function housesOf(codes: readonly string[]): TwoQuestions {
  const variables = { codes, first: pageRows };
  return {
    ours: {
      query: `query Many($codes: [HouseCode!]!, $first: Int!, $knownAt: DateTime) {
        houses(filter: { codeIn: $codes }, first: $first, knownAt: $knownAt) { nodes { ${houseFields} } } }`,
      variables,
    },
    postgraphile: {
      query: `query Many($codes: [String!]!, $first: Int!) {
        houses: housesByCodes(codes: $codes, first: $first) { nodes { ${houseFields} } } }`,
      variables,
    },
  };
}

/** How many houses a district has. */
export function countOf(district: string): TwoQuestions {
  const variables = { district };
  return {
    ours: {
      query: `query Count($district: AreaCode!, $knownAt: DateTime) {
        houses(filter: { within: $district }, knownAt: $knownAt) { totalCount } }`,
      variables,
    },
    postgraphile: {
      query: `query Count($district: String!) {
        houses: allHouses(condition: { district: $district }) { totalCount } }`,
      variables,
    },
  };
}

/** A page of entities found by name. */
export function namesOf(filter: Readonly<Record<string, string>>): Question {
  return {
    query: `query Names($filter: EntityFilter!, $knownAt: DateTime) {
      entities(filter: $filter, knownAt: $knownAt) { totalCount nodes { code name status } } }`,
    variables: { filter },
  };
}
