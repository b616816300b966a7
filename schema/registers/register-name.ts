/** The registers that hold rows, in the order in which they may refer to each other. */
export const registerNames = ['DIVISIONS', 'GRIDS', 'BUILDINGS', 'HOUSES', 'ENTITIES'] as const;
export type RegisterName = (typeof registerNames)[number];
