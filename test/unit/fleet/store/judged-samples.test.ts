import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CustomLimit, UncountedMount } from '../../../../contract/alerts.ts';
import type { Sample } from '../../../../contract/sample.ts';
import { HOUR_S, MINUTE_S, hourOf } from '../../../../contract/time.ts';
import {
  CUSTOM_METRIC,
  DISK_METRIC,
  METRICS,
  SERVICES_METRIC,
  type MetricId,
} from '../../../../contract/metrics.ts';
import { subjectsIn } from '../../../../fleet/alerts/subjects.ts';
import type { FleetStore } from '../../../../fleet/store/store.ts';
import { openBlankStore } from '../../../support/blank-store.ts';

const HOUR = hourOf(1_795_500_000);
const WEB = { sourceId: 'default', hostname: 'web' };

let store: FleetStore;
let host: number;

beforeEach(() => {
  store = openBlankStore();
  host = store.hosts.ensure(WEB);
});

afterEach(() => {
  store.close();
});

function configure(
  given: { customLimits?: CustomLimit[]; uncountedMounts?: UncountedMount[] },
  labels = {},
): void {
  store.judging.configure({
    alerts: { customLimits: [], uncountedMounts: [], ...given },
    labels,
  });
}

function record(...samples: (Partial<Sample> & { minute: number })[]): void {
  const records = samples.map((given) => ({
    sample: {
      hostname: 'web',
      collectedAt: given.minute,
      cpuPercent: 1,
      memoryPercent: 1,
      ...given,
    },
  }));
  store.write(() => store.record({ host, layout: 'v2', records, now: samples[0]?.minute ?? 0 }));
}

const disk = METRICS.disk.field;
const fileSystems = [
  { mount: '/', sizeMb: 1000, usedMb: 300 },
  { mount: '/mnt/backup', sizeMb: 1000, usedMb: 990 },
];

function minutes(metric: MetricId, count: number): (number | null)[] {
  const values = store.read(() =>
    store.series.minutes(host, metric, { start: HOUR, step: MINUTE_S, count }),
  );
  return Array.from(values, (value) => (Number.isNaN(value) ? null : Math.round(value * 10) / 10));
}

describe('limits on custom metrics', () => {
  it('the number beyond their limits is a metric, for hosts with custom metrics', () => {
    configure({
      customLimits: [
        { name: 'queue', direction: 'above', threshold: 10 },
        { name: 'free', direction: 'below', threshold: 5 },
      ],
    });
    const values = (queue: number, free: number) => [
      { name: 'queue', value: queue },
      { name: 'free', value: free },
    ];
    record({ minute: HOUR, custom: values(9, 6) }, { minute: HOUR + 60, custom: values(10, 6) });
    record({ minute: HOUR + 120, custom: values(11, 5) }, { minute: HOUR + 180 });
    expect(minutes('customBeyond', 4)).toEqual([0, 1, 2, null]);
  });

  it('without a limit there is no such metric', () => {
    configure({});
    record({ minute: HOUR, custom: [{ name: 'a', value: 1 }] });
    expect(minutes('customBeyond', 1)).toEqual([null]);
  });
});

describe('what an alert is about', () => {
  const about = (metric: MetricId, minute: number): string | undefined => {
    const found = store.hosts.byId(host);
    return found === null ? undefined : subjectsIn(store)(found, metric, minute);
  };

  it('names the fullest counted file system, numbers beyond their limits, failed services', () => {
    configure({
      customLimits: [
        { name: 'queue', direction: 'above', threshold: 10 },
        { name: 'age', direction: 'above', threshold: 10 },
      ],
    });
    const custom = ['queue', 'other', 'age'].map((name) => ({ name, value: 11 }));
    record({ minute: HOUR, fileSystems, custom, failedNames: ['a.service', 'b.mount'] });
    expect(about(DISK_METRIC, HOUR)).toBe('/mnt/backup');
    expect(about(CUSTOM_METRIC, HOUR)).toBe('age > 10, queue > 10');
    expect(about(SERVICES_METRIC, HOUR)).toBe('a.service, b.mount');
    configure({ uncountedMounts: [{ mount: '/mnt/*' }] });
    expect(about(DISK_METRIC, HOUR + 60)).toBe('/');
  });

  it('is absent if the metric says it all, or nothing is known', () => {
    configure({});
    expect(about('cpu', HOUR)).toBeUndefined();
    for (const metric of [DISK_METRIC, CUSTOM_METRIC, SERVICES_METRIC] as const)
      expect(about(metric, HOUR)).toBeUndefined();
  });
});

describe('file systems that do not count', () => {
  const backup: UncountedMount = { mount: '/mnt/back*' };

  it('the fullest of the others is the host’s disk, also in minutes that name none', () => {
    configure({ uncountedMounts: [backup] });
    record({ minute: HOUR, [disk]: 99, fileSystems });
    record({ minute: HOUR + 60, [disk]: 99 }, { minute: HOUR + 10 * 60, [disk]: 99 });
    expect(minutes('disk', 2)).toEqual([30, 30]);
    expect(minutes('disk', 11).at(-1)).toBe(30);
  });

  it('knowledge from before a start counts', () => {
    record({ minute: HOUR, [disk]: 99, fileSystems });
    configure({ uncountedMounts: [backup] });
    record({ minute: HOUR + 60, [disk]: 99 });
    expect(minutes('disk', 2)).toEqual([99, 30]);
  });

  it('the disk is unknown if the others’ usage is', () => {
    configure({ uncountedMounts: [backup] });
    record({ minute: HOUR, [disk]: 99, fileSystems });
    record({ minute: HOUR + HOUR_S - 60, [disk]: 99 });
    expect(minutes('disk', 60).at(-1)).toBeNull();
    configure({ uncountedMounts: [{ mount: '*' }] });
    record({ minute: HOUR + 60, [disk]: 99, fileSystems });
    expect(minutes('disk', 2)).toEqual([30, null]);
  });

  it('a host that names none keeps its own figure', () => {
    configure({ uncountedMounts: [backup] });
    record({ minute: HOUR, [disk]: 99 });
    expect(minutes('disk', 1)).toEqual([99]);
  });

  it('a scope limits them to its hosts', () => {
    const scope = { kind: 'label', label: 'db' } as const;
    configure({ uncountedMounts: [{ ...backup, scope }] });
    record({ minute: HOUR, [disk]: 99, fileSystems });
    configure({ uncountedMounts: [{ ...backup, scope }] }, { 'default/web': ['db'] });
    record({ minute: HOUR + 60, [disk]: 99, fileSystems });
    configure({
      uncountedMounts: [{ ...backup, scope: { kind: 'host', sourceId: 'x', hostname: 'web' } }],
    });
    record({ minute: HOUR + 120, [disk]: 99, fileSystems });
    expect(minutes('disk', 3)).toEqual([99, 30, 99]);
  });
});
