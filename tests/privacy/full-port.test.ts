import { afterEach, expect, test, vi } from 'vitest';
import { fieldClasses, mayRead } from '../../schema/privacy/field-class.ts';
import { tiers } from '../../schema/privacy/tier.ts';
import { noCredit } from '../builders/no-credit.ts';

/** Mutations of the program: what must turn the tests red does so. */
const mutations = {
  /** Every tier gets the port to all blocks. */
  fullPort: () =>
    vi.doMock('../../functions/store/tier-blocks.ts', () => ({
      blocksForTier: (_tier: unknown, sources: Record<string, unknown>) => (fieldClass: string) => sources[fieldClass],
    })),
  /** The gate takes every viewer for a government. */
  openGate: () =>
    vi.doMock('../../schema/privacy/access.ts', async (original) => {
      const { accessOf } = await original<typeof import('../../schema/privacy/access.ts')>();
      return { accessOf: (register: never, layout: never) => accessOf(register, layout, 'GOVERNMENT') };
    }),
};

afterEach(() => {
  vi.doUnmock('../../functions/store/tier-blocks.ts');
  vi.doUnmock('../../schema/privacy/access.ts');
  vi.resetModules();
});

function mutate(...names: readonly (keyof typeof mutations)[]): void {
  vi.resetModules();
  for (const name of names) mutations[name]();
}

/** Every tier is handed the port to its own classes, and to no other. */
async function checkPorts(): Promise<void> {
  const { createContext } = await import('../../functions/graphql/request-context.ts');
  const block = async () => [];
  const sources = {
    editions: { latest: async () => null, get: async () => null, at: async () => null, publications: async () => [] },
    credit: noCredit,
    blocks: { open: block, registered: block, enterprise: block, government: block },
    sealer: { seal: (plain: string) => plain, open: (text: string) => text },
  };
  for (const tier of tiers) {
    const { blocks } = await createContext(sources, { tier, client: null }, 0);
    for (const fieldClass of fieldClasses) {
      if (mayRead(tier, fieldClass)) expect(blocks(fieldClass)).toBe(block);
      else expect(() => blocks(fieldClass), `${tier} ${fieldClass}`).toThrow(`Cannot read blocks of class`);
    }
  }
}

test('every tier is handed a port to its own classes; a full port in the hands of PUBLIC is found', async () => {
  await checkPorts();
  mutate('fullPort');
  await expect(checkPorts()).rejects.toThrow('PUBLIC registered');
});

/** What PUBLIC gets to see of a house when it asks for all. */
async function askAsPublic() {
  const { testServer } = await import('../harness/server.ts');
  await using server = await testServer();
  const { status, codes, body } = await server.api.post(
    '{ house(code: "4403040010010100001000001") { floorArea rented } }',
  );
  return { status, codes, house: body.data?.house ?? null, log: server.log.join('') };
}

test('behind a gate that fails open the port gives nothing away; behind both, the edition names no restricted tree', async () => {
  mutate();
  expect(await askAsPublic()).toMatchObject({ status: 200, house: { floorArea: null, rented: null } });
  mutate('openGate');
  const { log, ...answer } = await askAsPublic();
  expect(answer).toEqual({ status: 500, codes: ['INTERNAL'], house: null });
  expect(log).toMatch(/Cannot read blocks of class .{0,2}(enterprise|government)/);
  mutate('openGate', 'fullPort');
  expect((await askAsPublic()).house).toEqual({ floorArea: null, rented: null });
});
