import { houseRows } from './city-rows.ts';
import { csv } from './publication-city.ts';
import { cellsOf, type StoryFile } from './story-files.ts';

/** What stands in sealed columns of the files below. */
export const sealedWords = { ownerName: 'Example Owner', ownerId: '11010519491231002X' } as const;

/** A file of houses with many more of them in the same buildings, all on `floor`: some parts of those of `local`. */
export function largeHouses(file: StoryFile, floor: number, perBuilding = 160): StoryFile {
  const [header = '', ...standing] = file.text.trimEnd().split('\n');
  const codes = new Set(standing.map((line) => line.split(',')[0]));
  const more = houseRows(perBuilding).filter(({ code }) => !codes.has(code));
  const added = csv(
    'houses',
    more.map((row) => ({ ...cellsOf(row), floor: String(floor), ...sealedWords })),
    header.split(','),
  );
  return { ...file, text: `${file.text}${added.slice(added.indexOf('\n') + 1)}` };
}
