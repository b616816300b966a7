import { parse } from 'csv-parse/sync';
import type { SampleCity, Step } from '../../functions/local/sample/sample-city.ts';

/** One row of a source file as text by column; null properties of GeoJSON are empty. */
export type Row = { readonly [column: string]: string };

/** The whole text of a step's file. */
export async function textOf(city: SampleCity, step: Step): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of city.open(step)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** The rows of a step's file, read by csv-parse or JSON.parse. */
export async function rowsOf(city: SampleCity, step: Step): Promise<readonly Row[]> {
  const text = await textOf(city, step);
  if (!step.file.endsWith('.geojson')) return parse(text, { columns: true });
  return featuresOf(text).map(({ properties }) =>
    Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, value ?? ''])),
  );
}

export interface Feature {
  readonly properties: { readonly [name: string]: string | null };
  readonly geometry: { readonly type: string; readonly coordinates: unknown } | null;
}

export function featuresOf(text: string): readonly Feature[] {
  const collection: { readonly type: string; readonly features: readonly Feature[] } = JSON.parse(text);
  if (collection.type !== 'FeatureCollection')
    throw new Error(`Cannot read "${collection.type}": must be a collection`);
  return collection.features;
}
