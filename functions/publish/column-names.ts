import { counted } from '../../schema/counted.ts';

/** True when a report may show the name of a column: the first line of a file without a header is data, and may be person data. */
export function mayShowColumn(name: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_]{0,40}$/.test(name);
}

/** The name of a column as a report shows it. */
export function shownColumn(name: string): string {
  return mayShowColumn(name) ? `"${name}"` : `<${counted(name.length, 'character')}>`;
}
