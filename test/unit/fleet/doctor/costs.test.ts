import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fleetCost } from '../../../../fleet/doctor/costs.ts';

describe('what a fleet costs', () => {
  it('is what docs/aws.md says for one host and for a hundred', () => {
    // 87,600 writes at 0.625 a million, 30 days of 700 bytes at 0.25 a GB, 21,900 + 10,950 reads at 0.125 a million.
    const one = 0.05475 + 0.00756 + 0.00410625;
    expect(fleetCost(1, null).now).toBeCloseTo(one, 5);
    expect(fleetCost(100, null).now).toBeCloseTo(6.52, 1);
    const text = readFileSync(join(import.meta.dirname, '../../../../docs/aws.md'), 'utf8');
    expect(text).toContain('**6 cents a month**');
    expect(text).toContain('about $6.50');
  });

  it('falls by a third of the writes if the registry is written every 3 minutes', () => {
    const { now, registry } = fleetCost(100, 0);
    const writing = (100 * 87_600 * 0.625) / 1e6;
    expect(now - registry).toBeCloseTo(writing / 3, 5);
  });

  it('is nothing in provisioned tables as long as the free tier lasts', () => {
    expect(fleetCost(300, null)).toMatchObject({ writeUnits: 20, provisioned: 0 });
    // 2 × 34 units for 1000 hosts, 25 of them free, 730 hours; 30 GB of which 25 are free.
    const { provisioned, writeUnits, readUnits } = fleetCost(1000, 30e9);
    expect({ writeUnits, readUnits: readUnits <= 25 }).toEqual({
      writeUnits: 68,
      readUnits: false,
    });
    const reading = (readUnits - 25) * 0.00013 * 730;
    expect(provisioned).toBeCloseTo(43 * 0.00065 * 730 + reading + 5 * 0.25, 5);
  });

  it('is higher in Standard-IA, which is for rarely accessed data', () => {
    for (const hosts of [1, 10, 500]) {
      const { now, infrequentAccess } = fleetCost(hosts, null);
      expect(infrequentAccess).toBeGreaterThan(now);
    }
    // Only years of samples without TTL would turn it.
    expect(fleetCost(1, 10e9).infrequentAccess).toBeLessThan(fleetCost(1, 10e9).now);
  });
});
