import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import {
  decodeRegistryItem,
  decodeV2Item,
  encodeRegistryAttributes,
  encodeV2Item,
  type Item,
} from '../../../contract/records.ts';
import type { Sample } from '../../../contract/sample.ts';
import upstream from '../../fixtures/upstream-records.json' with { type: 'json' };

const NOW = 1795469700;

function plain(item: unknown): Item {
  return unmarshall(item as Record<string, AttributeValue>, { wrapNumbers: Number });
}

const upstreamV2 = upstream['py-perf-system-v2'].Items.map(plain);
const upstreamRegistry = upstream['py-perf-systems-registry'].Items.map(plain);

const FULL: Sample = {
  hostname: 'db#1',
  minute: 1795469640,
  collectedAt: 1795469665.746562,
  cpuPercent: 12.34,
  memoryPercent: 67.89,
  memoryAvailableMb: 5291.4,
  memoryUsedMb: 9122.6,
  swapPercent: 0.04,
  diskPercent: 81.26,
  loadAvg1m: 0.523,
  loadAvg5m: 0.58,
  loadAvg15m: 0.59,
  diskReadBps: 1024.6,
  diskWriteBps: 0,
  netRxBps: 123.4,
  netTxBps: 99.5,
  cpuTempC: 54.25,
  batteryPercent: 80,
  processCount: 312,
  uptimeS: 86_400.5,
  collector: 'py-perf-desktop/0.1.0',
  topProcesses: [{ name: 'node', pid: 42, cpuPercent: 12.34, memoryPercent: 1.26 }],
};

describe('v2 items', () => {
  it('written by the Python daemon are read with the right values', () => {
    const samples = upstreamV2.map((item) => decodeV2Item(item, NOW));
    expect(samples).toEqual([
      {
        value: {
          hostname: 'Mac.home.local',
          minute: 1795469640,
          collectedAt: 1795469665.746562,
          cpuPercent: 12.3,
          memoryPercent: 67.9,
          memoryAvailableMb: 5291,
          memoryUsedMb: 9123,
        },
      },
      {
        value: {
          hostname: 'db_primary',
          minute: 1795469640,
          collectedAt: 1795469666.0656703,
          cpuPercent: 100,
          memoryPercent: 50,
        },
      },
      {
        value: {
          hostname: 'web-01',
          minute: 1795469640,
          collectedAt: 1795469666.0450213,
          cpuPercent: 0,
          memoryPercent: 100,
          memoryUsedMb: 16384,
        },
      },
    ]);
  });

  it('v2 items are written with the attributes, types and values that the Python daemon writes', () => {
    const [expected] = upstreamV2;
    const item = encodeV2Item({
      hostname: 'Mac.home.local',
      minute: 1795469640,
      collectedAt: 1795469665.746562,
      cpuPercent: 12.3,
      memoryPercent: 67.9,
      memoryAvailableMb: 5291,
      memoryUsedMb: 9123,
    });
    // Upstream asks the clock again for `created_at`: it alone differs, in its last microseconds.
    expect(item).toEqual({ ...expected, created_at: '2026-11-23T21:34:25.746562' });
  });

  it('round the optional attributes as records.md says', () => {
    expect(encodeV2Item(FULL)).toMatchObject({
      cpu_percent: 12.3,
      memory_percent: 67.9,
      memory_available_mb: 5291,
      memory_used_mb: 9123,
      swap_percent: 0,
      disk_percent: 81.3,
      load_avg_1m: 0.52,
      disk_read_bps: 1025,
      net_rx_bps: 123,
      cpu_temp_c: 54.3,
      process_count: 312,
      ttl: 1795469665 + 30 * 86_400,
      top_processes: [{ name: 'node', pid: 42, cpu_percent: 12.3, memory_percent: 1.3 }],
    });
  });

  it('v2 items survive a round trip, to the stored precision', () => {
    const decoded = decodeV2Item(encodeV2Item(FULL), NOW);
    const again = 'value' in decoded ? decodeV2Item(encodeV2Item(decoded.value), NOW) : decoded;
    expect(again).toEqual(decoded);
    expect(decoded).toMatchObject({ value: { hostname: 'db#1', minute: 1795469640 } });
  });

  it.each([
    ['a wrong type', { cpu_percent: '12' }, /cpu_percent/u],
    ['a number that is none', { memory_percent: Number.NaN }, /memory_percent/u],
    ['a percentage out of range', { cpu_percent: 100.1 }, /cpu_percent/u],
    ['a negative percentage', { memory_percent: -0.1 }, /memory_percent/u],
    ['a missing attribute', { memory_percent: undefined }, /memory_percent/u],
    ['another hour than its key', { minute_timestamp: 1795473240 }, /outside the hour/u],
    [
      'a name that no key has room for',
      { hostname_hour: `${'x'.repeat(600)}#2026-11-24-00` },
      /long/u,
    ],
    ['a key without an hour', { hostname_hour: 'web-01' }, /hour/u],
  ])('with %s are a problem', (_, change, problem) => {
    const decoded = decodeV2Item({ ...encodeV2Item(FULL), ...change }, NOW);
    expect('problem' in decoded ? decoded.problem : '').toMatch(problem);
  });

  it('v2 items more than a day ahead are a problem', () => {
    const decoded = decodeV2Item(encodeV2Item(FULL), FULL.minute - 86_401);
    expect(decoded).toEqual({ problem: 'minute_timestamp: more than a day ahead' });
    expect(decodeV2Item(encodeV2Item(FULL), FULL.minute - 86_400)).toHaveProperty('value');
  });

  it('v2 items count as taken within their minute', () => {
    for (const collected_at of [FULL.minute - 1, FULL.minute + 60, 'now', undefined])
      expect(decodeV2Item({ ...encodeV2Item(FULL), collected_at }, NOW)).toMatchObject({
        value: { collectedAt: FULL.minute },
      });
  });

  it('may have a temperature below zero', () => {
    expect(decodeV2Item({ ...encodeV2Item(FULL), cpu_temp_c: -12.5 }, NOW)).toMatchObject({
      value: { cpuTempC: -12.5 },
    });
  });

  it('name at most five valid processes', () => {
    const process = { name: 'a', pid: 1, cpu_percent: 2, memory_percent: 3 };
    const read = (top_processes: unknown): unknown => {
      const decoded = decodeV2Item({ ...encodeV2Item(FULL), top_processes }, NOW);
      return 'value' in decoded ? decoded.value.topProcesses?.length : decoded.problem;
    };
    expect(read(Array.from({ length: 9 }, () => process))).toBe(5);
    expect(read([{ ...process, pid: 'x' }, 7, process, null])).toBe(1);
    const odd = [{ pid: -1 }, { cpu_percent: -5 }, { memory_percent: 1e300 }, { pid: 1e15 }];
    expect(read(odd.map((change) => ({ ...process, ...change })))).toBeUndefined();
    expect(read([{ ...process, cpu_percent: 3100 }])).toBe(1);
    expect(read('none')).toBeUndefined();
  });

  it('v2 items have their time in created_at, to the microsecond', () => {
    expect(encodeV2Item({ ...FULL, collectedAt: FULL.minute + 5.000789 })['created_at']).toMatch(
      /:05\.000789$/u,
    );
    expect(encodeV2Item({ ...FULL, collectedAt: FULL.minute + 5 })['created_at']).toMatch(/:05$/u);
  });

  it('v2 items only lose the invalid optional attribute', () => {
    const item = { ...encodeV2Item(FULL), disk_percent: 400, net_rx_bps: -1, load_avg_1m: 'x' };
    const decoded = decodeV2Item(item, NOW);
    expect(decoded).toMatchObject({ value: { cpuPercent: 12.3, swapPercent: 0 } });
    expect('value' in decoded && Object.keys(decoded.value)).not.toContain('diskPercent');
    expect('value' in decoded && Object.keys(decoded.value)).not.toContain('netRxBps');
    expect('value' in decoded && Object.keys(decoded.value)).not.toContain('loadAvg1m');
  });
});

