import { randomBytes } from 'node:crypto';
import { type ExecutionResult, execute, parse } from 'graphql';
import { createContext } from '../../functions/graphql/request-context.ts';
import { cachedEditions } from '../../functions/store/cached-editions.ts';
import { classBlocks } from '../../functions/store/class-blocks.ts';
import { createSealer } from '../../functions/store/sealed-text.ts';
import { schema } from '../../schema/index.ts';
import type { Store } from '../../schema/ports.ts';
import { noCredit } from '../builders/no-credit.ts';
import { coldAsker } from './asker.ts';
import { codesByLeaf } from './city-codes.ts';
import { type Figure, figure, limited } from './figure.ts';
import type { Question } from './http-client.ts';
import { houseOf } from './questions.ts';
import { race } from './timing.ts';
import { usualHouses, type Workbench } from './workbench.ts';

const name = 'handler-overhead';
/** Questions a run: one alone takes less than clocks tell. */
const together = 50;

/** What event, admission, price, guard, Apollo Server and answer add to the same resolvers under graphql-js alone, warm. */
export async function benchOverhead(bench: Workbench): Promise<readonly Figure[]> {
  const store = await bench.sqlite(usualHouses);
  const { ours: question } = houseOf((await codesByLeaf(store))[2]?.[4] ?? '');
  const asker = await coldAsker(store, question);
  const alone = await executed(store, question);
  if (!(await asker.ask(question)).startsWith(JSON.stringify(await alone()).slice(0, -1)))
    throw new Error('Cannot compare the handler with graphql-js: answers must be equal');
  const many = (call: () => Promise<unknown>) => async () => {
    for (let time = 0; time < together; time += 1) await call();
  };
  const contenders = { whole: { call: many(() => asker.ask(question)) }, alone: { call: many(alone) } };
  const times = await race(contenders, { runs: 21, warmUps: 10 });
  const [whole, bare] = [times.whole / together, times.alone / together];
  const about = { name, unit: 'ms' };
  return [
    limited(
      { ...about, metric: 'whole handler less execute, one house by code, warm', value: whole - bare },
      { most: 1 },
    ),
    figure({
      ...about,
      metric: 'whole handler, one house by code, warm',
      value: whole,
      peer: 'graphql execute',
      peerValue: bare,
    }),
  ];
}

/** The question under graphql-js alone, in a context that is made once. */
async function executed(store: Store, { query, variables = {} }: Question): Promise<() => Promise<ExecutionResult>> {
  const document = parse(query);
  const sealer = createSealer(randomBytes(32));
  const sources = { editions: store.editions, blocks: classBlocks(store.blocks, 2 ** 27), sealer, credit: noCredit };
  const context = await createContext(sources, { tier: 'PUBLIC', client: null }, Date.now());
  const limits = { limit: 0, remaining: 0, resetAt: 0 };
  const contextValue = { ...context, editions: cachedEditions(store.editions, Date.now), limits };
  return async () => execute({ schema, document, contextValue, variableValues: variables });
}
