import { type FieldClass, fieldClasses, stricter } from '../privacy/field-class.ts';
import { type AlwaysOpen, classFor, possibleClasses } from '../privacy/record-class.ts';
import { perKind } from '../privacy/record-kinds.ts';
import type { Register } from '../registers/register.ts';
import type { Order } from './orders.ts';

/**
 * Trees of an order, one for each class that an entry may have: the strictest class among its key fields, for its record.
 * The open one bears the name of the order, another has its class behind it: `order.grid`, `order.grid.enterprise`.
 */
export function treesOfOrder(register: Register, order: Order): readonly string[] {
  const classes = order.keys.map((field) => possibleClasses(register.policies[field] ?? { class: 'open' }));
  const least = classes.map(([first = 'open']) => first).reduce(stricter, 'open');
  const all = new Set([least, ...classes.flat().map((fieldClass) => stricter(least, fieldClass))]);
  return fieldClasses.filter((fieldClass) => all.has(fieldClass)).map((of) => orderTree(order.name, of));
}

/** The tree of an order that holds the entries of one record. */
export function treeOfEntries({ policies }: Register, order: Order): (record: AlwaysOpen) => string {
  return perKind(policies, (record) => {
    const classes = order.keys.map((field) => classFor(policies[field] ?? { class: 'open' }, record));
    return orderTree(order.name, classes.reduce(stricter, 'open'));
  });
}

/** The name of the tree that holds an order's entries of one class. */
export function orderTree(order: string, fieldClass: FieldClass): string {
  return fieldClass === 'open' ? order : `${order}.${fieldClass}`;
}
