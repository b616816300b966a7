import { visibleError } from '../errors.ts';

/** Fragments within fragments can select more than any machine can walk, in a small document. */
const mostSelected = 5000;

/** How many fields of a document were walked. */
export interface SelectionCount {
  fields: number;
}

/** A count that stands at nothing. */
export function createSelectionCount(): SelectionCount {
  return { fields: 0 };
}

/** Counts one field; throws TOO_EXPENSIVE when it is one too many. */
export function countSelected(count: SelectionCount): void {
  count.fields++;
  if (count.fields > mostSelected) {
    throw visibleError(
      'TOO_EXPENSIVE',
      `Cannot run operation: selected fields must be at most ${mostSelected} when all fragments are spread, are more`,
    );
  }
}
