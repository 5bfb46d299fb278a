import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMetricsData } from '../../../../fleet/remote/legacy-decode.ts';
import { toMinutes } from '../../../../fleet/remote/legacy-minutes.ts';
import { decodeLegacyItems, markerId } from '../../../../fleet/remote/legacy.ts';
import { checkProperty } from '../../../support/property.ts';

const NOW = 1_795_469_700;

interface FixtureItem {
  id: { N: string };
  hostname: { S: string };
  metrics_data?: { S: string };
  record_type?: { S: string };
  _decoded_by_upstream?: {
    timestamp: number;
    system: Record<string, number>;
    network: Record<string, number>;
    processes: Record<string, { status: string; memory_rss_mb: number; cpu_percent: number }>;
  }[];
}

const fixture = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../fixtures/upstream-records.json'), 'utf8'),
) as Record<string, { Items: FixtureItem[] }>;
const items = fixture['py-perf-system']?.Items ?? [];
const batches = items.filter(({ metrics_data }) => metrics_data !== undefined);

describe('what upstream wrote', () => {
  it.each(batches.map((item) => [item.hostname.S, item] as const))('%s is decoded', (_, item) => {
    const { samples, bad } = decodeMetricsData(item.metrics_data?.S, item.id.N, NOW);
    expect(bad).toEqual([]);
    const upstream = item._decoded_by_upstream ?? [];
    expect(samples).toHaveLength(upstream.length);
    samples.forEach((sample, index) => {
      const wanted = upstream[index];
      expect(sample).toMatchObject({
        time: wanted?.timestamp,
        values: {
          cpu: wanted?.system['cpu_percent'],
          memory: wanted?.system['memory_percent'],
          load1: wanted?.system['load_avg_1m'],
          load5: wanted?.system['load_avg_5m'],
          load15: wanted?.system['load_avg_15m'],
        },
        availableMb: wanted?.system['memory_available_mb'],
        usedMb: wanted?.system['memory_used_mb'],
        bytesSent: wanted?.network['bytes_sent'],
        bytesReceived: wanted?.network['bytes_recv'],
      });
      for (const { pid, status, rssMb, cpuPercent } of sample.processes)
        expect(wanted?.processes[String(pid)]).toMatchObject({
          status,
          memory_rss_mb: rssMb,
          cpu_percent: cpuPercent,
        });
      expect(sample.processes).toHaveLength(Object.keys(wanted?.processes ?? {}).length);
    });
  });

  it('upstream’s records keep their process names, which upstream’s decoder loses', () => {
    const item = batches.find(({ hostname }) => hostname.S === 'legacy-host');
    const { samples } = decodeMetricsData(item?.metrics_data?.S, 'x', NOW);
    expect(samples.map(({ processes }) => processes.map(({ name }) => name))).toEqual([
      ['python3', 'python3'],
      ['python3', 'python3'],
      ['python3', 'python3', null],
    ]);
    const minutes = toMinutes('legacy-host', samples);
    expect(minutes[0]?.sample.topProcesses?.map(({ name }) => name)).toContain('pid 5000');
  });

  it('upstream’s records have the markers of their hostnames', () => {
    const markers = items.filter(({ record_type }) => record_type !== undefined);
    expect(markers.length).toBeGreaterThan(0);
    for (const { hostname, id } of markers) expect(markerId(hostname.S)).toBe(Number(id.N));
  });
});

