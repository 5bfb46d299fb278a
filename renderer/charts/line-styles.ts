/** Dash patterns by position, to tell lines apart without colours. */
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

function dashOf(position: number): readonly number[] {
  return DASHES[position % DASHES.length] ?? [];
}

/** What determines a line's dashes. */
export interface LineLook {
  readonly position: number;
  /** Solid, whatever its position. */
  readonly solid?: boolean;
  /** Drawn for comparison. */
  readonly faint?: boolean;
}

/** Lengths of dashes and gaps of a line in pixels; empty: solid. */
export function dashesOf({ position, solid, faint }: LineLook): readonly number[] {
  if (faint === true) return [2, 3];
  return solid === true ? [] : dashOf(position);
}
