import { describe } from 'vitest';
import type { Store } from '../../schema/ports.ts';
import { blockTests } from './block-tests.ts';
import { clientTests } from './client-tests.ts';
import { creditEditionTests } from './credit-edition-tests.ts';
import { editionTests } from './edition-tests.ts';
import { evidenceTests } from './evidence-tests.ts';
import { limitTests } from './limit-tests.ts';
import { objectTests } from './object-tests.ts';
import { watchTests } from './watch-tests.ts';

/** An empty store, and a way to open it once more as another process would. */
export interface FreshStore {
  readonly store: Store;
  again(): Promise<Store>;
}

/** Opens an empty store of some kind; whoever gives it closes all that was opened. */
export type OpenFresh = () => Promise<FreshStore>;

/** What every kind of store must do. */
export function storeSuite(openFresh: OpenFresh): void {
  describe('blocks', () => blockTests(openFresh));
  describe('editions', () => editionTests(openFresh));
  describe('credit editions', () => creditEditionTests(openFresh));
  describe('clients', () => clientTests(openFresh));
  describe('evidence', () => evidenceTests(openFresh));
  describe('limits', () => limitTests(openFresh));
  describe('watches', () => watchTests(openFresh));
  describe('objects', () => objectTests(openFresh));
}