describe('samples of one minute', () => {
  const minute = 1_795_469_640;
  const sample = (at: number, cpu: number, bytes: number): Record<string, unknown> => ({
    sys: { t: minute + at, c: cpu, mp: 50, ma: 500 },
    net: { bs: bytes, br: bytes * 2 },
    procs: {},
    t: minute + at,
  });

  it('samples of one minute become their mean and extremes, and rates from counters', () => {
    const text = JSON.stringify({
      meta: { procs: {} },
      samples: [
        sample(0, 10, 1000),
        sample(10, 20, 2000),
        sample(20, 90, 1500),
        sample(65, 5, 1600),
      ],
    });
    const minutes = toMinutes('web', decodeMetricsData(text, 'x', NOW).samples);
    expect(minutes).toHaveLength(2);
    expect(minutes[0]).toMatchObject({
      weight: 3,
      sample: { minute, cpuPercent: 40, memoryPercent: 50, netTxBps: 100, netRxBps: 200 },
      peaks: { cpu: { min: 10, max: 90 } },
    });
  });

  it('samples of one minute give no rate over a long gap', () => {
    const far = [sample(0, 10, 1000), { ...sample(0, 10, 900_000), t: minute + 660 }];
    const minutes = toMinutes(
      'web',
      decodeMetricsData(JSON.stringify(far), 'x', NOW + 900).samples,
    );
    expect(minutes).toHaveLength(2);
    for (const { sample: found } of minutes) expect(found).not.toHaveProperty('netTxBps');
  });

  it('name a process as in another batch, else by its pid', () => {
    const batch = (names: object, procs: object, at: number): string =>
      JSON.stringify({ meta: { procs: names }, samples: [{ ...sample(at, 5, 1), procs }] });
    const texts = [
      batch({ 7: { name: 'nginx' } }, { 7: { c: 30, mr: 10 } }, 0),
      batch({}, { 7: { c: 20, mr: 10 }, 8: { c: 10, mr: 10 } }, 65),
    ];
    const samples = texts.flatMap((text) => decodeMetricsData(text, 'x', NOW).samples);
    expect(toMinutes('web', samples)[1]?.sample.topProcesses?.map(({ name }) => name)).toEqual([
      'nginx',
      'pid 8',
    ]);
  });

  it('samples of one minute have a process’s share of the machine, not of one core', () => {
    const entry = { ...sample(0, 80, 1), procs: { 7: { name: 'x', c: 320, mr: 10 } } };
    const { samples } = decodeMetricsData(JSON.stringify([entry]), 'x', NOW);
    const cpu = (cpuCount?: number): number | undefined =>
      toMinutes('web', samples, cpuCount)[0]?.sample.topProcesses?.[0]?.cpuPercent;
    expect(cpu(8)).toBe(40);
    expect(cpu(2)).toBe(100);
    // Unknown: at most the whole machine.
    expect(cpu()).toBe(100);
  });

  it('samples of one minute treat 0 MiB as unknown', () => {
    const entry = { ...sample(0, 10, 1), sys: { c: 10, mp: 50, ma: 0, mu: 0 } };
    const [found] = decodeMetricsData(JSON.stringify([entry]), 'x', NOW).samples;
    expect([found?.availableMb, found?.usedMb]).toEqual([null, null]);
    expect(toMinutes('web', found === undefined ? [] : [found])[0]?.sample).not.toHaveProperty(
      'memoryUsedMb',
    );
  });

  it('samples of one minute are read from a bare list labelled compressed, with long or short names', () => {
    const long = [{ system: { cpu_percent: 1, memory_percent: 2 }, timestamp: minute }];
    expect(decodeMetricsData(JSON.stringify(long), 'x', NOW).samples).toHaveLength(1);
    expect(decodeMetricsData(JSON.stringify([sample(0, 1, 1)]), 'x', NOW).samples).toHaveLength(1);
  });
});

