import { type AnyReleased, origin } from '../privacy/release.ts';
import type { Entry } from '../tree/entry.ts';
import { getGroups } from '../tree/get.ts';
import type { ChangedCode, TwoStates } from './changed-codes.ts';
import { readReleased } from './read-rows.ts';
import { type RegisterView, rootOf } from './register-view.ts';
import type { Selection } from './selection.ts';

/** What a publication did to one code, as the viewer may see it. */
export interface Change {
  readonly seq: number;
  readonly at: string;
  readonly kind: 'INSERTED' | 'UPDATED' | 'RETIRED';
  readonly key: string;
  /** Names of the fields in which `before` and `after` differ. */
  readonly fields: readonly string[];
  readonly before: AnyReleased | null;
  readonly after: AnyReleased | null;
}

/** What is selected of the rows on either side. */
export interface ChangeSelections {
  readonly before: readonly Selection[];
  readonly after: readonly Selection[];
}

/** Describes changed codes: of each the last row that changed, and the one that it replaced. */
export async function describeChanges(
  { before, after }: TwoStates,
  codes: readonly ChangedCode[],
  selections: ChangeSelections,
  publication: { readonly seq: number; readonly at: string },
): Promise<readonly Change[]> {
  const [old, fresh] = await Promise.all([
    readSide(before, codes, selections.before),
    readSide(after, codes, selections.after),
  ]);
  return codes.flatMap(({ code }) => {
    const was = old.get(code) ?? nothing;
    const is = fresh.get(code) ?? nothing;
    const fields = differingFields(was.row, is.row);
    // A field that its own class hides by now may be all that differs: then nothing did that the viewer may know.
    if (fields.length === 0) return [];
    return { ...publication, key: code, kind: kindOf(was, is), fields, before: was.row, after: is.row };
  });
}

interface Side {
  readonly row: AnyReleased | null;
  readonly exists: boolean;
  readonly retired: boolean;
}
const nothing: Side = { row: null, exists: false, retired: false };

function kindOf(was: Side, is: Side): Change['kind'] {
  if (!was.exists) return 'INSERTED';
  if (!is.exists) return 'RETIRED'; // rolled back to before there was any
  return is.retired && !was.retired ? 'RETIRED' : 'UPDATED';
}

async function readSide(
  view: RegisterView | null,
  codes: readonly ChangedCode[],
  selections: readonly Selection[],
): Promise<ReadonlyMap<string, Side>> {
  if (view === null) return new Map();
  const prefixes = codes.map(({ code }) => `${code} `);
  const groups = await getGroups(rootOf(view, 'rows.open'), prefixes, view.blocks('open'));
  const chosen = codes.map(({ lastKey }, place) => groups[place]?.findLast((entry) => entry[0] <= lastKey) ?? null);
  const found = chosen.filter((entry) => entry !== null);
  const rows = await readReleased(view, found, [...selections, allReadable(view)]);
  const byCode = new Map<string, AnyReleased>(rows.map((row) => [row.code, row]));
  return new Map(
    codes.map(({ code }, place) => {
      const group = groups[place] ?? [];
      return [code, { row: byCode.get(code) ?? null, exists: group.length > 0, retired: endsRetired(group) }];
    }),
  );
}

/** A tombstone is the last row of its code, and live on no day. */
function endsRetired(group: readonly Entry[]): boolean {
  const last = group.at(-1);
  return last !== undefined && last[2] !== null && last[2] <= last[1];
}

function allReadable({ register, access }: RegisterView): Selection {
  const fields = new Map([['*', { reads: [...access.readable.keys()] }]]);
  return { register: register.name, typeName: register.typeName, fields, relations: [] };
}

function differingFields(before: AnyReleased | null, after: AnyReleased | null): readonly string[] {
  const { register } = (after ?? before)?.[origin] ?? {};
  return Object.keys(register?.policies ?? {}).filter((field) => textOf(before, field) !== textOf(after, field));
}

function textOf(row: AnyReleased | null, field: string): string {
  return JSON.stringify((row as unknown as Record<string, unknown> | null)?.[field] ?? null);
}
