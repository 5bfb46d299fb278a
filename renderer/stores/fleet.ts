import { useDebounceFn, useDocumentVisibility } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { AppError } from '../../contract/errors.ts';
import type { FleetOverview, SyncState } from '../../contract/fleet.ts';
import { hostKey } from '../../contract/host.ts';
import type { HostRef } from '../../contract/host.ts';
import type { AlertKind } from '../../contract/alerts.ts';
import { createHealthJudge, nextHealthChange } from '../../contract/host-health.ts';
import { listen, request } from '../app/bridge.ts';
import type { FilterContext } from '../lib/filter.ts';
import { commonDomain } from '../lib/host-names.ts';
import { alertsByHost, createJudge } from '../lib/levels.ts';
import { buildRows, type FleetRow } from '../lib/rows.ts';
import { summarize } from '../features/overview/summary.ts';
import { useClockStore } from './clock.ts';
import { useLabelsStore } from './labels.ts';
import { useSettingsStore } from './settings.ts';

/** Changes in a burst are fetched once, at the latest after the second value. */
const REFETCH_DEBOUNCE_MS = 300;
const REFETCH_MAX_WAIT_MS = 2000;
/** The answer to this window's sync includes its changes. After this time, a slow sync shows its progress. */
const SYNC_HOLD_MS = 5000;
const NO_ALERTS: readonly AlertKind[] = [];

/**
 * The fleet in the local store. `overview` keeps its last value if a later request fails; `error` then says why. The
 * states in `rows` follow the clock.
 */
export const useFleetStore = defineStore('fleet', () => {
  const clock = useClockStore();
  const labels = useLabelsStore();
  const settings = useSettingsStore();
  const visibility = useDocumentVisibility();
  const overview = shallowRef<FleetOverview | null>(null);
  const rows = shallowRef<readonly FleetRow[]>([]);
  const sync = shallowRef<SyncState | null>(null);
  const error = shallowRef<AppError | null>(null);
  const syncing = ref(false);
  let announced = 0;
  let running = 0;
  let heldUntil = 0;
  let transitionAt = Number.POSITIVE_INFINITY;

  const alerts = computed(() => overview.value?.alerts ?? []);
  const summary = computed(() => summarize(rows.value, alerts.value));
  const rowsByKey = computed(() => new Map(rows.value.map((row) => [row.key, row])));
  /** The host of a fleet of one; null: there are none or several. */
  const only = computed(() => (rows.value.length === 1 ? (rows.value[0] ?? null) : null));
  /** The domain of most hostnames, which lists omit. */
  const domain = computed(() => commonDomain(rows.value.map(({ hostname }) => hostname)));
  const alertKinds = computed(() => {
    const byHost = alertsByHost(alerts.value);
    const found = new Map<string, readonly AlertKind[]>();
    for (const { key, missing, alerting } of rows.value) {
      if (missing) found.set(key, ['offline']);
      else if (alerting) {
        const known = byHost.get(key) ?? [];
        found.set(
          key,
          known.filter((alert) => !alert.maintenance).map(({ kind }) => kind),
        );
      }
    }
    return found;
  });
  const revision = computed(() => overview.value?.revision ?? 0);

  function deriveRows(): void {
    const { hosts = [], sources = [], thisHost = null, outlooks } = overview.value ?? {};
    const { now } = clock;
    const { alerts: rules } = settings.settings;
    const { labelsOf } = labels;
    const context = { sources, thisHost, alerts: alerts.value, settings: rules, labelsOf, now };
    const judge = createJudge({ settings: rules, labelsOf });
    rows.value = buildRows(rows.value, hosts, createHealthJudge(context), judge, outlooks);
    transitionAt = nextHealthChange(hosts, context);
  }

  function show(answer: FleetOverview): void {
    error.value = null;
    // Answers may overtake each other: an older one never replaces a newer one.
    if (overview.value !== null && answer.revision < overview.value.revision) return;
    overview.value = answer;
    sync.value = answer.sync;
    deriveRows();
  }

  async function refresh(): Promise<void> {
    const result = await request('fleetOverview', {});
    if (result.ok) show(result.value);
    else error.value = result.error;
  }

  /**
   * Syncs and shows the answer, which is the whole fleet: one poll, one request. A failing source is part of the
   * overview; `error` is for the app itself.
   */
  async function syncNow(reason: 'user' | 'poll'): Promise<void> {
    running += 1;
    syncing.value = true;
    heldUntil = Date.now() + SYNC_HOLD_MS;
    const result = await request('syncNow', { reason });
    running -= 1;
    syncing.value = running > 0;
    if (result.ok) {
      show(result.value.overview);
      // Changes after the answer was written.
      void refetch();
      return;
    }
    await refresh();
    error.value ??= result.error;
  }

  /** Stops fetching history in the background; stored data stays, and a later sync continues. */
  async function cancelBackfill(): Promise<void> {
    const result = await request('cancelBackfill', {});
    if (result.ok) sync.value = result.value;
    else error.value = result.error;
  }

  function rowOf(host: HostRef): FleetRow | undefined {
    return rowsByKey.value.get(hostKey(host));
  }

  /** The data that host filters need. */
  const filterContext = computed<FilterContext>(() => {
    const known = alertKinds.value;
    return { labelsOf: labels.labelsOf, alertsOf: (key) => known.get(key) ?? NO_ALERTS };
  });

  const refetch = useDebounceFn(
    async () => {
      if (visibility.value !== 'visible' || announced <= revision.value) return;
      if (syncing.value && Date.now() < heldUntil) void refetch();
      else await refresh();
    },
    REFETCH_DEBOUNCE_MS,
    { maxWait: REFETCH_MAX_WAIT_MS },
  );

  listen('fleetChanged', (change) => {
    announced = Math.max(announced, change.revision);
    void refetch();
  });
  listen('syncChanged', (changed) => {
    sync.value = changed;
  });
  watch(visibility, () => void refetch());
  watch([() => settings.settings.alerts, () => settings.settings.labels], deriveRows);
  watch(
    () => clock.now,
    (now) => {
      if (now >= transitionAt) deriveRows();
    },
  );

  return {
    overview,
    rows,
    alerts,
    summary,
    revision,
    sync,
    error,
    syncing,
    refresh,
    syncNow,
    cancelBackfill,
    only,
    rowOf,
    filterContext,
    domain,
  };
});
