import type { Figure } from './figure.ts';

/** The figures as a table for people: two lines of numbers never stand without what they are compared with. */
export function table(figures: readonly Figure[]): string {
  const header = ['benchmark', 'metric', 'value', 'unit', 'peer', 'peer value', 'ratio', 'target', ''];
  const rows = figures.map((one) => [
    one.name,
    one.metric,
    shown(one.value),
    one.unit,
    one.peer,
    shown(one.peerValue),
    Number.isFinite(one.ratio) ? `${shown(one.ratio)}x` : '-',
    one.target ?? '',
    one.reached === null ? '' : one.reached ? 'reached' : 'MISSED',
  ]);
  const numeric = new Set([2, 5, 6]);
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return numeric.has(column) ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  return [line(header), ...rows.map(line)].join('\n');
}

/** Three significant digits, thousands in groups. */
function shown(number: number): string {
  return Math.abs(number) >= 100 ? Math.round(number).toLocaleString('en') : String(Number(number.toPrecision(3)));
}
