import { bundleFunction } from './bundle.ts';

/** Folders of `functions/` that are bundled and deployed. */
export const entries = ['graphql', 'credit', 'expire', 'publish', 'evidence', 'sweep'] as const;

/** Bundles every entry into `<out>/<entry>/`. */
export async function makeBundles(out: string): Promise<void> {
  for (const entry of entries) await bundleFunction(entry, out);
}
