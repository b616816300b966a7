import { entityCode, type Kind, kinds } from './entity-rows.ts';
import type { CellsOfRow } from './publication-city.ts';
import { grids, houses } from './publication-city.ts';

/** A row of an entities file. */
export function entity(kind: Kind, number: number, changed: CellsOfRow = {}): CellsOfRow {
  const grid = grids[number % grids.length]?.code ?? '';
  return {
    code: entityCode(kind, number),
    name: kind === 'soleTrader' ? `示例张某${number}便利店` : `示例第${number}科技（深圳）有限公司`,
    status: 'ACTIVE',
    registeredOn: '2015-03-01',
    industry: kind === 'soleTrader' ? '5211' : 'I6513',
    capital: kind === 'soleTrader' ? '' : '100.5',
    representative: `某甲${number}`,
    address: `示例路${number}号`,
    house: houses.find(({ building }) => building?.startsWith(grid))?.code ?? '',
    grid,
    validFrom: kind === 'soleTrader' ? '2016-01-01' : '2015-03-01', // that of his registration would not be taken
    ...changed,
  };
}

/** `number` entities of every kind, spread over the grids. */
export function entities(number: number): readonly CellsOfRow[] {
  return (Object.keys(kinds) as Kind[]).flatMap((kind) =>
    Array.from({ length: number }, (_, place) => entity(kind, place)),
  );
}
