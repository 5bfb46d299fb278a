import { unzigzag, zigzag, type BitReader, type BitWriter } from './bits.ts';

/**
 * A series of whole numbers in few bits. Of the ways to write it the shortest is taken:
 *
 * - `constant`: its first number alone;
 * - `fixed`: the distance of each from the least one, all in as many bits as the longest takes;
 * - the others: the distance of each number from what was expected, in Rice's code. Expected is the number before (`previous`), the
 *   line through the two before (`line`), the median (`median`), or the middle between median and number before (`between`).
 */
const MODE = { constant: 0, fixed: 1, previous: 2, line: 3, median: 4, between: 5 } as const;
type Mode = (typeof MODE)[keyof typeof MODE];

/** With the mode in one byte: the bits of a number in `fixed`, else the low bits of Rice's code. */
const MODE_BITS = 3;

/** `fixed` is read in half the time: Rice's code has to be this much shorter. */
const WORTH = 0.97;
/** The same where speed counts more than size. */
const WORTH_FAST = 0.75;

/** Writes numbers of at most `MAX_CODE`; at least one. `fast`: so that they are read fast, though they take more room. */
export function packSeries(out: BitWriter, values: Int32Array, fast = false): void {
  const { least, greatest } = extremesOf(values);
  if (least === greatest) {
    out.byte(MODE.constant);
    out.varint(zigzag(least));
    return;
  }
  const width = 32 - Math.clz32(greatest - least);
  const median = medianOf(values);
  const rice = bestRice(values, median);
  if (rice.bits >= width * values.length * (fast ? WORTH_FAST : WORTH)) {
    out.byte(MODE.fixed | (width << MODE_BITS));
    out.varint(zigzag(least));
    for (const value of values) out.wide(value - least, width);
  } else {
    out.byte(rice.mode | (rice.k << MODE_BITS));
    out.varint(zigzag(median));
    const distances = distancesOf(values, rice.mode, median);
    for (const distance of distances) out.rice(distance, rice.k);
  }
  out.align();
}

/** Reads `values.length` numbers into `values`. Bytes that are not of a series give numbers without meaning. */
export function unpackSeries(from: BitReader, values: Int32Array): void {
  const head = from.byte();
  const mode = head & ((1 << MODE_BITS) - 1);
  const k = head >>> MODE_BITS;
  const first = unzigzag(from.varint());
  if (mode === MODE.constant) values.fill(first);
  else if (mode === MODE.fixed) from.fixedInto(values, k, first);
  else {
    from.riceInto(values, k);
    if (mode === MODE.previous) addPrevious(values, first);
    else if (mode === MODE.between) addBetween(values, first);
    else if (mode === MODE.line) addLine(values, first);
    else for (let at = 0; at < values.length; at += 1) values[at] = (values[at] ?? 0) + first;
  }
}

function addPrevious(values: Int32Array, first: number): void {
  let last = first;
  for (let at = 0; at < values.length; at += 1) {
    last = ((values[at] ?? 0) + last) | 0;
    values[at] = last;
  }
}

function addBetween(values: Int32Array, median: number): void {
  let last = median;
  for (let at = 0; at < values.length; at += 1) {
    last = ((values[at] ?? 0) + ((last + median) >> 1)) | 0;
    values[at] = last;
  }
}

function addLine(values: Int32Array, first: number): void {
  let before = first;
  let last = first;
  for (let at = 0; at < values.length; at += 1) {
    const value = ((values[at] ?? 0) + 2 * last - before) | 0;
    values[at] = value;
    before = last;
    last = value;
  }
}

/** How far each number is from what was expected, as numbers from 0 on. */
function distancesOf(values: Int32Array, mode: Mode, median: number): Uint32Array {
  const distances = new Uint32Array(values.length);
  let before = median;
  let last = median;
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] ?? 0;
    let expected = median;
    if (mode === MODE.previous) expected = last;
    else if (mode === MODE.line) expected = 2 * last - before;
    else if (mode === MODE.between) expected = (last + median) >> 1;
    distances[at] = zigzag(value - expected);
    before = last;
    last = value;
  }
  return distances;
}

interface RiceChoice {
  mode: Mode;
  k: number;
  bits: number;
}

/** The expectation that comes closest, the number of low bits that suits it, and how many bits the series then takes. */
function bestRice(values: Int32Array, median: number): RiceChoice {
  let mode: Mode = MODE.previous;
  let least = Infinity;
  for (const candidate of [MODE.previous, MODE.between, MODE.median, MODE.line] as const) {
    let sum = 0;
    let before = median;
    let last = median;
    for (const value of values) {
      let expected = median;
      if (candidate === MODE.previous) expected = last;
      else if (candidate === MODE.line) expected = 2 * last - before;
      else if (candidate === MODE.between) expected = (last + median) >> 1;
      sum += Math.abs(value - expected);
      before = last;
      last = value;
    }
    if (sum < least) [mode, least] = [candidate, sum];
  }
  return bestLowBits(distancesOf(values, mode, median), mode, least);
}

function bestLowBits(distances: Uint32Array, mode: Mode, sum: number): RiceChoice {
  // The distances are twice as far once the sign is in them.
  const mean = Math.max(1, (2 * sum) / distances.length);
  const guess = 31 - Math.clz32(mean);
  let best = { mode, k: 0, bits: Infinity };
  for (let k = Math.max(0, guess - 1); k <= Math.min(guess + 1, 31); k += 1) {
    let bits = 0;
    for (const distance of distances) {
      const quotient = distance >>> k;
      bits += quotient >= 16 ? 48 : quotient + 1 + k;
    }
    if (bits < best.bits) best = { mode, k, bits };
  }
  return best;
}

function extremesOf(values: Int32Array): { least: number; greatest: number } {
  let least = values[0] ?? 0;
  let greatest = least;
  for (let at = 1; at < values.length; at += 1) {
    const value = values[at] ?? 0;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return { least, greatest };
}

function medianOf(values: Int32Array): number {
  return values.slice().sort()[values.length >> 1] ?? 0;
}
