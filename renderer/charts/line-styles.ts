/** Dash patterns by position, so that lines can be told apart without their colours. */
const DASHES: readonly (readonly number[])[] = [
  [],
  [7, 3],
  [2, 2],
  [9, 3, 2, 3],
  [4, 2],
  [1, 3],
  [12, 4],
  [6, 2, 1, 2, 1, 2],
];

/**
 * The dash pattern of the n-th line, so that colour alone never tells lines apart; empty: solid.
 */
export function dashOf(position: number): readonly number[] {
  return DASHES[position % DASHES.length] ?? [];
}