describe('registry items', () => {
  it('written by the Python daemon are read with the right values', () => {
    expect(upstreamRegistry.map((item) => decodeRegistryItem(item, NOW))).toContainEqual({
      value: {
        hostname: 'Mac.home.local',
        lastSeen: 1795469665.895157,
        firstSeen: 1795469665.895157,
        cpuPercent: 12.3,
        memoryPercent: 67.9,
        active: true,
        removedAt: null,
        platform: 'Linux',
      },
    });
  });

  it('registry items are written with every attribute that the Python daemon writes', () => {
    const attributes = encodeRegistryAttributes(FULL, { platform: 'Linux', cpuCount: 8 });
    const python = Object.keys(upstreamRegistry[0] ?? {});
    expect([...Object.keys(attributes), 'hostname', 'first_seen']).toEqual(
      expect.arrayContaining(python),
    );
    expect(attributes).toMatchObject({
      last_seen: FULL.collectedAt,
      last_update: '2026-11-23T21:34:25.746562',
      cpu_percent: 12.3,
      active: true,
      cpu_count: 8,
    });
  });

  it.each([
    ['no time', { last_seen: undefined }, 'last_seen: not a time'],
    ['a time before 1970', { last_seen: -1 }, 'last_seen: not a time'],
    [
      'a time more than a day ahead',
      { last_seen: NOW + 86_401 },
      'last_seen: more than a day ahead',
    ],
    ['no name', { hostname: '' }, 'hostname: not a string'],
  ])('with %s are a problem', (_, change, problem) => {
    expect(decodeRegistryItem({ hostname: 'web-01', last_seen: NOW, ...change }, NOW)).toEqual({
      problem,
    });
  });

  it('registry items are active hosts by default, with their valid attributes', () => {
    const row = {
      hostname: 'web-01',
      last_seen: NOW + 86_400,
      cpu_percent: 101,
      cpu_count: 1e300,
      memory_total_mb: 1e300,
    };
    const plain = decodeRegistryItem(row, NOW);
    expect(plain).toMatchObject({ value: { active: true, cpuPercent: null, firstSeen: null } });
    expect('value' in plain && plain.value).not.toHaveProperty('cpuCount');
    expect(decodeRegistryItem({ ...row, active: false }, NOW)).toMatchObject({
      value: { active: false },
    });
  });
});

describe('values that no host has', () => {
  const now = 1_795_500_000;
  const row = { hostname: 'a', last_seen: now };

  it.each([1e120, now + 2 * 86_400, -1, 0, Number.NaN, '5'])(
    'a first_seen of %s is unknown',
    (first_seen) => {
      expect(decodeRegistryItem({ ...row, first_seen }, now)).toMatchObject({
        value: { firstSeen: null },
      });
    },
  );

  it('the name of a process is cut', () => {
    const minute = now - (now % 60);
    const item = {
      ...encodeV2Item({
        hostname: 'a',
        minute,
        collectedAt: minute,
        cpuPercent: 1,
        memoryPercent: 1,
        topProcesses: [{ name: 'x'.repeat(80_000), pid: 1, cpuPercent: 1, memoryPercent: 1 }],
      }),
      load_avg_1m: 1e39,
    };
    const decoded = decodeV2Item(item, now);
    if (!('value' in decoded)) throw new Error(decoded.problem);
    expect(decoded.value.topProcesses?.[0]?.name).toHaveLength(255);
    expect(decoded.value.loadAvg1m).toBeUndefined();
  });
});
