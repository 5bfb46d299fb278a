import { expect, it } from 'vitest';
import { encodeV2Item } from '../../../contract/records.ts';
import type { Sample } from '../../../contract/sample.ts';
import { DEFAULT_TABLE_NAMES } from '../../../contract/tables.ts';
import type { Clock } from '../../../platform/clock.ts';
import { DAY_S, HOUR_S, MINUTE_S, minuteOf } from '../../../contract/time.ts';
import { madeUpSample, registryItem } from '../../support/fleet-generator.ts';
import { testSource } from '../../support/fleet-tables.ts';
import { MemoryTables } from '../../support/memory-tables.ts';
import { seedsFor } from '../../support/property.ts';
import { randomFrom } from '../../support/randomness.ts';
import { TestClock, minutesOf, openTestEngine, points } from '../../support/test-engine.ts';

const START = 1_795_500_000;

/** A machine that samples while it is on, and uploads, newest first, at most 25 a minute, while it is connected. */
class Machine {
  readonly hostname: string;
  readonly #tables: MemoryTables;
  readonly #first: number;
  #outbox: Sample[] = [];
  on = true;
  connected = true;

  constructor(hostname: string, tables: MemoryTables, first: number) {
    this.hostname = hostname;
    this.#tables = tables;
    this.#first = first;
  }

  minute(minute: number): void {
    if (this.on) this.#outbox.push(madeUpSample(this.hostname, minute));
    if (!this.on || !this.connected) return;
    const newest = this.#outbox.at(-1);
    for (const sample of this.#outbox.splice(-25)) this.#tables.put(encodeV2Item(sample));
    const before = Number(this.#tables.registry.get(this.hostname)?.['last_seen'] ?? 0);
    if (newest !== undefined && newest.collectedAt > before)
      this.#tables.registry.set(this.hostname, registryItem(newest, this.#first));
  }
}

/** Two days of machines that go off and lose the network, and of a viewer that sleeps, restarts and fails; then a quiet time. */
async function expectEverythingArrives(
  seed: number,
  { hasRegistry = true, clockErrors = [0] }: { hasRegistry?: boolean; clockErrors?: number[] } = {},
): Promise<void> {
  const random = randomFrom(seed);
  const tables = new MemoryTables();
  tables.hasRegistry = hasRegistry;
  const machines = ['a', 'b', 'c#1'].map((name) => new Machine(name, tables, START - HOUR_S));
  const clock = new TestClock(START - HOUR_S);
  const pass = (seconds: number): void => {
    for (let left = seconds; left > 0; left -= MINUTE_S) {
      clock.advance(MINUTE_S);
      for (const machine of machines) machine.minute(minuteOf(clock.now() / 1000) - MINUTE_S);
    }
  };
  pass(HOUR_S);
  const source = testSource('http://127.0.0.1:1', DEFAULT_TABLE_NAMES);
  // The viewer's own clock, which may be wrong for a while.
  let error = 0;
  const viewer: Clock = {
    now: () => clock.now() + error * 1000,
    sleep: (ms, signal) => clock.sleep(ms, signal),
  };
  const test = openTestEngine([source], viewer, {
    connect: () => Promise.resolve(tables.clients),
  });
  const sync = async (): Promise<void> => {
    await test.engine.sync('user');
    await test.engine.whenIdle();
  };
  await sync();
  while (clock.now() / 1000 < START + 2 * DAY_S) {
    for (const machine of machines) {
      if (random(12) < 1) machine.on = !machine.on;
      if (random(8) < 1) machine.connected = !machine.connected;
    }
    // Mostly the interval of two minutes; now and then a nap, or a night.
    const span = random(10) < 8 ? 2 : random(10) < 8 ? 5 + random(90) : 60 + random(600);
    pass(Math.ceil(span) * MINUTE_S);
    const isBad = random(6) < 1;
    if (random(10) < 1) error = clockErrors[Math.floor(random(clockErrors.length))] ?? 0;
    tables.fails = () => isBad && random(3) < 1;
    await sync();
    tables.fails = () => false;
    if (random(25) < 1) await test.reopen();
  }
  for (const machine of machines) machine.on = machine.connected = true;
  error = 0;
  for (const wait of [
    ...Array.from({ length: 60 }, () => 2),
    60,
    120,
    240,
    480,
    960,
    1920,
    3840,
    7680,
  ]) {
    pass(wait * MINUTE_S);
    await sync();
  }
  const end = minuteOf(clock.now() / 1000) - 5 * MINUTE_S;
  for (const { hostname } of machines) {
    const wanted = [...tables.of(hostname).keys()].filter((minute) => minute < end);
    const found = points(minutesOf(test.engine, hostname, START - HOUR_S, end));
    const stored = new Set(found.map(([minute]) => minute));
    const missing = wanted.filter((minute) => !stored.has(minute));
    expect([hostname, missing.map((minute) => new Date(minute * 1000).toISOString())]).toEqual([
      hostname,
      [],
    ]);
    expect(found).toHaveLength(wanted.length);
    const wrong = found.filter(([minute, cpu, memory]) => {
      const { cpuPercent, memoryPercent } = madeUpSample(hostname, minute);
      return cpu !== Math.round(cpuPercent * 10) || memory !== Math.round(memoryPercent * 10);
    });
    expect(wrong).toEqual([]);
  }
  await test.dispose();
}

it.each(seedsFor([1], 100))(
  'in the end the store has what the table has (seed %i)',
  async (seed) => {
    await expectEverythingArrives(seed);
  },
);

it.each(seedsFor([4], 50))(
  'in the end the store has what the table has where there is no registry (seed %i)',
  async (seed) => {
    await expectEverythingArrives(seed, { hasRegistry: false });
  },
);

it.each(seedsFor([5], 50))(
  'in the end the store has what the table has where the viewer\u2019s clock was wrong for a while (seed %i)',
  async (seed) => {
    await expectEverythingArrives(seed, { clockErrors: [0, -HOUR_S, 2 * HOUR_S, 5 * DAY_S] });
  },
);
