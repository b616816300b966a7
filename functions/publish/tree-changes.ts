import type { RegisterName } from '../../schema/registers/register-name.ts';
import type { Entry } from '../../schema/tree/entry.ts';
import type { KeyedText } from './sorting/keyed-text.ts';

/** Where the steps go that a publication decides on, tree by tree. */
export interface TreeChanges {
  /** A step for a tree of rows of the register that is published: within a tree, keys rise. */
  put(tree: string, key: string, entry: Entry | null): void;
  /** A step for an order of `register`, as `orderOperation` reads it; steps come in no order. */
  order(register: RegisterName, order: string, step: KeyedText): void;
  /** Hands on what was put; waits while who takes it is behind. */
  settle(): Promise<void>;
}
