/**
 * Evaluating alerts after a poll of 1,000 hosts with 20 rules on metrics each, and the offline rule: with all values
 * far from their thresholds, and with one metric of every host beyond its threshold at once. Processor time of the
 * thread.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { METRICS, METRIC_IDS, type MetricId } from '../../contract/metrics.ts';
import type { Sample } from '../../contract/sample.ts';
import { DEFAULT_SETTINGS, settingsSchema } from '../../contract/settings.ts';
import { MINUTE_S, minuteOf } from '../../contract/time.ts';
import { Alerts } from '../../fleet/alerts/alerts.ts';
import { FleetStore } from '../../fleet/store/store.ts';
import { applyMinutes } from '../../fleet/sync/source-sync.ts';
import { systemClock } from '../../platform/clock.ts';
import { madeUpHostnames, madeUpSample } from '../support/fleet-generator.ts';
import { silentLogger } from '../support/test-engine.ts';

const HOSTS = 1000;
const RULES = 20;
const SOURCE = 'default';
const BEFORE_MINUTES = 60;
const ROUNDS = 15;
const OUTAGES = 3;

const metrics = METRIC_IDS.slice(0, RULES);
const rules = Object.fromEntries(
  metrics.map((id) => [id, { ...DEFAULT_SETTINGS.alerts[id], enabled: true }]),
);
const settings = settingsSchema.parse({ alerts: rules });
const hostnames = madeUpHostnames(HOSTS);
const start = minuteOf(Date.now() / 1000) - 2 * 60 * MINUTE_S;

/** A value on the good or on the bad side of a rule, and within what the metric may be. */
function valueOf(id: MetricId, isBad: boolean): number {
  const { threshold, direction } = METRICS[id].alert;
  const isHigh = (direction === 'above') === isBad;
  return isHigh ? threshold * 1.05 : threshold * 0.5;
}

function sampleOf(hostname: string, minute: number, bad: MetricId | null): Sample {
  const values = metrics.map((id) => [METRICS[id].field, valueOf(id, id === bad)]);
  return { ...madeUpSample(hostname, minute), ...Object.fromEntries(values) } as Sample;
}

const directory = mkdtempSync(join(tmpdir(), 'py-perf-bench-'));
try {
  const store = FleetStore.open(join(directory, 'fleet.db'));
  store.write(() => {
    for (const hostname of hostnames) store.hosts.ensure({ sourceId: SOURCE, hostname });
  });
  let minute = start;
  const poll = (minutes: number, bad: MetricId | null): void => {
    const range = { from: minute, to: minute + minutes * MINUTE_S };
    const hosts = store.hosts.ofSource(SOURCE);
    const samples = hosts.flatMap(({ hostname }) =>
      Array.from({ length: minutes }, (_, i) => sampleOf(hostname, minute + i * MINUTE_S, bad)),
    );
    const asked = hosts.map((host) => ({ host: { ...host, polledThrough: minute }, range }));
    minute += minutes * MINUTE_S;
    applyMinutes({ store }, asked, samples, minute);
  };
  poll(BEFORE_MINUTES, null);
  let told = 0;
  const alerts = new Alerts({
    store,
    clock: { ...systemClock, now: () => minute * 1000 },
    logger: silentLogger,
    config: { labels: {}, alerts: settings.alerts },
    isShown: () => true,
    sources: () => [{ id: SOURCE, name: SOURCE, connected: true, lastSyncedAt: minute }],
    backfilling: () => false,
    ownHost: () => null,
    onNotices: (notices) => {
      told += notices.length;
      alerts.acknowledge(notices.map(({ id }) => id));
    },
    onChanged: () => undefined,
  });
  alerts.start();
  alerts.evaluate();
  const openNow = (): number => store.read(() => store.alertLog.open()).length;
  const look = (bad: MetricId | null): number => {
    poll(2, bad);
    const before = process.threadCpuUsage();
    alerts.evaluate();
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / 1000;
  };
  const print = (name: string, times: readonly number[]): void => {
    const sorted = times.toSorted((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)] ?? NaN;
    console.log(
      `${name.padEnd(64)} median ${median.toFixed(1)} ms, longest ${(sorted.at(-1) ?? NaN).toFixed(1)} ms (goal 30 ms)`,
    );
  };
  console.log(`${String(metrics.length)} rules each`);
  print(
    'all well',
    Array.from({ length: ROUNDS }, () => look(null)),
  );
  // Each of these looks comes once in an outage, so several outages are lived through.
  const times = { first: [], pending: [], begins: [], told: [], lasts: [], ends: [] } as Record<
    'first' | 'pending' | 'begins' | 'told' | 'lasts' | 'ends',
    number[]
  >;
  for (let outage = 0; outage < OUTAGES; outage += 1) {
    times.first.push(look('cpu'));
    while (openNow() === 0) {
      const time = look('cpu');
      (openNow() === 0 ? times.pending : times.begins).push(time);
    }
    const toldBefore = told;
    while (told === toldBefore) {
      const time = look('cpu');
      (told === toldBefore ? times.lasts : times.told).push(time);
    }
    times.lasts.push(...Array.from({ length: ROUNDS / OUTAGES }, () => look('cpu')));
    while (openNow() > 0) {
      const time = look(null);
      (openNow() > 0 ? times.lasts : times.ends).push(time);
    }
  }
  print('one metric of each host beyond its threshold: the first look', times.first);
  print('the looks until alerts begin', times.pending);
  print('1,000 alerts begin at once', times.begins);
  print('they are told', times.told);
  print('they last', times.lasts);
  print('they end', times.ends);
  console.log(`${'notices told'.padEnd(64)} ${String(told)}`);
  alerts.stop();
  store.close();
} finally {
  rmSync(directory, { recursive: true, force: true });
}
