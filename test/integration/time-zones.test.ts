import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeRegistryItem, decodeV2Item, encodeV2Item } from '../../contract/records.ts';
import { parsePartitionKey, partitionKey } from '../../contract/tables.ts';
import { HOUR_S, MINUTE_S, dayOf, hourOf } from '../../contract/time.ts';
import { isHidden } from '../../fleet/store/host-summary.ts';
import { openBlankStore } from '../support/blank-store.ts';
import { madeUpSample } from '../support/fleet-generator.ts';
import { checkProperty } from '../support/property.ts';

/** Clocks in Chicago went back one hour at this moment, 2026-11-01 07:00 UTC, and forward on 2026-03-08 08:00 UTC. */
const AUTUMN = Date.UTC(2026, 10, 1, 7) / 1000;
const SPRING = Date.UTC(2026, 2, 8, 8) / 1000;
const before = process.env['TZ'];

describe.each(['UTC', 'America/Chicago', 'Asia/Kolkata'])('in the time zone %s', (zone) => {
  beforeAll(() => {
    process.env['TZ'] = zone;
  });
  afterAll(() => {
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
  });

  it('the zone is in effect', () => {
    const offset = new Date(Date.UTC(2026, 0, 1)).getTimezoneOffset();
    expect(offset).toBe({ UTC: 0, 'America/Chicago': 360, 'Asia/Kolkata': -330 }[zone]);
  });

  it.each([
    ['autumn', AUTUMN],
    ['spring', SPRING],
  ])('keys stay UTC across the clock change in %s', (_, change) => {
    const keys = Array.from({ length: 6 }, (_value, index) =>
      partitionKey('web', change + (index - 3) * HOUR_S),
    );
    expect(new Set(keys).size).toBe(6);
    keys.forEach((key, index) => {
      expect(
        key.endsWith(new Date((change + (index - 3) * HOUR_S) * 1000).toISOString().slice(11, 13)),
      ).toBe(true);
      expect(parsePartitionKey(key)).toEqual({
        hostname: 'web',
        hour: change + (index - 3) * HOUR_S,
      });
    });
  });

  it('any sample of any host round-trips through its item', () => {
    checkProperty(
      fc.property(
        fc.string({ minLength: 1, maxLength: 253, unit: 'binary' }),
        fc.integer({ min: 0, max: 4_000_000_000 }),
        (hostname, seconds) => {
          const minute = seconds - (seconds % MINUTE_S);
          const item = encodeV2Item(madeUpSample(hostname, minute));
          const decoded = decodeV2Item(item, minute);
          expect(decoded).toMatchObject({
            value: { hostname, minute, cpuPercent: item['cpu_percent'] },
          });
          expect(parsePartitionKey(partitionKey(hostname, seconds))).toEqual({
            hostname,
            hour: hourOf(seconds),
          });
        },
      ),
    );
  });

  it('blocks and rollups cover UTC hours and days', () => {
    const store = openBlankStore();
    const host = store.hosts.ensure({ sourceId: 'default', hostname: 'web' });
    const records = Array.from({ length: 180 }, (_, index) => ({
      sample: madeUpSample('web', AUTUMN - 90 * MINUTE_S + index * MINUTE_S),
    }));
    store.write(() => store.record({ host, layout: 'v2', records, now: AUTUMN + 2 * HOUR_S }));
    const reader = store.series;
    const minutes = reader.minutes(host, 'cpu', {
      start: AUTUMN - 90 * MINUTE_S,
      step: 60,
      count: 180,
    });
    records.forEach(({ sample }, index) => {
      expect(minutes[index]).toBeCloseTo(sample.cpuPercent, 4);
    });
    const day = reader.rollups(host, 'cpu', { start: dayOf(AUTUMN), step: 900, count: 96 });
    const filled = [...day.mean].flatMap((value, quarter) =>
      Number.isNaN(value) ? [] : [quarter],
    );
    expect([filled[0], filled.length]).toEqual([7 * 4 - 6, 12]);
    store.close();
  });

  it('the time of a removal without a zone is UTC', () => {
    const store = openBlankStore();
    const id = store.hosts.ensure({ sourceId: 'default', hostname: 'web' });
    const row = (lastSeen: number): void => {
      const decoded = decodeRegistryItem(
        {
          hostname: 'web',
          last_seen: lastSeen,
          active: false,
          removed_at: '2026-11-01T07:00:00.250000',
        },
        AUTUMN,
      );
      if ('value' in decoded) store.hosts.applyRegistry(id, decoded.value, AUTUMN);
    };
    row(AUTUMN);
    expect(store.hosts.byId(id)?.removedAt).toBe(AUTUMN + 0.25);
    expect(store.hosts.all().map(isHidden)).toEqual([true]);
    row(AUTUMN + 1);
    expect(store.hosts.all().map(isHidden)).toEqual([false]);
    store.close();
  });
});
