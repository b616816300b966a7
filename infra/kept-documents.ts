import { leastRecentlyUsed } from '../functions/store/least-recently-used.ts';

interface Document {
  readonly loc?: { readonly end: number };
}

const charactersKept = 2 ** 21;

/**
 * What stands in bundles for the cache in which Apollo Server keeps documents that it has parsed and found valid: those of so many
 * characters. A store that is given to Apollo Server in its place would have it print the whole schema at every start.
 */
export class InMemoryLRUCache {
  readonly #kept = leastRecentlyUsed<string, Document>(charactersKept, ({ loc }) => loc?.end ?? 1);

  async get(key: string): Promise<Document | undefined> {
    return this.#kept.get(key);
  }

  async set(key: string, document: Document): Promise<void> {
    this.#kept.set(key, document);
  }
}
