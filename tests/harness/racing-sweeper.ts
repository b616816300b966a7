import type { Store } from '../../schema/ports.ts';

/** When something else may happen beside a sweep. */
export type SweepMoment = 'between reading and removing' | 'while it is removed';

/** A store's sweeper, at whose moments `race` runs first. */
export function racingSweeper(
  { sweeper }: Pick<Store, 'sweeper'>,
  race: (moment: SweepMoment) => Promise<void>,
): Store['sweeper'] {
  return {
    async *untouched(before) {
      await race('between reading and removing');
      yield* sweeper.untouched(before);
    },
    async remove(blockClass, names, before) {
      await race('while it is removed');
      return sweeper.remove(blockClass, names, before);
    },
  };
}
