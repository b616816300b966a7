/** What a building or house is used for. */
export const uses = ['RESIDENTIAL', 'COMMERCIAL', 'OFFICE', 'INDUSTRIAL', 'PUBLIC', 'MIXED', 'OTHER'] as const;
export type Use = (typeof uses)[number];
