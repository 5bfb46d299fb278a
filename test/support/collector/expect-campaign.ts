import { expect } from 'vitest';
import type { Item } from '../../../contract/records.ts';
import type { Sample } from '../../../contract/sample.ts';
import { minuteOf } from '../../../contract/time.ts';
import type { OutageResult } from './outage.ts';
import type { CampaignResult } from './kill-campaign.ts';

/** Expects every sampled minute to be stored once, with its own time and values; none missing, none invented. */
export function expectNothingLost({ sampled, stored, lives }: CampaignResult): void {
  const byMinute = new Map(stored.map((item) => [Number(item['minute_timestamp']), item]));
  expect(byMinute.size).toBe(stored.length);
  expect(sampled.filter(({ minute }) => !byMinute.has(minute))).toEqual([]);
  const measured = new Map(sampled.map((sample) => [sample.minute, sample]));
  for (const [minute, item] of byMinute) {
    const collectedAt = Number(item['collected_at']);
    expect(minuteOf(collectedAt)).toBe(minute);
    expect(lives.some(({ from, to }) => collectedAt >= from && collectedAt <= to)).toBe(true);
    expectSame(item, measured.get(minute));
  }
}

/** Attributes besides the sampled values, with their largest rounding error. */
const NUMBERS: readonly (readonly [string, keyof Sample, number])[] = [
  ['cpu_percent', 'cpuPercent', 0.05],
  ['memory_percent', 'memoryPercent', 0.05],
  ['memory_available_mb', 'memoryAvailableMb', 0.5],
  ['memory_used_mb', 'memoryUsedMb', 0.5],
  ['collected_at', 'collectedAt', 0],
  ['load_avg_1m', 'loadAvg1m', 0.05],
  ['load_avg_15m', 'loadAvg15m', 0.05],
  ['process_count', 'processCount', 0],
  ['uptime_s', 'uptimeS', 0.5],
  ['net_rx_bps', 'netRxBps', 0.5],
  ['net_tx_bps', 'netTxBps', 0.5],
];
/** A number halfway between is not exact in binary. */
const EPSILON = 1e-9;

/** Compares without any code of the product. */
function expectSame(item: Item, sample: Sample | undefined): void {
  if (sample === undefined) throw new Error(`${String(item['minute_timestamp'])} was not sampled`);
  expect(item['hostname']).toBe(sample.hostname);
  for (const [attribute, field, rounding] of NUMBERS) {
    const value = item[attribute];
    const measured = sample[field];
    expect(typeof value, attribute).toBe(typeof measured);
    if (typeof value === 'number' && typeof measured === 'number')
      expect(Math.abs(value - measured), attribute).toBeLessThanOrEqual(rounding + EPSILON);
  }
  const stored = (item['top_processes'] ?? []) as { name: string; pid: number }[];
  const named = sample.topProcesses ?? [];
  expect(stored.map(({ name, pid }) => [name, pid])).toEqual(
    named.map(({ name, pid }) => [name, pid]),
  );
}

/** Expects that after an outage of some hours every minute is stored, without a gap, newest uploaded first. */
export function expectOutageSurvived(result: OutageResult, hours: number): void {
  const { sampled, stored, uploaded, waiting, pending, errors, firstBatch } = result;
  expect(errors.length).toBeGreaterThan(0);
  expect({ waiting, uploaded, pending }).toEqual({
    waiting: sampled.length,
    uploaded: sampled.length,
    pending: 0,
  });
  expect(stored).toEqual(sampled);
  expect(sampled.length).toBeGreaterThanOrEqual(hours * 60);
  const [first = 0] = sampled;
  const last = sampled.at(-1) ?? 0;
  expect(last - first).toBe((sampled.length - 1) * 60);
  expect(firstBatch).toContain(String(last));
}
