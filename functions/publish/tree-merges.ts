import type { FieldClass } from '../../schema/privacy/field-class.ts';
import { densityOfTree, type Trees } from '../../schema/publication/next-editions.ts';
import type { TreeRoot } from '../../schema/tree/block.ts';
import type { Entry, Operation } from '../../schema/tree/entry.ts';
import { mergeBatches } from '../../schema/tree/merge.ts';
import { type Channel, channel } from './channel.ts';
import type { PublicationBlocks } from './publication-blocks.ts';

/** Several trees that are merged at once, each fed with its own ascending keys. */
export interface TreeMerges {
  put(tree: string, key: string, entry: Entry | null): void;
  /** Hands on what was put; waits while the merges are behind. */
  settle(): Promise<void>;
  /** Ends all merges. */
  finish(): Promise<Trees>;
  /** Gives up what has not ended, and waits until nothing runs any more. */
  close(): Promise<void>;
}

interface RunningMerge {
  waiting: Operation[];
  readonly input: Channel<Operation>;
  readonly root: Promise<TreeRoot | null>;
}

/** Starts a merge for every tree of `bases`; `classOf` tells where its blocks lie. */
export function treeMerges(bases: Trees, classOf: (tree: string) => FieldClass, store: PublicationBlocks): TreeMerges {
  const running = new Map<string, RunningMerge>();
  for (const [tree, base] of Object.entries(bases)) {
    const input = channel<Operation>();
    const fieldClass = classOf(tree);
    const ports = { blocks: store.blocks(fieldClass), sink: store.sink(fieldClass), density: densityOfTree(tree) };
    const root = mergeBatches(base, input.batches, ports);
    root.catch((error: unknown) => input.close(error)); // a producer must not wait for a consumer that is gone
    running.set(tree, { waiting: [], input, root });
  }
  return {
    put(tree, key, entry) {
      const target = running.get(tree);
      if (target === undefined) throw new Error(`Cannot merge into tree "${tree}": it is not one of this publication`);
      target.waiting.push([key, entry]);
    },
    async settle() {
      for (const target of running.values()) {
        const batch = target.waiting;
        target.waiting = [];
        await target.input.send(batch);
      }
    },
    async finish() {
      await this.settle();
      for (const { input } of running.values()) input.close();
      const roots = [...running].map(async ([tree, { root }]) => [tree, await root] as const);
      return Object.fromEntries(await Promise.all(roots));
    },
    async close() {
      const givenUp = new Error('Cannot go on with a merge: the publication has ended');
      for (const { input } of running.values()) input.close(givenUp);
      await Promise.allSettled([...running.values()].map(({ root }) => root));
    },
  };
}
