import { type FieldClass, fieldClasses } from './field-class.ts';

/**
 * Shelves of blocks: one for each class of fields, and one for statements of credit, which belongs to no tier: no port that
 * is made for a tier reads it, the function `credit` alone does.
 */
export const blockClasses = [...fieldClasses, 'credit'] as const;
/** The name of one shelf. */
export type BlockClass = FieldClass | 'credit';
