import type { Json } from '../../../schema/tree/entry.ts';
import { checkCrs } from './check-crs.ts';
import { decodeUtf8 } from './clean-text.ts';
import { jsonValueEnd, skipSpace } from './json-value-end.ts';
import { parseJson } from './parse-json.ts';
import { createPropertyColumns, type PropertyColumns } from './property-columns.ts';
import type { RawRow, RowFault } from './raw-row.ts';
import { readFeature } from './read-feature.ts';
import type { Scanner } from './scan-source.ts';
import { sourceFault } from './source-fault.ts';

/** What may come next: the collection's parts, those of its `features`, or nothing more. */
type Place = 'start' | 'firstMember' | 'member' | 'afterMember' | 'firstFeature' | 'feature' | 'afterFeature' | 'end';

interface Scan {
  place: Place;
  feature: number;
  readonly seen: Set<string>;
  readonly columns: PropertyColumns;
  rows: RawRow[];
  faults: RowFault[];
}

/** Punctuation and the place it leads to. */
const NEXT: { readonly [P in Place]: { readonly [punctuation: string]: Place } } = {
  start: { '{': 'firstMember' },
  firstMember: { '}': 'end' },
  member: {},
  afterMember: { ',': 'member', '}': 'end' },
  firstFeature: { ']': 'afterMember' },
  feature: {},
  afterFeature: { ',': 'feature', ']': 'afterMember' },
  end: {},
};

/**
 * Reads the features of a GeoJSON FeatureCollection one by one, wherever `features` stands among its members.
 * What is wrong inside a feature is a fault of that row; outside of the features it is one of the source, which may
 * come after the last row (`type` and `crs` may stand at the end).
 */
export function createGeoJsonScanner(): Scanner {
  const state: Scan = {
    place: 'start',
    feature: 1,
    seen: new Set(),
    columns: createPropertyColumns(),
    rows: [],
    faults: [],
  };
  return {
    line: () => state.feature,
    scan(bytes, last) {
      state.rows = [];
      state.faults = [];
      const consumed = scanTokens(state, bytes);
      if (last) checkEnd(state);
      return {
        consumed,
        batch: { columns: state.columns.names, header: false, rows: state.rows, faults: state.faults },
      };
    },
  };
}

function scanTokens(state: Scan, bytes: Buffer): number {
  let at = skipSpace(bytes, 0);
  while (at < bytes.length) {
    const next = NEXT[state.place][String.fromCharCode(bytes[at] ?? 0)];
    const end = next === undefined ? scanValue(state, bytes, at) : at + 1;
    if (end < 0) break;
    if (next !== undefined) state.place = next;
    at = skipSpace(bytes, end);
  }
  return at;
}

/** Takes a member or a feature; returns its end, or -1 when the bytes end first. */
function scanValue(state: Scan, bytes: Buffer, at: number): number {
  if (state.place === 'feature' || state.place === 'firstFeature') return takeFeature(state, bytes, at);
  if (state.place === 'member' || state.place === 'firstMember') return takeMember(state, bytes, at);
  throw badJson(state);
}

function takeFeature(state: Scan, bytes: Buffer, at: number): number {
  const end = jsonValueEnd(bytes, at);
  if (end < 0) return end;
  if (end === at) throw badJson(state);
  const row = readFeature(bytes.subarray(at, end), state.feature, state.columns);
  if ('reason' in row) state.faults.push(row);
  else state.rows.push(row);
  state.feature += 1;
  state.place = 'afterFeature';
  return end;
}

function takeMember(state: Scan, bytes: Buffer, at: number): number {
  const nameEnd = jsonValueEnd(bytes, at);
  if (nameEnd < 0) return nameEnd;
  const name = parseOutside(state, bytes.subarray(at, nameEnd));
  const colon = skipSpace(bytes, nameEnd);
  const start = skipSpace(bytes, colon + 1);
  if (start >= bytes.length) return -1;
  if (typeof name !== 'string' || bytes[colon] !== 0x3a) throw badJson(state);
  const isFeatures = name === 'features' && bytes[start] === 0x5b;
  const end = isFeatures ? start + 1 : jsonValueEnd(bytes, start);
  if (end < 0) return end;
  if (!isFeatures) checkMember(name, parseOutside(state, bytes.subarray(start, end)));
  if (state.seen.has(name)) throw badJson(state);
  state.seen.add(name);
  state.place = isFeatures ? 'firstFeature' : 'afterMember';
  return end;
}

function checkMember(name: string, value: Json): void {
  if (name === 'crs') checkCrs(value);
  if (name === 'type' && value !== 'FeatureCollection') throw notCollection('its type is another');
  if (name === 'features') throw notCollection('its features are not a list');
}

function checkEnd(state: Scan): void {
  if (state.place === 'start')
    throw sourceFault('EMPTY', null, 'Cannot read source: must be a FeatureCollection, is empty');
  if (state.place !== 'end') {
    throw sourceFault('TRUNCATED', state.feature, 'Cannot read source: FeatureCollection must be whole, ends inside');
  }
  for (const name of ['type', 'features']) if (!state.seen.has(name)) throw notCollection(`has no member "${name}"`);
}

function parseOutside(state: Scan, bytes: Buffer): Json {
  const text = decodeUtf8(bytes);
  if (typeof text !== 'string') {
    throw sourceFault('BAD_ENCODING', state.feature, 'Cannot read source: text must be UTF-8, is not');
  }
  const value = parseJson(text);
  if (value === undefined) throw badJson(state);
  return value;
}

function badJson(state: Scan): Error {
  const message = 'Cannot read source: JSON outside of the features must be well formed and name a member once, is not';
  return sourceFault('BAD_JSON', state.feature, message);
}

function notCollection(found: string): Error {
  return sourceFault('UNKNOWN_FORMAT', null, `Cannot read source: must be a GeoJSON FeatureCollection, ${found}`);
}
