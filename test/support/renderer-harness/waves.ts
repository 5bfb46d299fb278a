import { sequence } from './sequence.ts';

/**
 * Sines and noise from tables. Answers must cost nothing: the benchmarks measure what the page does with them, and
 * those of a large fleet have millions of values.
 */
const SIZE = 4096;
const PER_RADIAN = SIZE / (2 * Math.PI);
const sines = Float32Array.from({ length: SIZE }, (_, i) => Math.sin(i / PER_RADIAN));
const random = sequence(5);
const noises = Float32Array.from({ length: SIZE }, () => random());

/** Approximate sine of a non-negative angle. */
export function sine(angle: number): number {
  return sines[(angle * PER_RADIAN) & (SIZE - 1)] ?? 0;
}

/** A number from 0 to 1, always the same for an integer. */
export function noise(index: number): number {
  return noises[index & (SIZE - 1)] ?? 0;
}
