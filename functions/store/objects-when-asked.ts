import type { ObjectStore } from '../../schema/ports.ts';

/** An object store that is opened when something is first asked of it: most processes never do. A failed opening is tried again. */
export function objectsWhenAsked(open: () => Promise<ObjectStore>): ObjectStore {
  let opened: Promise<ObjectStore> | null = null;
  const store = () => {
    const opening = opened ?? open();
    opening.catch(() => {
      opened = null;
    });
    opened = opening;
    return opening;
  };
  return {
    put: async (name, bytes) => (await store()).put(name, bytes),
    get: async (name) => (await store()).get(name),
  };
}
