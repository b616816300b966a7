import type { Context } from '../context.ts';
import type { RegisterEdition } from '../ports.ts';
import { type Access, accessOf } from '../privacy/access.ts';
import type { FieldClass } from '../privacy/field-class.ts';
import { type Sight, sightOf } from '../privacy/sight.ts';
import { registerOf } from '../registers/index.ts';
import type { Register } from '../registers/register.ts';
import type { RegisterName } from '../registers/register-name.ts';
import type { TreeRoot } from '../tree/block.ts';
import type { Blocks } from '../tree/blocks.ts';
import type { PageRequest } from '../tree/page.ts';
import type { AsOf } from './as-of.ts';

/** One register in one edition, as one viewer may read it. */
export interface RegisterView<R extends RegisterName = RegisterName> {
  readonly register: Register<R>;
  readonly edition: RegisterEdition;
  readonly access: Access;
  readonly asOf: AsOf;
  readonly context: Context;
  readonly blocks: (fieldClass: FieldClass) => Blocks;
  readonly foresight?: Foresight;
}

/** Hears what is about to be read, and has read along with it what that likely leads to. */
export interface Foresight {
  /** Rows of these codes. */
  readonly codes: (codes: readonly string[]) => void;
  /** A page of a tree of the register, whose rows are wanted. */
  readonly page: (tree: string, request: PageRequest) => void;
}

/** The register as it stands in the edition, or null where nothing of it was published yet. */
export function viewRegister<R extends RegisterName>(context: Context, asOf: AsOf, name: R): RegisterView<R> | null {
  const edition = asOf.edition.registers[name];
  if (edition === undefined) return null;
  const register = registerOf(name);
  const access = accessOf(register, edition.layout, context.viewer.tier);
  return { register, edition, access, asOf, context, blocks: context.blocks };
}

/** What the viewer sees of the parts of rows in the edition. */
export function sightIn({ register, edition, access }: RegisterView): Sight {
  return sightOf(register, edition, access.tier);
}

/** Root of a tree; a tree that the edition does not name is empty. */
export function rootOf(view: RegisterView, tree: string): TreeRoot | null {
  return view.edition.trees[tree] ?? null;
}

/** A view that counts the blocks that are read through it. */
export interface MeteredView<R extends RegisterName = RegisterName> extends RegisterView<R> {
  readonly spent: () => number;
}

/** The same view, counting. */
export function metered<R extends RegisterName>(view: RegisterView<R>): MeteredView<R> {
  let count = 0;
  const blocks = (fieldClass: FieldClass): Blocks => {
    const read = view.blocks(fieldClass);
    return (references) => {
      count += references.length;
      return read(references);
    };
  };
  return { ...view, blocks, spent: () => count };
}
