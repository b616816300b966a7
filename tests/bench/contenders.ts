import type { Store } from '../../schema/ports.ts';
import { type Asker, coldAsker } from './asker.ts';
import type { Question } from './http-client.ts';
import type { Contender } from './timing.ts';

/** The question to a handler that has answered it before, and whose caches were emptied since. */
export async function cold(store: Store, question: Question): Promise<Contender> {
  const asker = await coldAsker(store, question);
  return { before: asker.empty, call: () => asker.ask(question) };
}

/** The question to a new handler, which has run no code on rows yet. */
export function fresh(store: Store, question: Question): Contender {
  let asker: Asker | null = null;
  return {
    before: async () => {
      asker = await coldAsker(store, question);
    },
    call: () => asker?.ask(question),
  };
}

/** The question to a handler that has answered it before. */
export async function warm(store: Store, question: Question): Promise<Contender> {
  const asker = await coldAsker(store, question);
  await asker.ask(question);
  return { call: () => asker.ask(question) };
}

/** Requests to the store and blocks read by a cold answer. */
export async function coldReads(store: Store, question: Question): Promise<{ calls: number; blocks: number }> {
  const asker = await coldAsker(store, question);
  const before = { ...asker.reads };
  await asker.ask(question);
  return { calls: asker.reads.calls - before.calls, blocks: asker.reads.blocks - before.blocks };
}
