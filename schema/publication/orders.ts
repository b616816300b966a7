import { type IndustryCode, industryDigits } from '../codes/industry-code.ts';
import { type Day, dayText } from '../dates/day.ts';
import { mortonCode } from '../geometry/morton.ts';
import { nameKey, normalName, wordKeys } from '../registers/entities/name-key.ts';
import type { StoredRow } from '../registers/register.ts';
import type { RegisterName } from '../registers/register-name.ts';
import type { Entry } from '../tree/entry.ts';
import { livePeriod } from './class-rows.ts';
import { endOf, startOf } from './periods.ts';

/** Keys `<first part> <code> <first day>`: the rows of a register in another order. See order-trees.ts for where they lie. */
export interface Order {
  readonly name: string;
  /** Fields that the first part is made of: the strictest of their classes is that of an entry, for its record. */
  readonly keys: readonly string[];
  /** The register whose rows the entries depend on besides the order's own. */
  readonly through: RegisterName | null;
  /** Entries of one code: a function of its rows and of the rows of what it points at. */
  entries(rows: readonly StoredRow[], pointedAt: (code: string) => readonly StoredRow[]): Entry[];
}

/** Orders of every register. */
export const ordersOf: { readonly [R in RegisterName]: readonly Order[] } = {
  DIVISIONS: [byField('parent')],
  GRIDS: [byField('community')],
  BUILDINGS: [byField('community'), byField('grid'), byPlace(), byReplaced()],
  HOUSES: [byField('building'), throughBuilding('community'), throughBuilding('grid'), byReplaced()],
  ENTITIES: [
    ...[byField('community'), byField('grid'), byField('house')],
    byText('name', 'name', (name) => [nameKey(normalName(name))]),
    byText('words', 'name', (name) => wordKeys(normalName(name))),
    byField('industrySection'),
    byText('industry', 'industry', (industry) => [industryDigits(industry as IndustryCode)]),
  ],
};

function entry(first: string, row: StoredRow): Entry {
  const [from, to] = livePeriod(row);
  return [`${first} ${row.code} ${dayText(startOf(row))}`, from, to, null];
}

function byField(field: string): Order {
  return {
    name: `order.${field}`,
    keys: [field],
    through: null,
    entries: (rows) =>
      rows.flatMap((row) => {
        const first = row[field];
        return typeof first === 'string' ? [entry(first, row)] : [];
      }),
  };
}

/** By what is made of a text field: an entry for each first part that is not empty. */
function byText(name: string, field: string, firstsOf: (text: string) => readonly string[]): Order {
  return {
    name: `order.${name}`,
    keys: [field],
    through: null,
    entries: (rows) =>
      rows.flatMap((row) => {
        const text = row[field];
        const firsts = typeof text === 'string' ? firstsOf(text) : [];
        return firsts.filter((first) => first !== '').map((first) => entry(first, row));
      }),
  };
}

function byPlace(): Order {
  return {
    name: 'order.place',
    keys: ['lon', 'lat'],
    through: null,
    entries: (rows) => rows.map((row) => entry(mortonCode(Number(row.lon), Number(row.lat)), row)),
  };
}

function byReplaced(): Order {
  return {
    name: 'order.replaces',
    keys: ['replaces'],
    through: null,
    entries: (rows) => rows.flatMap((row) => row.replaces.map((replaced) => entry(replaced, row))),
  };
}

interface Stay {
  readonly first: string;
  readonly from: Day;
  readonly to: Day | null;
}

/** Houses stand where their building stands, period by period. */
function throughBuilding(field: 'community' | 'grid'): Order {
  return {
    name: `order.${field}`,
    keys: ['building'],
    through: 'BUILDINGS',
    entries: (rows, pointedAt) =>
      rows.flatMap((row) =>
        staysDuring(row, pointedAt(String(row.building)), field).map((stay): Entry => {
          const [from, to] = row.state === 'RETIRED' ? [0, 0] : [stay.from, stay.to];
          return [`${stay.first} ${row.code} ${dayText(stay.from)}`, from, to, null];
        }),
      ),
  };
}

function staysDuring(row: StoredRow, buildings: readonly StoredRow[], field: string): Stay[] {
  const stays: Stay[] = [];
  for (const building of buildings) {
    const from = Math.max(startOf(row), startOf(building));
    const to = earlier(endOf(row), endOf(building));
    const first = String(building[field]);
    if (to !== null && to <= from) continue;
    const last = stays.at(-1);
    if (last !== undefined && last.first === first && last.to === from) stays[stays.length - 1] = { ...last, to };
    else stays.push({ first, from, to });
  }
  return stays;
}

function earlier(one: Day | null, other: Day | null): Day | null {
  if (one === null) return other;
  return other === null ? one : Math.min(one, other);
}
