import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeV2Item } from '../../../../contract/records.ts';
import { settingsSchema } from '../../../../contract/settings.ts';
import { DEFAULT_TABLE_NAMES } from '../../../../contract/tables.ts';
import { MINUTE_S, hourOf } from '../../../../contract/time.ts';
import { evidenceOf, shownFrom } from '../../../../fleet/queries/replicas.ts';
import { madeUpSample, registryItem } from '../../../support/fleet-generator.ts';
import { testSource } from '../../../support/fleet-tables.ts';
import { MemoryTables } from '../../../support/memory-tables.ts';
import { TestClock, openTestEngine, type TestEngine } from '../../../support/test-engine.ts';

const NOW = hourOf(1_795_500_000) + 30 * MINUTE_S;

describe('evidenceOf', () => {
  const told = (hosts: Record<string, [number | null, number]>) =>
    new Map(
      Object.entries(hosts).map(([hostname, [sampleAt, cpu]]) => [
        hostname,
        { sourceId: 's', hostname, sampleAt, newest: { cpu } },
      ]),
    );

  it('compares the newest samples of common hosts if they are of the same minute', () => {
    const first = told({ a: [60, 1], b: [60, 2], c: [60, 3], d: [null, 0], e: [60, 5] });
    const second = told({ a: [60, 1], b: [60, 9], c: [120, 3], d: [null, 0], f: [60, 5] });
    expect(evidenceOf(first, second)).toEqual({ shared: 4, agreeing: 1, differing: 1 });
  });
});

describe('shownFrom', () => {
  const source = (id: string, lastSyncedAt: number | null, connected = true) => ({
    config: { id, tables: DEFAULT_TABLE_NAMES },
    connected,
    lastSyncedAt,
  });

  it.each([
    ['the first', [source('a', 1000), source('b', 1000)], 'a'],
    ['the first, a little behind', [source('a', 1000), source('b', 1600)], 'a'],
    ['another, where the first is not read', [source('a', 1000), source('b', 1601)], 'b'],
    ['another, where the first never was', [source('a', null), source('b', 1)], 'b'],
    ['another, where the first is off', [source('a', 1000, false), source('b', 1)], 'b'],
    ['the first that is current', [source('a', 1), source('b', 1700), source('c', 2000)], 'b'],
    ['the first, where none was read', [source('a', null), source('b', null)], 'a'],
  ])('is %s', (_, group, id) => {
    expect(shownFrom(group, 120)).toBe(id);
  });

  it('waits longer if the tables are read less often', () => {
    expect(shownFrom([source('a', 1000), source('b', 3000)], 3600)).toBe('a');
  });
});

