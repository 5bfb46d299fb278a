import type { FleetEvent } from '../../../contract/answers.ts';
import type { HostSummary } from '../../../contract/host.ts';
import { METRIC_IDS } from '../../../contract/metrics.ts';
import { ok } from '../../../contract/result.ts';
import { sequence } from './sequence.ts';
import { noise, sine } from './waves.ts';
import { alertEvents } from './world-alerts.ts';
import type { HarnessOptions, World } from './world.ts';

/** Series of hosts are slices of so many long ones, from so many offsets. */
const LEVELS = 64;
const PHASES = 97;

/** One long series for each load level: those of a large fleet are copied from them quickly. */
function makeWaves(start: number, step: number, count: number): Float32Array[] {
  return Array.from({ length: LEVELS }, (_, level) =>
    Float32Array.from({ length: count + PHASES }, (_unused, i) => {
      const wave =
        18 * sine(((start + i * step) % 1e6) / 7000 + level) + noise(level * 31 + i) * 14;
      return Math.min(100, Math.max(1, (level / LEVELS) * 70 + wave));
    }),
  );
}

/** The made-up fleet's history. */
export function historyAnswers(
  hosts: readonly HostSummary[],
  now: number,
  options: HarnessOptions,
): World {
  return {
    fleetSeries: ({ from, to, metric, hosts: scope }) => {
      const step = to - from <= 2 * 86_400 ? 60 : 900;
      const start = Math.floor(from / step) * step;
      const count = Math.ceil((to - start) / step);
      const random = sequence(3);
      const mean = new Float32Array(count);
      for (let i = 0; i < count; i += 1) {
        const time = start + i * step;
        mean[i] = time > now ? Number.NaN : 26 + 9 * Math.sin(time / 9000) + random() * 2;
      }
      return ok({
        metric,
        start,
        step,
        count,
        mean,
        p95: mean.map((value) => value * 2.1 + 6),
        max: mean.map((value) => Math.min(99, value * 2.6 + 18)),
        online: mean.map((_, i) =>
          Math.max(
            0,
            (scope ?? hosts).length -
              (i > count * 0.2 && i < count * 0.3 ? 12 : i % 97 > 80 ? 2 : 0),
          ),
        ),
        unread: mean.map((_, i) => (i > count * 0.2 && i < count * 0.3 ? 12 : 0)),
        revision: 1,
      });
    },
    heatMap: ({ from, to, metric }) => {
      const step = to - from <= 14_400 ? 60 : Math.ceil((to - from) / 200 / 900) * 900;
      const start = Math.floor(from / step) * step;
      const count = Math.ceil((to - start) / step);
      const waves = makeWaves(start, step, count);
      const values = new Float32Array(hosts.length * count);
      hosts.forEach((host, row) => {
        const wave = waves[Math.floor(sequence(row + 7)() ** 2 * LEVELS)];
        const known = values.subarray(row * count, (row + 1) * count);
        const from = (row * 13) % PHASES;
        if (wave !== undefined) known.set(wave.subarray(from, from + count));
        const end = Math.ceil(((host.lastSeen ?? now) - start) / step) + 1;
        if (end < count) known.fill(Number.NaN, Math.max(0, end));
        if (row % 23 === 9)
          for (let i = 71; i < count; i += 90) known.fill(Number.NaN, i, Math.min(count, i + 19));
      });
      return ok({ metric, start, step, count, hosts: [...hosts], values, revision: 1 });
    },
    events: ({ from, to, host }) => {
      if (options.events === 0) return ok({ events: [], truncated: false, revision: 1 });
      const random = sequence(11);
      const events = hosts.slice(0, 60).flatMap((found, i): FleetEvent[] => {
        const at = to - Math.floor(random() * (to - from));
        const length = 400 + Math.floor(random() ** 3 * 20_000);
        const { sourceId, hostname } = found;
        if (i % 3 !== 0 || (host !== undefined && host.hostname !== hostname)) return [];
        return [
          {
            sourceId,
            hostname,
            kind: 'offline',
            at,
            endedAt: at + length > now ? null : at + length,
          },
        ];
      });
      const alerts = (
        options.alerts === true ? alertEvents(hosts, { from, to, count: options.events }) : []
      ).filter(({ hostname }) => host === undefined || host.hostname === hostname);
      events.push(...alerts);
      return ok({ events: events.toSorted((a, b) => b.at - a.at), truncated: false, revision: 1 });
    },
    hostDetails: ({ sourceId, hostname }) => {
      const hoursFrom = Math.floor(now / 86_400) * 86_400 - 7 * 86_400;
      const use = (mount: string, sizeMb: number, usedMb: number) => ({
        mount,
        sizeMb,
        usedMb,
        inodesPercent: 7,
        usedMbByHour: Float32Array.from({ length: 192 }, (_, hour) => usedMb * (0.9 + hour / 1920)),
      });
      return ok({
        sourceId,
        hostname,
        at: now - 120,
        hoursFrom,
        fileSystems: [use('/', 61_440, 21_504), use('/srv/postgres', 512_000, 471_040)],
        interfaces: [
          { name: 'enp1s0', rxBps: 1_200_000, txBps: 340_000, errors: 0, errorsOfDay: 2 },
        ],
        containers: [
          { name: 'shop-postgres-1', cpuPercent: 12.4, memoryMb: 1874 },
          { name: 'shop-web-1', cpuPercent: 3.1, memoryMb: 312 },
          {
            name: 'k8s_prometheus-config-reloader_prometheus-kube-prometheus-stack-prometheus-0_monitoring_8d3a_12',
            cpuPercent: 100,
            memoryMb: 123456,
          },
          { name: 'a', cpuPercent: 0, memoryMb: 0.4 },
        ],
        failedNames: [
          'logrotate.service',
          'mnt-backup.mount',
          'systemd-cryptsetup@dev-disk-by\\x2duuid-7F260B1D\\x2d6FE7\\x2d3D57\\x2dB214.service',
        ],
      });
    },
    hostDetailSeries: ({ sourceId, hostname, from, to, of, name }) => {
      const step = 300;
      const start = Math.floor(from / step) * step;
      const count = Math.ceil((to - start) / step);
      const values = (value: (index: number) => number) =>
        Float64Array.from({ length: count }, (_, index) => value(index));
      const means =
        of === 'interface'
          ? {
              rx: values((index) => 1_200_000 + 300_000 * Math.sin(index / 9)),
              tx: values((index) => 340_000 + 90_000 * Math.cos(index / 7)),
              errors: values((index) => (index % 40 === 0 ? 2 : 0)),
            }
          : {
              size: values(() => 512_000),
              used: values((index) => 440_000 + (31_040 * index) / count),
              inodes: values(() => 7),
            };
      return ok({ sourceId, hostname, of, name, start, step, count, means });
    },
    hostCustom: ({ sourceId, hostname, from, to }) => {
      const start = Math.floor(from / 60) * 60;
      const count = Math.ceil((to - start) / 60);
      const named = (name: string, of: (index: number) => number) => ({
        name,
        mean: Float64Array.from({ length: count }, (_, index) => of(index)),
      });
      return ok({
        sourceId,
        hostname,
        start,
        step: 60,
        count,
        series: [
          named('backup_age_seconds{job="db"}', (index) => (index * 60) % 86_400),
          named('queue_length', (index) => 20 + (index % 17)),
        ],
      });
    },
    hostTraffic: ({ sourceId, hostname, edges }) =>
      ok({
        sourceId,
        hostname,
        periods: edges.slice(0, -1).map((from, index) => ({
          from,
          to: edges[index + 1] ?? from,
          rxBytes: 61e9 + (index % 7) * 4e9,
          txBytes: 9e9 + (index % 5) * 1e9,
          seconds: 86_400,
        })),
      }),
    minuteProcesses: ({ sourceId, hostname, at }) =>
      ok({
        sourceId,
        hostname,
        minute: Math.floor(at / 60) * 60,
        processes: ['postgres', 'python3', 'node', 'kworker/u8:2', 'sshd'].map((name, i) => ({
          name,
          pid: 811 + i * 97,
          cpuPercent: 42 / (i + 1),
          memoryPercent: 11 / (i + 1),
        })),
      }),
    hostStatistics: ({ sourceId, hostname, from, to }) =>
      ok({
        sourceId,
        hostname,
        from,
        to,
        step: 60,
        metrics: Object.fromEntries(
          METRIC_IDS.slice(0, 6).map((metric, i) => [
            metric,
            { count: 197, min: 2 + i, mean: 24.3 + i, p50: 22.1, p95: 61.4, max: 88.9 },
          ]),
        ),
      }),
  };
}
