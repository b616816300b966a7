/** The last millisecond whose ISO form has a year of four digits, so that comparing texts is comparing times. */
const lastSortable = 253_402_300_799_999;
const firstSortable = -62_167_219_200_000;

/** An ISO instant in milliseconds since 1970; throws when it is none. */
export function instantMilliseconds(instant: string): number {
  const milliseconds = Date.parse(instant);
  if (Number.isNaN(milliseconds)) throw new Error(`Cannot read instant "${instant}": must be an ISO instant`);
  return Math.min(Math.max(milliseconds, firstSortable), lastSortable);
}

/** The one form of an instant (UTC, milliseconds) in which texts sort as times do; throws when it is none. */
export function sortableInstant(instant: string): string {
  return new Date(instantMilliseconds(instant)).toISOString();
}
