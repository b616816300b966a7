import type { StoredRow } from '../../schema/registers/register.ts';
import { withCreditCheck } from '../codes/generated-credit-codes.ts';
import { gridRows, houseRows, rowOf } from './city-rows.ts';
import type { MemoryPublication } from './edition.ts';

/** The kinds of entities by the first two characters of their codes. */
export const kinds = { company: '91', soleTrader: '92', publicBody: '11', society: '51' } as const;
export type Kind = keyof typeof kinds;

/** A valid code of a region that no authority uses; the organisation part counts on. */
export function entityCode(kind: Kind, number: number): string {
  const eight = `MA${String(number).padStart(6, '0')}`;
  const sum = [3, 7, 9, 10, 5, 8, 4, 2].reduce(
    (total, weight, at) => total + weight * Number.parseInt(eight.charAt(at), 36),
    0,
  );
  return withCreditCheck(`${kinds[kind]}999999${eight}${'0X987654321'.charAt(sum % 11)}`);
}

const names: { readonly [K in Kind]: (number: number) => string } = {
  company: (number) => `示例第${number}科技（深圳）有限公司`,
  soleTrader: (number) => `示例张某${number}便利店`,
  publicBody: (number) => `示例第${number}街道办事处`,
  society: (number) => `示例第${number}志愿者协会`,
};
const industries: { readonly [K in Kind]: string } = {
  company: 'I6513',
  soleTrader: '5211',
  publicBody: 'S9221',
  society: '9521',
};

/** One entity of every kind in each grid, registered in its first house. */
export function entityRows(): StoredRow[] {
  const houses = new Map(
    houseRows()
      .map((house) => [house.code.slice(0, 14), house.code] as const)
      .reverse(),
  );
  return gridRows().flatMap((grid, place) =>
    (Object.keys(kinds) as Kind[]).map((kind) =>
      rowOf({
        code: entityCode(kind, place),
        name: names[kind](place),
        status: place === 5 ? 'DISSOLVED' : 'ACTIVE',
        registeredOn: `201${place}-05-01`,
        dissolvedOn: place === 5 ? '2024-03-01' : null,
        industry: industries[kind],
        industrySection: { company: 'I', soleTrader: 'F', publicBody: 'S', society: 'S' }[kind],
        capital: kind === 'company' ? 100 + place : null,
        representative: `某甲${place}`,
        address: `示例路${place}号`,
        house: houses.get(grid.code) ?? null,
        grid: grid.code,
        community: grid.community,
      }),
    ),
  );
}

/** The register as it is first published, on the day of the houses. */
export function firstEntities(): MemoryPublication {
  return { register: 'ENTITIES', rows: entityRows(), at: '2026-01-04T06:00:00.000Z' };
}
