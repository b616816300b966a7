/**
 * Most blocks that a count looks into for rows that are live before an event to come, of each tree; edges of its range aside. In the sample
 * city, where one leaf of houses in four holds a planned row, they count four million houses today.
 */
export const countedBlocks = 4096;
