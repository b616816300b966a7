import type { ObjectStore } from '../../schema/ports.ts';

/** The object port of a deployed function that was given no bucket, and has no disk: nothing can be kept or found. */
export const noObjects: ObjectStore = {
  put: async (name) => refuse(name),
  get: async (name) => refuse(name),
};

function refuse(name: string): never {
  throw new Error(`Cannot reach object "${name}": this function must have been given a bucket, has none`);
}
