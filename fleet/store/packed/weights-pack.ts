import { HOUR_LENGTH } from '../series-codec.ts';
import { BitReader, BitWriter } from './bits.ts';
import { FRAME_BYTES, closeFrame, openFrame } from './frame.ts';
import { packSeries, unpackSeries } from './series-pack.ts';

/** Packs the number of legacy samples in each minute of an hour; null where there are none. */
export function packWeights(weights: unknown): Uint8Array | null {
  if (!(weights instanceof Uint8Array) || weights.every((weight) => weight === 0)) return null;
  const out = new BitWriter();
  for (let at = 0; at < FRAME_BYTES; at += 1) out.byte(0);
  packSeries(
    out,
    Int32Array.from({ length: HOUR_LENGTH }, (_, at) => weights[at] ?? 0),
  );
  return closeFrame(out.finish());
}

/** The numbers that `packWeights` was given. Throws `AppFailure` (`store-damaged`). */
export function unpackWeights(blob: unknown): Uint8Array | null {
  if (blob === null || blob === undefined) return null;
  const values = new Int32Array(HOUR_LENGTH);
  unpackSeries(new BitReader(openFrame(blob), FRAME_BYTES), values);
  return Uint8Array.from(values);
}
