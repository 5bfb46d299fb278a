import { expect } from 'vitest';
import { minuteOf } from '../../../contract/time.ts';
import type { OutageResult } from './outage.ts';
import type { CampaignResult } from './kill-campaign.ts';

/** Every minute that was sampled is stored once, with its own time; none is missing, none is invented. */
export function expectNothingLost({ sampled, stored, lives }: CampaignResult): void {
  const minutes = stored.map(({ minute }) => minute);
  expect(new Set(minutes).size).toBe(minutes.length);
  expect(sampled.filter((minute) => !minutes.includes(minute))).toEqual([]);
  for (const { minute, collectedAt } of stored) {
    expect(minuteOf(collectedAt)).toBe(minute);
    expect(lives.some(({ from, to }) => collectedAt >= from && collectedAt <= to)).toBe(true);
  }
}

/** After an outage of so many hours every minute is stored, with no gap, and the newest were uploaded first. */
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
