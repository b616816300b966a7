import type { Edition, LineMove, PublicationRecord, RegisterEdition } from '../ports.ts';
import { type FieldClass, fieldClasses, mayRead } from '../privacy/field-class.ts';
import { type Tier, tiers } from '../privacy/tier.ts';
import type { RegisterName } from '../registers/register-name.ts';
import type { TreeRoot } from '../tree/block.ts';
import { type Density, keyDensity, rowDensity } from '../tree/boundary.ts';

/** Roots of one register's trees by name. */
export type Trees = { readonly [name: string]: TreeRoot | null };

/** The newest edition of every line; null while there is none. */
export type Lines = { readonly [T in Tier]: Edition | null };

/** What a publication made: trees of its own register, and orders of others that depend on it. */
export interface Made {
  readonly register: RegisterName;
  readonly layout: RegisterEdition['layout'];
  /** Rules by which classes depend on the record; absent with trees of an edition that names none. */
  readonly exceptions?: string | undefined;
  readonly trees: Trees;
  readonly derived: { readonly [R in RegisterName]?: Trees };
  /** How many codes changed in what each tier may read. */
  readonly changes: { readonly [T in Tier]: number };
  /** ISO instant; made later than every line's newest edition if it is not. */
  readonly at: string;
  readonly report: string | null;
}

/** The class whose readers may read a tree: named at the end, `rows.open` and `order.grid.enterprise`; open for others. */
export function classOfTree(name: string): FieldClass {
  const [kind, first, second] = name.split('.');
  const isRows = kind === 'rows' || kind === 'superseded';
  const of = isRows ? first : second;
  if (!isRows && of === undefined) return 'open';
  return fieldClasses.find((fieldClass) => fieldClass === of) ?? 'government';
}

/** How many rows the leaves of a tree hold: only the open rows are more than a key and a value or two. */
export function densityOfTree(name: string): Density {
  return name === 'rows.open' || name === 'superseded.open' || name === 'spatial' ? rowDensity : keyDensity;
}

/** New editions of the lines whose trees changed; no line when nothing did. */
export function nextEditions(lines: Lines, made: Made): LineMove {
  const editions: Edition[] = [];
  const publications: PublicationRecord[] = [];
  // GOVERNMENT's line moves with every other: all editions of one publication have one time.
  const at = laterThan(lines.GOVERNMENT?.at ?? null, made.at);
  for (const tier of tiers) {
    const before = lines[tier];
    const registers = registersFor(tier, before, made);
    if (before !== null && sameRoots(before.registers, registers)) continue;
    const number = (before?.number ?? 0) + 1;
    const own = registers[made.register];
    const moved = own !== undefined && own.seq > (before?.registers[made.register]?.seq ?? 0);
    const dated = moved ? { ...registers, [made.register]: { ...own, publishedAt: at } } : registers;
    editions.push({ tier, number, at, registers: dated });
    if (moved) {
      publications.push({
        tier,
        register: made.register,
        seq: own.seq,
        edition: number,
        at,
        changes: made.changes[tier],
      });
    }
  }
  return { editions, publications, report: made.report };
}

function registersFor(tier: Tier, before: Edition | null, made: Made): Edition['registers'] {
  const registers: { [R in RegisterName]?: RegisterEdition } = { ...before?.registers };
  for (const [name, trees] of Object.entries(made.derived) as [RegisterName, Trees][]) {
    const standing = registers[name];
    if (standing !== undefined)
      registers[name] = { ...standing, trees: { ...standing.trees, ...readable(trees, tier) } };
  }
  const standing = registers[made.register];
  const trees = { ...standing?.trees, ...readable(made.trees, tier) };
  const rowsMoved = standing === undefined || !sameRows(standing.trees, trees);
  registers[made.register] = {
    seq: (standing?.seq ?? 0) + (rowsMoved ? 1 : 0),
    publishedAt: standing?.publishedAt ?? made.at,
    ...(made.exceptions === undefined ? {} : { exceptions: made.exceptions }),
    layout: made.layout, // of all classes: the policy is public, and says which class hides what
    trees,
  };
  return registers;
}

function readable(trees: Trees, tier: Tier): Trees {
  return Object.fromEntries(Object.entries(trees).filter(([name]) => mayRead(tier, classOfTree(name))));
}

/** Editions rise strictly, whatever the clock does. */
function laterThan(before: string | null, at: string): string {
  if (before === null || Date.parse(at) > Date.parse(before)) return at;
  return new Date(Date.parse(before) + 1).toISOString();
}

function sameRows(before: Trees, after: Trees): boolean {
  return Object.keys(after).every(
    (name) => !/^(rows|superseded)\./.test(name) || hashOf(before[name]) === hashOf(after[name]),
  );
}

function sameRoots(before: Edition['registers'], after: Edition['registers']): boolean {
  return (Object.keys(after) as RegisterName[]).every((name) => {
    const standing = before[name]?.trees ?? {};
    const trees = after[name]?.trees ?? {};
    return Object.keys(trees).every((tree) => tree in standing && hashOf(standing[tree]) === hashOf(trees[tree]));
  });
}

function hashOf(root: TreeRoot | null | undefined): string {
  return root?.hash ?? '';
}
