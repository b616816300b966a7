import { pick } from './random.ts';

/** Days that several files of the sample share; all others are drawn. The boundaries of 2025 hold from the first. */
export const boundaryDay = '2025-03-01';
export const houseDay = '2025-06-01';
/** When the register of entities is first published, and a week later for the second time. */
export const entityDay = '2026-01-12';
export const entityWeekDay = '2026-01-19';
export const futureDay = '2027-01-01';
export const planDay = '2027-06-01';
/** Where the validity of temporary buildings and the houses in them ends. */
export const temporaryUntil = '2027-01';

/** A validity start between 2018-01-01 and the end of 2022, often partial, in the forms that sources use. */
export function registeredFrom(drawn: number): string {
  const share = drawn % 100;
  if (share < 55) return '2018';
  const year = 2018 + ((drawn >>> 8) % 5);
  return partial(year, drawn >>> 11, share);
}

/** A validity start in 2023, after everything that `registeredFrom` makes. */
export function registeredLaterFrom(drawn: number): string {
  return partial(2023, drawn >>> 3, drawn % 100);
}

/** When a building was finished: between 1982 and 2017, often partial, unknown for one in ten. */
export function builtOn(drawn: number): string {
  const share = drawn % 100;
  return share < 10 ? '' : partial(1982 + ((drawn >>> 8) % 36), drawn >>> 14, share);
}

/** `1998`, `1998-05`, `1998-05-17` or, as SZDB/Z 281-2017 writes a month, `199805**`. */
function partial(year: number, drawn: number, share: number): string {
  const month = String(1 + (drawn % 12)).padStart(2, '0');
  const day = String(1 + ((drawn >>> 4) % 28)).padStart(2, '0');
  return pick([`${year}`, `${year}-${month}`, `${year}${month}**`, `${year}-${month}-${day}`], share);
}