describe('two regions of a global table', () => {
  const sources = ['frankfurt', 'virginia'].map((id) =>
    testSource('http://127.0.0.1:1', DEFAULT_TABLE_NAMES, { id, name: id }),
  );
  let clock: TestClock;
  let regions: Record<string, MemoryTables>;
  let failing: Set<string>;
  let test: TestEngine;

  beforeEach(() => {
    clock = new TestClock(NOW);
    failing = new Set();
    regions = Object.fromEntries(sources.map(({ id }) => [id, new MemoryTables()]));
    for (const [id, tables] of Object.entries(regions)) tables.fails = () => failing.has(id);
    test = openTestEngine(sources, clock, {
      connect: ({ id }) => Promise.resolve(regions[id]?.clients ?? new MemoryTables().clients),
    });
  });
  afterEach(async () => {
    await test.dispose();
  });

  /** Hosts report what they measure into all regions; `virginia` may be of another fleet. */
  async function report(minutes: number, hostnames: readonly string[], other = 0): Promise<void> {
    clock.advance(minutes * MINUTE_S);
    const at = clock.now() / 1000 - MINUTE_S;
    for (const [id, tables] of Object.entries(regions))
      for (const hostname of hostnames) {
        const made = madeUpSample(hostname, at);
        const sample = {
          ...made,
          cpuPercent: made.cpuPercent / (id === 'virginia' && other > 0 ? 2 : 1),
        };
        tables.put(encodeV2Item(sample));
        tables.registry.set(hostname, registryItem(sample, NOW - MINUTE_S));
      }
    await test.engine.sync('user');
    await test.engine.whenIdle();
  }

  const shown = (): string[] =>
    test.engine.overview().hosts.map(({ sourceId, hostname }) => `${sourceId}/${hostname}`);

  it('two regions show every host once, from the first source, also by name and in doctor', async () => {
    await report(1, ['a', 'b']);
    expect(shown()).toEqual(['frankfurt/a', 'frankfurt/b']);
    const { hosts } = await test.engine.hosts.lookUp({ hostname: 'a' });
    expect(hosts.map(({ sourceId }) => sourceId)).toEqual(['frankfurt']);
    const named = await test.engine.hosts.lookUp({ hostname: 'a', sourceId: 'virginia' });
    expect(named.hosts.map(({ sourceId }) => sourceId)).toEqual(['virginia']);
    clock.advance(30 * MINUTE_S);
    const range = { metric: 'cpu' as const, from: NOW - 600, to: NOW + 1200 };
    const { online } = test.engine.answers.queries.fleetSeries(range);
    expect(Math.max(...online.filter((count) => count >= 0))).toBe(2);
    const here = { sourceId: 'frankfurt', hostname: 'here' };
    const doctor = await test.engine.diagnostics.doctor({ outbox: 0, here });
    expect(doctor.hosts).toBe(2);
    expect(doctor.replicas).toEqual([{ sourceId: 'virginia', otherId: 'frankfurt', hosts: 2 }]);
  });

  it('two regions: the second replaces the first while that one fails', async () => {
    await report(1, ['a', 'b']);
    failing.add('frankfurt');
    await report(5, ['a', 'b']);
    expect(shown()).toEqual(['frankfurt/a', 'frankfurt/b']);
    await report(6, ['a', 'b']);
    expect(shown()).toEqual(['virginia/a', 'virginia/b']);
    // A start of the program does not forget that they are one fleet.
    await test.reopen();
    expect(shown()).toEqual(['virginia/a', 'virginia/b']);
    failing.clear();
    await report(1, ['a', 'b']);
    expect(shown()).toEqual(['frankfurt/a', 'frankfurt/b']);
  });

  it('two regions: a host that only the second has is shown from there', async () => {
    await report(1, ['a', 'b']);
    regions['frankfurt']?.registry.delete('c');
    const sample = madeUpSample('c', clock.now() / 1000);
    regions['virginia']?.put(encodeV2Item(sample));
    regions['virginia']?.registry.set('c', registryItem(sample, NOW));
    await report(1, ['a', 'b']);
    expect(shown()).toEqual(['frankfurt/a', 'frankfurt/b', 'virginia/c']);
  });

  it('two fleets with the same hostnames stay two, also after they were mistaken for one', async () => {
    await report(1, ['a', 'b'], 1);
    expect(shown()).toHaveLength(4);
    await report(1, ['a', 'b']);
    expect(shown()).toHaveLength(2);
    await report(1, ['a', 'b'], 1);
    expect(shown()).toHaveLength(4);
  });

  it('two regions whose settings change are compared again', async () => {
    await report(1, ['a']);
    const [first, second] = sources;
    if (first === undefined || second === undefined) throw new Error('two sources');
    failing.add('virginia');
    await report(2, ['a']);
    const elsewhere = { ...second, region: 'us-east-1' };
    await test.engine.reconfigure(settingsSchema.parse({ sources: [first, elsewhere] }));
    expect(shown()).toHaveLength(2);
  });

  it('two regions have one open alert for a host in both', async () => {
    const cpu = { enabled: true, above: 1, clearBelow: 0.5, forMinutes: 1 };
    await test.dispose();
    test = openTestEngine(sources, clock, {
      connect: ({ id }) => Promise.resolve(regions[id]?.clients ?? new MemoryTables().clients),
      settings: settingsSchema.parse({ sources, alerts: { cpu } }),
    });
    await report(1, ['a']);
    await test.engine.lookOnce();
    for (let count = 0; count < 8; count += 1) await report(1, ['a']);
    expect(test.engine.openAlerts().map(({ sourceId }) => sourceId)).toEqual(['frankfurt']);
  });
});
