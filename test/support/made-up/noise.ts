import { MINUTE_S } from '../../../contract/time.ts';

/** FNV-1a of a text: 32 bits. */
export function hashText(text: string): number {
  let value = 2_166_136_261;
  for (let index = 0; index < text.length; index += 1)
    value = Math.imul(value ^ text.charCodeAt(index), 16_777_619) >>> 0;
  return value;
}

/** From 0 to 1, the same for the same seed and integer. */
export function chance(seed: number, index: number): number {
  let value = Math.imul(seed ^ Math.imul(index, 0x27d4_eb2f), 0x9e37_79b1);
  value = Math.imul(value ^ (value >>> 15), 0x85eb_ca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2_ae35);
  return ((value ^ (value >>> 16)) >>> 0) / 4_294_967_296;
}

/** Roughly normal with a standard deviation of 1, changing every minute. `time` is in seconds. */
export function jitterAt(seed: number, time: number): number {
  const minute = Math.floor(time / MINUTE_S);
  return (
    (chance(seed, minute) + chance(seed ^ 0x51ed, minute) + chance(seed ^ 0x2b1f, minute) - 1.5) * 2
  );
}

/** From -1 to 1, drifting from one value to the next within `period` seconds. */
export function driftAt(seed: number, time: number, period: number): number {
  const at = time / period;
  const step = Math.floor(at);
  const part = at - step;
  const eased = part * part * (3 - 2 * part);
  return 2 * (chance(seed, step) * (1 - eased) + chance(seed, step + 1) * eased) - 1;
}
