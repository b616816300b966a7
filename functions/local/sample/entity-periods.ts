import type { EntityKind } from './credit-codes.ts';
import { draw, streams } from './random.ts';

/** What is said of an entity in one period, besides what never changes. */
export interface EntityPeriod {
  /** Which of its names it bears: 0 is the first. */
  readonly name: number;
  readonly status: 'ACTIVE' | 'SUSPENDED' | 'DISSOLVED';
  readonly registeredOn: string;
  readonly dissolvedOn: string;
  /** True when it has left its house for the next one. */
  readonly moved: boolean;
  /** Whose owner and capital it has: 0 is its own. */
  readonly owner: number;
  readonly validFrom: string;
  readonly validTo: string;
}

/** What becomes of entities; the first twenty numbers show everything, in companies and sole traders among others. */
type Story = 'none' | 'renamed before' | 'dissolved before' | 'suspended' | Week;
/** What the second edition tells. */
type Week = 'renamed' | 'moved' | 'dissolved' | 'corrected' | 'added' | 'gone';

const perThousand: readonly (readonly [story: Story, share: number])[] = [
  ['renamed before', 20],
  ['dissolved before', 60],
  ['suspended', 90],
  ['renamed', 94],
  ['moved', 98],
  ['dissolved', 101],
  ['corrected', 103],
  ['added', 108],
  ['gone', 109],
];

/** The periods of an entity as an edition of the file says them; none where it does not list it. */
export function entityPeriods(seed: number, kind: EntityKind, id: number, edition: 1 | 2 | 3): readonly EntityPeriod[] {
  const story = storyOf(seed, id);
  if (edition === 1 ? story === 'added' : story === 'gone') return [];
  const told = firstPeriods(seed, id, story);
  const first = kind === '92' ? told.map(withoutOwnDates) : told;
  const second = edition === 1 ? first : secondEdition(first, story);
  return edition === 3
    ? second.map((period) => corrected(period, kind, draw(seed, streams.entityRevision, id, 1)))
    : second;
}

/** The first numbers go once through the kinds, then again: the stories must meet sole traders (the ninth kind) too. */
function storyOf(seed: number, id: number): Story {
  if (id === 8 || id === 7) return 'renamed';
  if (id === 18) return 'moved';
  if (id === 17) return 'renamed before';
  if (id < 18 && id > 8) return perThousand[id - 9]?.[0] ?? 'none';
  const share = draw(seed, streams.entityRevision, id) % 1000;
  return perThousand.find(([, bound]) => share < bound)?.[0] ?? 'none';
}

function firstPeriods(seed: number, id: number, story: Story): readonly EntityPeriod[] {
  const drawn = draw(seed, streams.entityDates, id);
  const registeredOn = registered(drawn, story === 'added');
  const period: EntityPeriod = {
    ...{ name: 0, status: 'ACTIVE', registeredOn, dissolvedOn: '', moved: false, owner: 0 },
    ...{ validFrom: registeredOn, validTo: '' },
  };
  const day = `2025-${String(7 + (drawn % 5)).padStart(2, '0')}-${String(1 + ((drawn >>> 4) % 28)).padStart(2, '0')}`;
  switch (story) {
    case 'renamed before':
      return [
        { ...period, name: 1, validTo: day },
        { ...period, validFrom: day },
      ];
    case 'dissolved before':
      return [
        { ...period, validTo: day },
        { ...period, status: 'DISSOLVED', dissolvedOn: day, validFrom: day },
      ];
    case 'suspended':
      return [{ ...period, status: 'SUSPENDED' }];
    default:
      return [period];
  }
}

/**
 * Of a sole trader the days of registration and of dissolution are closed, those of periods open: so its periods turn with the
 * register's months, and never on a day of its own. One that is new is in force from the publication on.
 */
function withoutOwnDates(period: EntityPeriod): EntityPeriod {
  const turn = (date: string) => {
    if (date === '') return '';
    if (date < '2025') return '2025-01-01';
    return date < '2026' ? `2025-${String(Number(date.slice(5, 7)) + 1).padStart(2, '0')}-01` : '';
  };
  return { ...period, validFrom: turn(period.validFrom), validTo: turn(period.validTo) };
}

/** Changes that are dated by the publication are left without a date. */
function secondEdition(first: readonly EntityPeriod[], story: Story): readonly EntityPeriod[] {
  const changed = (change: Partial<EntityPeriod>) => first.map((period) => ({ ...period, validFrom: '', ...change }));
  switch (story) {
    case 'renamed':
      return changed({ name: 2 });
    case 'moved':
      return changed({ moved: true });
    case 'dissolved':
      return changed({ status: 'DISSOLVED', dissolvedOn: '2026-01-16' });
    case 'corrected':
      return first.map((period) => ({ ...period, name: 3 }));
    default:
      return first;
  }
}

/** In one of sixty another owner and capital; of sole traders another name, or the house they are in. */
function corrected(period: EntityPeriod, kind: EntityKind, drawn: number): EntityPeriod {
  const owner = drawn % 60 === 0 ? 10_000_000 : 0;
  if (kind !== '92' || period.dissolvedOn !== '') return { ...period, owner };
  return { ...period, owner, name: drawn % 50 === 1 ? 4 : period.name, moved: period.moved || drawn % 50 === 2 };
}

/** Between 1990 and 2024, sometimes to the month or year; in the week of the second edition for those that it adds. */
function registered(drawn: number, isNew: boolean): string {
  const month = String(1 + ((drawn >>> 8) % 12)).padStart(2, '0');
  const day = String(1 + ((drawn >>> 12) % 28)).padStart(2, '0');
  if (isNew) return `2026-01-${12 + (drawn % 7)}`;
  const year = 2024 - Math.floor(((drawn >>> 16) % 1190) ** 2 / 41_000);
  const share = drawn % 100;
  if (share < 4) return `${year}`;
  return share < 10 ? `${year}-${month}` : `${year}-${month}-${day}`;
}
