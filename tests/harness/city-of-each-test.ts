import { afterEach, beforeEach } from 'vitest';
import { type PublishingStore, publishingStore } from './publishing-store.ts';

/** The small city, published into a store of its own before each test that follows, and closed behind it. */
export function cityOfEachTest(): Omit<PublishingStore, typeof Symbol.asyncDispose> {
  let open: PublishingStore | null = null;
  beforeEach(async () => {
    open = publishingStore();
    await open.publishCity();
  });
  afterEach(() => open?.[Symbol.asyncDispose]());
  const now = (): PublishingStore => {
    if (open === null) throw new Error('Cannot find the city of a test: a test must run');
    return open;
  };
  return {
    get store() {
      return now().store;
    },
    get folder() {
      return now().folder;
    },
    publish: (...of) => now().publish(...of),
    publishCity: () => now().publishCity(),
  };
}
