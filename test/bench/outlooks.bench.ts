/**
 * Outlooks of 1,000 hosts: forecasts and usual ranges, computed for a few hosts per evaluation, and judging each host
 * after a poll. Processor time of the thread, reading included. Also, how well unusual hosts are recognised on
 * synthetic weeks with injected events.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { METRICS, USUAL_METRICS, type MetricId } from '../../contract/metrics.ts';
import { DAY_S, MINUTE_S, QUARTERS_PER_DAY, dayOf, minuteOf } from '../../contract/time.ts';
import { Outlooks } from '../../fleet/alerts/outlooks.ts';
import { rowKey } from '../../fleet/store/tables.ts';
import { packDay } from '../../fleet/store/packed/value-pack.ts';
import {
  ROLLUP_LENGTH,
  ROLLUP_MAX,
  ROLLUP_MEAN,
  ROLLUP_MIN,
  emptyValues,
  setValue,
  type MetricArrays,
} from '../../fleet/store/series-codec.ts';
import { FleetStore } from '../../fleet/store/store.ts';
import { applyMinutes } from '../../fleet/sync/source-sync.ts';
import { madeUpHostnames, madeUpSample } from '../support/fleet-generator.ts';
import { randomFrom } from '../support/made-up-history.ts';
import { ANOMALY_KINDS, madeUpWeeks } from '../support/made-up-weeks.ts';
import { tryUnusual } from '../support/unusual-trial.ts';

const HOSTS = 1000;
const SOURCE = 'default';
const DAYS = 30;
/** Hosts whose history differs; the others have one of theirs. */
const HISTORIES = 20;
const POLL_S = 120;
const QUIET = 300;
const WITH_ANOMALY = 100;

const random = randomFrom(2026);
const now = dayOf(Date.now() / 1000) + 10.5 * 3600;

/** The rollup of one day of a host whose disk grows, packed: the metrics that every sample has, and the others. */
function daysOf(): [core: Uint8Array, extra: Uint8Array][] {
  const weeks = new Map<MetricId, Float32Array>(
    USUAL_METRICS.map((id) => [id, madeUpWeeks(id, null, random).values]),
  );
  weeks.set(
    'disk',
    Float32Array.from({ length: 35 * QUARTERS_PER_DAY }, (_, at) => 40 + at / 60),
  );
  return Array.from({ length: DAYS }, (_, day) => {
    const sorted: [MetricArrays, MetricArrays] = [{}, {}];
    for (const [id, values] of weeks) {
      const rollup = emptyValues(id, ROLLUP_LENGTH);
      for (let quarter = 0; quarter < QUARTERS_PER_DAY; quarter += 1) {
        const value = values[day * QUARTERS_PER_DAY + quarter] ?? NaN;
        for (const part of [ROLLUP_MEAN, ROLLUP_MIN, ROLLUP_MAX])
          setValue(rollup, part + quarter, value);
      }
      sorted[METRICS[id].required === true ? 0 : 1][id] = rollup;
    }
    return [packDay(sorted[0]), packDay(sorted[1])];
  });
}

function fillHistory(path: string, ids: readonly number[]): void {
  const histories = Array.from({ length: HISTORIES }, daysOf);
  const db = new DatabaseSync(path);
  const put = ['packed_day', 'packed_day_extra'].map((table) =>
    db.prepare(`INSERT INTO ${table} (key, packed) VALUES (?, ?)`),
  );
  db.exec('BEGIN');
  for (const [index, id] of ids.entries())
    for (const [day, packed] of (histories[index % HISTORIES] ?? []).entries()) {
      const key = rowKey(dayOf(now) - (DAYS - day) * DAY_S, DAY_S, id);
      packed.forEach((blob, table) => put[table]?.run(key, blob));
    }
  db.exec('COMMIT');
  db.close();
}

function report(name: string, times: readonly number[], goal = ''): void {
  const sorted = times.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  const longest = sorted.at(-1) ?? NaN;
  console.log(
    `${name.padEnd(64)} median ${median.toFixed(1)} ms, longest ${longest.toFixed(1)} ms${goal}`,
  );
}

const directory = mkdtempSync(join(tmpdir(), 'py-perf-bench-'));
try {
  const path = join(directory, 'fleet.db');
  const store = FleetStore.open(path);
  const hostnames = madeUpHostnames(HOSTS);
  const ids = store.write(() =>
    hostnames.map((hostname) => store.hosts.ensure({ sourceId: SOURCE, hostname })),
  );
  fillHistory(path, ids);
  let minute = minuteOf(now) - 3600;
  const poll = (seconds: number): void => {
    const range = { from: minute, to: minute + seconds };
    const hosts = store.hosts.ofSource(SOURCE);
    const samples = hosts.flatMap(({ hostname }) =>
      Array.from({ length: seconds / MINUTE_S }, (_, i) =>
        madeUpSample(hostname, minute + i * MINUTE_S),
      ),
    );
    const asked = hosts.map((host) => ({ host: { ...host, polledThrough: minute }, range }));
    minute += seconds;
    applyMinutes({ store }, asked, samples, minute);
  };
  poll(3600);
  const outlooks = new Outlooks(store.series);
  const look = (): number => {
    poll(POLL_S);
    const hosts = store.hosts.all();
    const before = process.threadCpuUsage();
    store.write(() => {
      outlooks.update(hosts, { changed: ids, busy: false, timeZone: 'Europe/Berlin', now: minute });
    });
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / 1000;
  };
  const looks = 120;
  report(
    `the first ${String(looks)} looks at 1,000 hosts, all parts`,
    Array.from({ length: looks }, look),
    ' (goal 50 ms)',
  );
  report('a look later on', Array.from({ length: 20 }, look), ' (goal 50 ms)');
  const known = outlooks.of(store.hosts.all(), minute);
  const unusual = known.filter((one) => one.unusual !== undefined).length;
  const full = known.filter((one) => one.full !== undefined).length;
  console.log(`${'hosts judged, with a forecast'.padEnd(64)} ${String(unusual)}, ${String(full)}`);
  store.close();
} finally {
  rmSync(directory, { recursive: true, force: true });
}

let [right, wrong, missed] = [0, 0, 0];
for (const metric of USUAL_METRICS) {
  let alarms = 0;
  for (let index = 0; index < QUIET; index += 1)
    alarms += tryUnusual(metric, madeUpWeeks(metric, null, random)).falseAlarms;
  wrong += alarms;
  const found = ANOMALY_KINDS.map((kind) => {
    let count = 0;
    for (let index = 0; index < WITH_ANOMALY; index += 1) {
      const result = tryUnusual(metric, madeUpWeeks(metric, kind, random));
      if (result.found === true) count += 1;
      wrong += result.falseAlarms;
    }
    right += count;
    missed += WITH_ANOMALY - count;
    return `${kind} ${((count / WITH_ANOMALY) * 100).toFixed(0)} %`;
  });
  const name = `unusual ${metric}: found`;
  console.log(
    `${name.padEnd(24)} ${found.join(', ')}; ${(alarms / QUIET).toFixed(3)} false a week`,
  );
}
const precision = (right / (right + wrong)) * 100;
const recall = (right / (right + missed)) * 100;
console.log(
  `${'unusual, all metrics'.padEnd(64)} precision ${precision.toFixed(1)} %, recall ${recall.toFixed(1)} %`,
);
