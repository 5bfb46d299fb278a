import type { HostForecast } from '../../../contract/forecast.ts';
import type { HostSummary } from '../../../contract/host.ts';
import type { HostOutlook } from '../../../contract/outlook.ts';
import { limitsOf } from '../../../contract/threshold-rules.ts';
import { HOUR_S, dayOf } from '../../../contract/time.ts';
import type { World } from './world.ts';

/** A disk that grows by three percent a day and is at 86 %. */
const DISK_FORECAST: HostForecast = {
  metric: 'disk',
  earliest: 3.2,
  latest: 4.7,
  growth: [2.9, 4.3],
  days: Array.from({ length: 30 }, (_, day) => (day < 10 ? NaN : 29 + (day - 10) * 3)),
};

/** Outlooks of hosts: databases fill up, every seventh is unusual. */
export function outlooksOf(hosts: readonly HostSummary[]): HostOutlook[] {
  return hosts.map(({ sourceId, hostname, newest }, index): HostOutlook => {
    const { metric, earliest, latest } = DISK_FORECAST;
    const value = newest.cpu ?? 0;
    return {
      sourceId,
      hostname,
      ...(hostname.startsWith('db-') ? { full: { metric, earliest, latest } } : {}),
      ...(index % 5 === 4
        ? {}
        : {
            unusual: {
              metric: 'cpu',
              value,
              low: index % 7 === 1 ? value + 20 : Math.max(0, value - 20),
              high: index % 7 === 1 ? value + 40 : value + 20,
              distance: index % 7 === 1 ? 2 + index / 100 : 0.4,
            },
          }),
    };
  });
}

/** How a host fills up, what is usual for it, and how often a rule would have fired. */
export const outlookAnswers: Pick<World, 'hostForecasts' | 'hostUsual' | 'tryRule'> = {
  /** The lower the threshold, the more often. */
  tryRule: ({ rule }) => {
    const { threshold } = limitsOf(rule);
    return { ok: true, value: { hosts: 20, times: Math.max(0, 100 - threshold), fired: [] } };
  },
  hostForecasts: ({ hostname }) => ({
    ok: true,
    value: hostname.startsWith('db-') ? [DISK_FORECAST] : [],
  }),
  hostUsual: ({ from, to }) => {
    const start = dayOf(from);
    const count = Math.ceil((to - start) / HOUR_S);
    const middle = (hour: number) => 30 + 12 * Math.sin(((hour - 8) / 12) * Math.PI);
    const edge = (by: number) => Float32Array.from({ length: count }, (_, i) => middle(i) + by);
    const band = { metric: 'cpu', start, step: HOUR_S, low: edge(-12), high: edge(14) } as const;
    return { ok: true, value: { bands: [band], knownFrom: null } };
  },
};
