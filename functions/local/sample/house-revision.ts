import { futureDay, houseDay, planDay } from './dates.ts';
import { firstHouses, type House, houseCode, houseOf, type Site } from './house-plan.ts';
import { draw, streams } from './random.ts';

/**
 * The houses of a building in the second edition of their register: those of buildings that are gone are absent, those
 * of successors replace every other one of them, those of a completed building become current, and in all others a few
 * are corrected, retired, merged, split, added, or change their use, now or in the future.
 */
export function revisedHouses(site: Site): readonly House[] {
  const { building } = site;
  if (building.change === 'redeveloped' || building.change === 'demolished') return [];
  const first = firstHouses(site);
  if (building.since === 2) return first.map((house) => firstOfNewBuilding(site, house));
  if (building.change === 'completed') return first.map((house) => ({ ...house, ...begun, state: 'CURRENT' as const }));
  if (building.planned || building.temporary) return first;
  const works = worksIn(site, first);
  return [...first.flatMap((house) => works.get(house.sequence) ?? periodsOf(site, house)), ...(works.get(0) ?? [])];
}

/** A period that begins on the second edition's effective date, by being silent about it. */
const begun = { validFrom: houseDay, silent: true };

function firstOfNewBuilding({ building }: Site, house: House): House {
  if (building.replaces === null) return { ...house, validFrom: planDay };
  const { code, housesBefore } = building.replaces;
  const replaces = house.sequence % 2 === 0 ? '' : houseCode(code, housesBefore + house.sequence);
  return { ...house, validFrom: houseDay, replaces };
}

/** What happens to one house, in 24 of 2,400; one in ten of the others leaves its validity to the register. */
function periodsOf({ plan, building }: Site, house: House): readonly House[] {
  const drawn = draw(plan.seed, streams.houseRevision, building.id, house.sequence);
  const event = drawn % 2400;
  if (event >= 24) return (drawn >>> 12) % 10 === 0 ? [{ ...house, silent: true }] : [house];
  if (event < 8) return [{ ...house, room: `${house.room}A` }];
  const use = house.use === 'OFFICE' ? 'COMMERCIAL' : 'OFFICE';
  if (event < 13) return [{ ...house, ...begun, use }];
  if (event < 18) {
    return [
      { ...house, validTo: futureDay },
      { ...house, validFrom: futureDay, use },
    ];
  }
  return event < 21 ? [retired(house)] : [];
}

/**
 * Works in one of six buildings with four houses or more: the first two houses are merged, the third is split (and its
 * retirement stated, or left to `replaces`), or a house is added. By number; what is new stands under 0.
 */
function worksIn(site: Site, houses: readonly House[]): ReadonlyMap<number, readonly House[]> {
  const [one, two, three, four] = houses;
  const none = new Map<number, readonly House[]>();
  if (one === undefined || two === undefined || three === undefined || four === undefined) return none;
  const added = (number: number) => ({ ...houseOf(site, houses.length + number), ...begun });
  switch (draw(site.plan.seed, streams.houseEvent, site.building.id) % 24) {
    case 0:
      return new Map([
        [1, [retired(one)]],
        [2, [retired(two)]],
        [0, [merged(added(1), one, two)]],
      ]);
    case 1:
      return new Map([
        [3, [retired(three)]],
        [0, [half(added(1), three, 'A'), half(added(2), three, 'B')]],
      ]);
    case 2:
      return new Map([
        [3, []],
        [0, [half(added(1), three, 'A'), half(added(2), three, 'B')]],
      ]);
    case 3:
      return new Map([[0, [added(1)]]]);
    default:
      return none;
  }
}

function retired(house: House): House {
  return { ...house, state: 'RETIRED', validFrom: houseDay };
}

function merged(house: House, one: House, two: House): House {
  const area = one.area === null || two.area === null ? null : one.area + two.area;
  const { floor, use } = one;
  return { ...house, floor, use, area, room: `${one.room}-${two.room}`, replaces: `${one.code} ${two.code}` };
}

function half(house: House, whole: House, mark: 'A' | 'B'): House {
  const area = whole.area === null ? null : Math.floor(whole.area / 2);
  const { floor, use } = whole;
  return { ...house, floor, use, area, room: `${whole.room}${mark}`, replaces: whole.code };
}
