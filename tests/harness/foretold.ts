import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PublicationStore, publish } from '../../functions/publish/publish.ts';
import { type PublishRequest, publishDefaults } from '../../functions/publish/publish-request.ts';
import type { Edition, Store } from '../../schema/ports.ts';
import type { Tier } from '../../schema/privacy/tier.ts';
import type { PublicationReport } from '../../schema/publication/finding.ts';
import { rootsOf } from './publishing-store.ts';

/** What a publication would come to. */
export interface Foretold {
  /** As `rootsOf` tells them. */
  readonly roots: unknown;
  readonly report: PublicationReport;
}

/** Publishes a file on this machine over what stands in `store`, of which it changes nothing. */
export async function foretold(
  store: Store,
  file: Pick<PublishRequest, 'register' | 'name' | 'effective'> & { readonly text: string },
): Promise<Foretold> {
  const folder = await mkdtemp(join(tmpdir(), 'basegrid-foretold-'));
  try {
    const { text, ...given } = file;
    const over = overlay(store);
    const request = { ...publishDefaults, ...given, folder, bytes: once(Buffer.from(text)), now: Date.now };
    const report = await publish(request, over);
    return { report, roots: await rootsOf(over) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Reads what stands, and keeps to itself what is written. */
function overlay({ blocks, editions }: Store): PublicationStore {
  const written = new Map<string, Uint8Array>();
  const moved = new Map<Tier, Edition>();
  const objects = new Map<string, Uint8Array>();
  return {
    blocks: {
      async read(blockClass, names) {
        const own = names.flatMap((name): [string, Uint8Array][] => {
          const bytes = written.get(`${blockClass}/${name}`);
          return bytes === undefined ? [] : [[name, bytes]];
        });
        const missing = names.filter((name) => !written.has(`${blockClass}/${name}`));
        return new Map([...own, ...(missing.length > 0 ? await blocks.read(blockClass, missing) : [])]);
      },
      write: async (blockClass, named) => {
        for (const { name, bytes } of named) written.set(`${blockClass}/${name}`, bytes);
      },
    },
    editions: {
      latest: async (tier) => moved.get(tier) ?? editions.latest(tier),
      get: (tier, number) => editions.get(tier, number),
      at: (tier, instant) => editions.at(tier, instant),
      publications: (tier, register, since) => editions.publications(tier, register, since),
      move: async (move) => {
        for (const edition of move.editions) moved.set(edition.tier, edition);
        return 'moved';
      },
    },
    objects: {
      put: async (name, bytes) => void objects.set(name, bytes),
      get: async (name) => objects.get(name) ?? null,
    },
  };
}
