import type { FieldClass } from '../../schema/privacy/field-class.ts';
import { codeOfKey, type Part } from '../../schema/publication/class-rows.ts';
import { densityOfTree, type Trees } from '../../schema/publication/next-editions.ts';
import { type PlacedFields, placementOf } from '../../schema/publication/placed-fields.ts';
import { build } from '../../schema/tree/build.ts';
import type { Entry, Json } from '../../schema/tree/entry.ts';
import { scan } from '../../schema/tree/scan.ts';
import type { PublicationState } from './publication-state.ts';

/**
 * A part that was laid out as `old`, laid out as `fields`. A field that came into the class is null in it: its old values
 * stay readable in the old editions, under the stricter of both classes. One that left it, if only for this record, is gone.
 */
export function relayPart([knownFrom, ...values]: Part, old: readonly string[], fields: PlacedFields): Part {
  return [knownFrom, ...fields.map((field) => (field === null ? null : (values[old.indexOf(field)] ?? null)))];
}

/** Superseded rows of classes whose fields changed since they were built, in today's layout. */
export async function relaySuperseded(state: PublicationState, relaid: ReadonlySet<FieldClass>): Promise<Trees> {
  const standing = state.base?.registers[state.register.name];
  const placement = placementOf(state.register);
  const trees: { [name: string]: Trees[string] } = {};
  for (const fieldClass of relaid) {
    const name = `superseded.${fieldClass}`;
    const entries = scan(standing?.trees[name] ?? null, {}, state.store.blocks(fieldClass));
    const relay = relayEntries(entries, standing?.layout[fieldClass] ?? [], (code) => placement(fieldClass, { code }));
    trees[name] = await build(relay, state.store.sink(fieldClass), densityOfTree(name));
  }
  return trees;
}

async function* relayEntries(
  entries: AsyncIterable<Entry>,
  old: readonly string[],
  fieldsOf: (code: string) => PlacedFields,
): AsyncGenerator<Entry> {
  for await (const [key, from, to, value] of entries) {
    const [knownFrom, knownTo, ...values] = value as readonly [number, number, ...Json[]];
    const [, ...relaid] = relayPart([knownFrom, ...values], old, fieldsOf(codeOfKey(key)));
    yield [key, from, to, [knownFrom, knownTo, ...relaid]];
  }
}
