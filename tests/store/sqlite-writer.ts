import { openSqliteStore } from '../../functions/store/sqlite/open-sqlite-store.ts';
import { aBlock, anEdition, aPublication } from './store-builder.ts';

/**
 * A process of its own that writes into the store of a folder, edition upon edition, as a publisher does: the 200 blocks of an edition
 * first, the edition last. Arguments: folder, first seed, how many editions. Prints the number of each that stands.
 */
const [folder = '', firstSeed = '0', editions = '0'] = process.argv.slice(2);
const store = openSqliteStore(folder, Date.now);
for (let round = 0; round < Number(editions); round++) {
  const seed = Number(firstSeed) + round * 200;
  await store.blocks.write(
    'open',
    Array.from({ length: 200 }, (_, index) => aBlock(seed + index, 500)),
  );
  const number = ((await store.editions.latest('PUBLIC'))?.number ?? 0) + 1;
  const publication = aPublication(number, { changes: seed });
  const outcome = await store.editions.move({
    editions: [anEdition(number)],
    publications: [publication],
    report: null,
    leaves: [],
  });
  if (outcome === 'moved') process.stdout.write(`${number}\n`);
  else round--;
}
await store.close();