describe('hostile data', () => {
  it.each([
    ['truncated', '{"meta":{"procs":{}},"samples":[{"sys":{"t":1'],
    ['deeply nested', '['.repeat(300_000)],
    ['huge', `"${'x'.repeat(1_100_000)}"`],
    ['a number', '42'],
    ['not text', 42],
    ['absent', undefined],
  ])('that is %s is reported and skipped', (_, text) => {
    const { samples, bad } = decodeMetricsData(text, 'key', NOW);
    expect(samples).toEqual([]);
    expect(bad).toHaveLength(1);
  });

  it('cannot reach a prototype', () => {
    const text = `[{"__proto__":{"system":{"cpu_percent":1,"memory_percent":1},"timestamp":1},
      "processes":{"__proto__":{"pid":1,"name":"x"}}}]`;
    const { samples, bad } = decodeMetricsData(text, 'key', NOW);
    expect(samples).toEqual([]);
    expect(bad).toHaveLength(1);
    expect(({} as Record<string, unknown>)['system']).toBeUndefined();
  });

  it('Python’s non-JSON numbers, or numbers as text, cost no other sample of the batch', () => {
    const text = `[{"timestamp":${String(NOW)},"system":{"cpu_percent":1,"memory_percent":"2.5","load_avg_1m":NaN}},
      {"timestamp":"${String(NOW)}","system":{"cpu_percent":Infinity,"memory_percent":2}}]`;
    const { samples, bad } = decodeMetricsData(text, 'k', NOW);
    expect(samples.map(({ values }) => values)).toEqual([{ cpu: 1, memory: 2.5 }]);
    expect(bad).toHaveLength(1);
  });

  it('keeps the valid samples of a batch', () => {
    const good = { system: { cpu_percent: 1, memory_percent: 2 }, timestamp: NOW };
    const list = [
      good,
      { ...good, system: { cpu_percent: 101, memory_percent: 2 } },
      { ...good, timestamp: NOW + 200_000 },
      { ...good, system: { cpu_percent: 'NaN', memory_percent: 2 } },
      null,
    ];
    const { samples, bad } = decodeMetricsData(JSON.stringify(list), 'key', NOW);
    expect(samples).toHaveLength(1);
    expect(bad.map(({ key }) => key)).toEqual(['key/1', 'key/2', 'key/3', 'key/4']);
  });

  it('hostile data of any shape never throws, and yields only valid samples', () => {
    checkProperty(
      fc.property(fc.oneof(fc.json({ maxDepth: 6 }), fc.string()), (text) => {
        for (const { values, time } of decodeMetricsData(text, 'key', NOW).samples) {
          expect(values.cpu >= 0 && values.cpu <= 100).toBe(true);
          expect(Number.isFinite(time)).toBe(true);
        }
      }),
    );
  });

  it('hostile values in samples yield minutes that can be stored', () => {
    const value = fc.oneof(
      fc.double(),
      fc.integer({ min: -5, max: 200 }),
      fc.string(),
      fc.constant(null),
    );
    const sample = fc.record(
      {
        t: value,
        sys: fc.dictionary(fc.constantFrom('c', 'mp', 't', 'ma', '__proto__'), value),
        net: fc.dictionary(fc.constantFrom('bs', 'br'), value),
        procs: fc.dictionary(fc.string(), fc.dictionary(fc.constantFrom('pid', 'c', 'mr'), value)),
      },
      { requiredKeys: [] },
    );
    checkProperty(
      fc.property(fc.array(sample), (samples) => {
        const decoded = decodeMetricsData(JSON.stringify({ samples }), 'key', NOW);
        for (const { sample: minute } of toMinutes('web', decoded.samples)) {
          expect(minute.minute % 60).toBe(0);
          expect(minute.cpuPercent).toBeGreaterThanOrEqual(0);
          expect(minute.cpuPercent).toBeLessThanOrEqual(100);
        }
      }),
    );
  });

  it('hostile data as whole items is sorted out', () => {
    const found = decodeLegacyItems(
      [
        { id: 1, hostname: 'a', timestamp: NOW, metrics_data: '[]' },
        { id: 'x', hostname: 'a', timestamp: NOW },
        { id: 2, timestamp: NOW },
        { id: 3, hostname: 'a', timestamp: 'soon' },
        { id: 4, hostname: 'a', timestamp: NOW + 200_000 },
        { id: 5, hostname: 'a', timestamp: NOW, record_type: 'latest_marker' },
        { id: 6, hostname: 'a', timestamp: NOW },
      ],
      NOW,
    );
    expect(found.records.map(({ id }) => id)).toEqual([1]);
    expect(found.bad.map(({ key }) => key)).toEqual(['x', '2', '3', '4', '5']);
    expect(found.withoutData).toEqual([6]);
  });
});
