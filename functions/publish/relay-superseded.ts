import type { FieldClass } from '../../schema/privacy/field-class.ts';
import type { Part } from '../../schema/publication/class-rows.ts';
import type { Trees } from '../../schema/publication/next-editions.ts';
import { layoutOf } from '../../schema/registers/register.ts';
import { build } from '../../schema/tree/build.ts';
import type { Entry, Json } from '../../schema/tree/entry.ts';
import { scan } from '../../schema/tree/scan.ts';
import type { PublicationState } from './publication-state.ts';

/**
 * Superseded rows of classes whose fields changed since they were built, in today's layout. A field that came into the
 * class has no past there (null): its old values stay readable in the old editions, under the stricter of both classes.
 */
export async function relaySuperseded(state: PublicationState): Promise<Trees> {
  const standing = state.base?.registers[state.register.name];
  const trees: { [name: string]: Trees[string] } = {};
  if (standing === undefined) return trees;
  for (const [fieldClass, fields] of Object.entries(layoutOf(state.register)) as [FieldClass, readonly string[]][]) {
    const old = standing.layout[fieldClass];
    if (old === undefined || old.join() === fields.join()) continue;
    const name = `superseded.${fieldClass}`;
    const entries = scan(standing.trees[name] ?? null, {}, state.store.blocks(fieldClass));
    trees[name] = await build(relaid(entries, old, fields), state.store.sink(fieldClass));
  }
  return trees;
}

async function* relaid(
  entries: AsyncIterable<Entry>,
  old: readonly string[],
  fields: readonly string[],
): AsyncGenerator<Entry> {
  const places = fields.map((field) => old.indexOf(field));
  for await (const [key, from, to, value] of entries) {
    const [knownFrom, knownTo, ...values] = value as unknown as [Part[0], number, ...Json[]];
    yield [key, from, to, [knownFrom, knownTo, ...places.map((place) => values[place] ?? null)]];
  }
}
