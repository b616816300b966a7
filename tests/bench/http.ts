import { generator } from '../geometry/synthetic-partition.ts';
import { codesByLeaf, largeCommunity, sampled } from './city-codes.ts';
import { district } from './count.ts';
import { type Figure, figure, type Target } from './figure.ts';
import { askOverHttp } from './http-client.ts';
import { countOf, houseOf, housesOf, pageOf, pageRows, type TwoQuestions } from './questions.ts';
import { race } from './timing.ts';
import { usualHouses, type Workbench } from './workbench.ts';

/** The same questions over HTTP to our local server on SQLite and to PostGraphile on PostgreSQL, both warm. */
export async function benchHttp(bench: Workbench): Promise<readonly Figure[]> {
  const peer = await bench.postgraphile();
  if (peer === null) return [];
  const server = await bench.server();
  const store = await bench.sqlite(usualHouses);
  const codes = (await codesByLeaf(store)).flat();
  const random = generator(7);
  const page = pageOf(await largeCommunity(store));
  const many = housesOf(sampled(codes, pageRows, random));
  const single = sampled(codes, 40, random).map(houseOf);
  const ahead = { of: 'ratio', most: 1 } as const;
  const questions: readonly Asked[] = [
    { metric: `page of ${pageRows} x 12, building and grid`, questions: [page], runs: 25, target: ahead },
    { metric: 'one house by code', questions: single, runs: 200, target: { of: 'ratio', most: 1.5 } },
    { metric: `${pageRows} random codes`, questions: [many], runs: 25, target: ahead },
    { metric: 'totalCount of a district', questions: [countOf(district)], runs: 60, target: ahead },
  ];
  const figures: Figure[] = [];
  for (const asked of questions) figures.push(await compared(server.url, peer.url, asked));
  return figures;
}

interface Asked {
  readonly metric: string;
  /** Asked in turns. */
  readonly questions: readonly TwoQuestions[];
  readonly runs: number;
  readonly target: Target;
}

async function compared(ours: string, theirs: string, { metric, questions, runs, target }: Asked): Promise<Figure> {
  await checkEqual(ours, theirs, questions);
  const questionOf = (run: number) => questions[run % questions.length] ?? failing(metric);
  const times = await race(
    {
      ours: { call: (run) => askOverHttp(ours, questionOf(run).ours) },
      theirs: { call: (run) => askOverHttp(theirs, questionOf(run).postgraphile) },
    },
    { runs, warmUps: Math.ceil(runs / 2) },
  );
  return figure({
    name: 'http',
    metric: `${metric}, SQLite, warm`,
    unit: 'ms',
    value: times.ours,
    peer: 'PostGraphile + PostGIS, warm',
    peerValue: times.theirs,
    target,
  });
}

function failing(metric: string): never {
  throw new Error(`Cannot ask for ${metric}: there must be a question`);
}

/** Who answers something else need not be compared. */
async function checkEqual(ours: string, theirs: string, questions: readonly TwoQuestions[]): Promise<void> {
  for (const question of questions) {
    const our = essence(await askOverHttp(ours, question.ours));
    const their = essence(await askOverHttp(theirs, question.postgraphile));
    if (our === their) continue;
    const from = Math.max(0, [...our].findIndex((character, at) => character !== their[at]) - 60);
    const [one, other] = [our.slice(from, from + 120), their.slice(from, from + 120)];
    throw new Error(`Cannot compare with PostGraphile: answers must be equal, are "…${one}" and "…${other}"`);
  }
}

/** An answer but for its extensions, and its instants: the peer was loaded with those of another tier's line. */
function essence(body: string): string {
  const { data, errors } = JSON.parse(body) as { data?: unknown; errors?: unknown };
  const instant = /^\d{4}-\d{2}-\d{2}T/;
  return JSON.stringify({ data, errors }, (_, value: unknown) =>
    typeof value === 'string' && instant.test(value) ? 'instant' : value,
  );
}
