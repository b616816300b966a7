/** A count with its noun: `1 code`, `2 codes`; a noun whose plural is not made by an s brings it along. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
