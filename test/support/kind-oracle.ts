import fc from 'fast-check';
import type { Sample } from '../../contract/sample.ts';
import { MINUTE_S } from '../../contract/time.ts';
import type { AlertRow } from '../../fleet/store/alert-row.ts';
import { ref, type AlertScene } from './alert-scene.ts';

/*
 * Shared parts of the oracles for alert kinds that are judged by more than a threshold. They use samples as plain lists
 * and the documentation's words, and nothing of the product: none of its forecasts, baselines or ledgers. Programs
 * restart between evaluations, cleanly or not.
 */

/** Midnight of a Monday, in the middle of a month; Unix seconds. */
export const ORACLE_START = Date.UTC(2026, 5, 15) / 1000;

/** How often each kind is simulated, over all seeds. */
export const ORACLE_OPTIONS = { runs: 3, endOnFailure: true };

/** A sample of which only the minute matters. */
export type SampleAt = Partial<Sample> & { minute: number };

/** How a program ends before its next evaluation. */
export const ending = fc.constantFrom('goes on', 'goes on', 'goes on', 'restart', 'crash');

/** Ends the program of a scene in that way and restarts it. */
export function endBy(scene: AlertScene, how: string): void {
  if (how === 'restart' || how === 'crash') scene[how]();
}

/** Stores samples of the host `db`, of any minutes. */
export function writeSamples(scene: AlertScene, values: readonly SampleAt[]): void {
  const records = values.map((value) => {
    const { minute } = value;
    const common = { hostname: 'db', collectedAt: minute, cpuPercent: 20, memoryPercent: 40 };
    return { sample: { ...common, ...value } };
  });
  const minutes = values.map(({ minute }) => minute);
  const known = { from: Math.min(...minutes), to: Math.max(...minutes) + MINUTE_S };
  scene.store.write(() => {
    const host = scene.store.hosts.ensure(ref('db'));
    scene.store.record({ host, layout: 'v2', records, known, now: scene.now });
  });
}

/** The median, by sorting. */
export function middleOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(half)] ?? NaN)
    : ((sorted[half - 1] ?? NaN) + (sorted[half] ?? NaN)) / 2;
}

/** The median distance from the median, as a standard deviation. */
export function spreadOf(values: readonly number[]): number {
  return 1.4826 * middleOf(values.map((value) => Math.abs(value - middleOf(values))));
}

/** The stored alerts of a kind, oldest first. */
export function rowsOf(scene: AlertScene, kind: string): AlertRow[] {
  return scene.stored().filter((row) => row.kind === kind);
}
