import { fullestMount } from '../../contract/counted-mounts.ts';
import {
  CUSTOM_METRIC,
  DISK_METRIC,
  SERVICES_METRIC,
  type MetricId,
} from '../../contract/metrics.ts';
import { MINUTE_S } from '../../contract/time.ts';
import type { StoredHost } from '../store/host-row.ts';
import type { FleetStore } from '../store/store.ts';

/** Most characters of an alert's subject. */
const LONGEST = 200;

/** The subject of an alert on a metric of a host, at a minute (Unix seconds); undefined if the metric says it all. */
export type SubjectOf = (host: StoredHost, kind: MetricId, minute: number) => string | undefined;

/** Names the fullest file system that counts, the custom metrics beyond their limits, and failed services. */
export function subjectsIn(store: Pick<FleetStore, 'custom' | 'details' | 'judging'>): SubjectOf {
  const namesOf = (host: StoredHost, kind: MetricId, minute: number): readonly string[] => {
    if (kind === CUSTOM_METRIC) {
      const grid = { start: minute, step: MINUTE_S, count: 1 };
      const values = store.custom
        .series(host.id, grid)
        .map(({ name, mean }) => ({ name, value: mean[0] ?? NaN }));
      // Signs that are the same in all languages.
      return store.judging
        .beyond(values)
        .map(
          ({ name, direction, threshold }) =>
            `${name} ${direction === 'above' ? '>' : '<'} ${String(threshold)}`,
        );
    }
    if (kind === SERVICES_METRIC) return store.details.newest(host.id, minute)?.failedNames ?? [];
    if (kind !== DISK_METRIC) return [];
    const { fileSystems = [] } = store.details.newest(host.id, minute) ?? {};
    const fullest = fullestMount(fileSystems, store.judging.countsOf(host));
    return fullest === undefined ? [] : [fullest.mount];
  };
  return (host, kind, minute) => {
    const names = namesOf(host, kind, minute);
    return names.length === 0 ? undefined : names.join(', ').slice(0, LONGEST);
  };
}
