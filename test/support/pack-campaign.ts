import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { METRIC_IDS, type MetricId } from '../../contract/metrics.ts';
import type { TopProcess } from '../../contract/sample.ts';
import { DAY_S, HOUR_S, MINUTE_S, QUARTER_HOUR_S, dayOf, hourOf } from '../../contract/time.ts';
import { asPacked, asPackedRollup } from '../../fleet/store/packed/value-pack.ts';
import { FleetStore } from '../../fleet/store/store.ts';
import { madeUpSample } from './fleet-generator.ts';
import { randomFrom } from './randomness.ts';
import { recordedBy, releases, unpackDataDir } from './upgrade-fixture.ts';

const PACKER = join(import.meta.dirname, 'store-packer.ts');

/** Days before its time for which a release's store is compared. */
const COMPARED_DAYS = 3;

/** Everything that a store reports about its hosts, in the resolution of the tables: JSON, by question. */
type Answers = Record<string, string>;

/** The result of a campaign. */
export interface PackCampaign {
  kills: number;
  /** How often everything was packed, and the campaign restarted with the release's store. */
  rounds: number;
  /** Moments at which the store's answers had changed. */
  differences: string[];
}

/**
 * Has a process pack the newest release's store, and kills it at random moments. After each kill the store must be
 * sound and give the same answers; now and then a late sample arrives.
 */
export async function runPackCampaign(kills: number, seed: number): Promise<PackCampaign> {
  const release = releases().at(-1) ?? '';
  const { now } = recordedBy(release);
  const original = unpackDataDir(release);
  const directory = mkdtempSync(join(tmpdir(), 'py-perf-packing-'));
  const path = join(directory, 'fleet.db');
  const random = randomFrom(seed);
  const result: PackCampaign = { kills: 0, rounds: 0, differences: [] };
  let unpacked: Answers | null = null;
  const begin = (): Answers => {
    rmSync(directory, { recursive: true });
    mkdirSync(directory);
    copyFileSync(join(original, 'fleet.db'), path);
    unpacked ??= withStore(path, (store) => answersOf(store, now));
    return unpacked;
  };
  try {
    let expected = begin();
    while (result.kills < kills) {
      const killed = await packUntilKilled(path, now, random);
      result.kills += killed ? 1 : 0;
      const found = withStore(path, (store) => {
        store.check();
        return answersOf(store, now);
      });
      result.differences.push(...differences(expected, found));
      if (!killed) {
        result.rounds += 1;
        expected = begin();
      } else if (random(1) < 0.3)
        expected = withStore(path, (store) => {
          writeLate(store, now, random);
          return answersOf(store, now);
        });
    }
    return result;
  } finally {
    rmSync(directory, { recursive: true, force: true });
    rmSync(original, { recursive: true, force: true });
  }
}

/** Returns whether it was killed before it finished. */
async function packUntilKilled(
  path: string,
  now: number,
  random: (below: number) => number,
): Promise<boolean> {
  const child = spawn(process.execPath, [PACKER, path, String(now)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  let steps = 1 + Math.floor(random(4));
  child.stdout.on('data', (dots: Buffer) => {
    steps -= dots.length;
    // Somewhere within the next step.
    if (steps <= 0) setTimeout(() => child.kill('SIGKILL'), random(5));
  });
  const [code] = (await exited) as [number | null];
  return code !== 0;
}

function withStore<T>(path: string, work: (store: FleetStore) => T): T {
  const store = FleetStore.open(path);
  try {
    return work(store);
  } finally {
    store.close();
  }
}

function writeLate(store: FleetStore, now: number, random: (below: number) => number): void {
  const hosts = store.hosts.all();
  const host = hosts[Math.floor(random(hosts.length))];
  if (host === undefined) return;
  const minute = hourOf(now) - HOUR_S - Math.floor(random(600)) * MINUTE_S;
  const sample = { ...madeUpSample(host.hostname, minute), netRxBps: 123_456, loadAvg1m: 1.25 };
  const topProcesses = [{ name: 'late', pid: 7, cpuPercent: 1.5, memoryPercent: 2 }];
  store.write(() =>
    store.record({
      host: host.id,
      layout: 'v2',
      records: [{ sample: { ...sample, topProcesses } }],
      now,
    }),
  );
}

function answersOf(store: FleetStore, now: number): Answers {
  const extent = store.blocks.extent();
  // Nothing is before the oldest hour, which is itself among the answers.
  const start = Math.max(dayOf(now) - COMPARED_DAYS * DAY_S, dayOf(extent.oldest ?? 0));
  const seconds = dayOf(now) + DAY_S - start;
  const answers: Answers = { extent: JSON.stringify(extent) };
  for (const host of store.hosts.all()) {
    for (const metric of METRIC_IDS)
      answers[`${host.hostname} ${metric}`] = JSON.stringify(
        seriesOf(store, host.id, metric, start, seconds),
      );
    answers[`${host.hostname} known`] = JSON.stringify([
      ...store.blocks.known(host.id, start, now),
    ]);
    const lists: unknown[] = [];
    // Each answer is from one of the five minutes before.
    for (let minute = start; minute < start + seconds; minute += 5 * MINUTE_S) {
      const { processes, ...rest } = store.processes.at(host, minute);
      if (processes.length > 0) lists.push({ ...rest, processes: processes.map(inTenths) });
    }
    answers[`${host.hostname} processes`] = JSON.stringify(lists);
  }
  return answers;
}

function inTenths({ cpuPercent, memoryPercent, ...process }: TopProcess): TopProcess {
  const tenth = (value: number): number => Math.round(value * 10) / 10;
  return { ...process, cpuPercent: tenth(cpuPercent), memoryPercent: tenth(memoryPercent) };
}

function seriesOf(
  store: FleetStore,
  host: number,
  metric: MetricId,
  start: number,
  seconds: number,
): unknown {
  const minutes = store.series.minutes(host, metric, {
    start,
    step: MINUTE_S,
    count: seconds / MINUTE_S,
  });
  const band = store.series.rollups(host, metric, {
    start,
    step: QUARTER_HOUR_S,
    count: seconds / QUARTER_HOUR_S,
  });
  return {
    minutes: Array.from(minutes, (value) => asPacked(metric, value)),
    ...Object.fromEntries(
      Object.entries(band).map(([name, values]: [string, Float32Array]) => [
        name,
        Array.from(values, (value) => asPackedRollup(metric, value)),
      ]),
    ),
  };
}

function differences(expected: Answers, found: Answers): string[] {
  const names = new Set([...Object.keys(expected), ...Object.keys(found)]);
  return [...names].filter((name) => expected[name] !== found[name]);
}
