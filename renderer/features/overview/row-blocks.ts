/** Lines that are shown and hidden together. */
export const LINES_A_BLOCK = 8;
/** The most blocks that are kept: those of a fleet of a thousand hosts. */
const MOST_BLOCKS = 128;

/**
 * Some lines in one element with its own layout. Its content can be hidden without losing that layout. Showing it again
 * does not affect other blocks, because it is in a nested element.
 */
export interface RowBlock<Line> {
  readonly element: HTMLElement;
  readonly inner: HTMLElement;
  /** Position in the list, from 0. */
  number: number;
  readonly lines: readonly Line[];
  /** Whether it is visible; a block with other lines than its current place is not. */
  drawn: boolean;
  /** The version that it was last written for; if it differs, the block must be rewritten. */
  version: number;
  /** The time that it was last written for, Unix seconds. */
  now: number;
}

/** How blocks are created. */
export interface RowBlocksOptions<Line> {
  readonly lineHeight: number;
  readonly makeLine: () => Line;
}

/** The blocks of a list of lines of equal height, in the document in list order. */
export function createRowBlocks<Line>({ lineHeight, makeLine }: RowBlocksOptions<Line>) {
  const height = LINES_A_BLOCK * lineHeight;
  const byNumber = new Map<number, RowBlock<Line>>();
  /** Outside the document, for reuse. */
  const spare: RowBlock<Line>[] = [];

  function make(number: number): RowBlock<Line> {
    const [element, inner] = [document.createElement('div'), document.createElement('div')];
    element.className = 'block';
    element.role = inner.role = 'presentation';
    element.style.height = `${String(height)}px`;
    element.append(inner);
    const lines = Array.from({ length: LINES_A_BLOCK }, makeLine);
    return { element, inner, number, lines, drawn: true, version: -1, now: 0 };
  }

  /** The block farthest from a position. */
  function furthestFrom(number: number): RowBlock<Line> | undefined {
    let found: RowBlock<Line> | undefined;
    for (const block of byNumber.values()) {
      if (found === undefined || Math.abs(block.number - number) > Math.abs(found.number - number))
        found = block;
    }
    return found;
  }

  function free(around: number, number: number): RowBlock<Line> {
    const used = spare.pop();
    if (used !== undefined) return used;
    const far = byNumber.size < MOST_BLOCKS ? undefined : furthestFrom(around);
    if (far === undefined) return make(number);
    byNumber.delete(far.number);
    return far;
  }

  /** The block at a position of the body; if there is none, a new invisible one, or the one farthest from `around`. */
  function take(body: HTMLElement, number: number, around = number): RowBlock<Line> {
    const known = byNumber.get(number);
    if (known !== undefined) return known;
    const block = free(around, number);
    block.number = number;
    block.version = -1;
    block.element.style.top = `${String(number * height)}px`;
    draw(block, false);
    let next: RowBlock<Line> | undefined;
    for (const other of byNumber.values())
      if (other.number > number && (next === undefined || other.number < next.number)) next = other;
    body.insertBefore(block.element, next?.element ?? null);
    byNumber.set(number, block);
    return block;
  }

  function draw(block: RowBlock<Line>, drawn: boolean): void {
    if (block.drawn === drawn) return;
    block.drawn = drawn;
    block.inner.style.setProperty('content-visibility', drawn ? 'visible' : 'hidden');
  }

  function drop(block: RowBlock<Line>): void {
    block.element.remove();
    byNumber.delete(block.number);
    spare.push(block);
  }

  function clear(): void {
    for (const { element } of byNumber.values()) element.remove();
    byNumber.clear();
    spare.length = 0;
  }

  /**
   * The position nearest to one where `isWanting` reports work, among those that would be kept around it; undefined:
   * none.
   */
  function nearest(
    { from, count }: { readonly from: number; readonly count: number },
    isWanting: (block: RowBlock<Line> | undefined) => boolean,
  ): number | undefined {
    for (let distance = 0, seen = 0; distance < count && seen < MOST_BLOCKS; distance += 1) {
      for (const number of distance === 0 ? [from] : [from + distance, from - distance]) {
        if (number < 0 || number >= count || seen === MOST_BLOCKS) continue;
        seen += 1;
        if (isWanting(byNumber.get(number))) return number;
      }
    }
    return undefined;
  }

  /** A position after the end of a list of so many blocks. */
  function beyond(count: number): RowBlock<Line> | undefined {
    for (const block of byNumber.values()) if (block.number >= count) return block;
    return undefined;
  }

  return { all: () => byNumber.values(), take, draw, drop, clear, nearest, beyond };
}
