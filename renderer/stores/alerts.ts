import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { maintenanceAt, rulesFor, type HostRules } from '../../contract/alert-rules.ts';
import type { DaemonThresholds, Maintenance } from '../../contract/alerts.ts';
import type { AppError } from '../../contract/errors.ts';
import { hostKey } from '../../contract/host.ts';
import type { HostRef } from '../../contract/host.ts';
import type { Result } from '../../contract/result.ts';
import type { Settings } from '../../contract/settings.ts';
import { request } from '../app/bridge.ts';
import type { AlertChange } from '../features/alerts/alert-edit.ts';
import { useLabelsStore } from './labels.ts';
import { useSettingsStore } from './settings.ts';

/** Rules, quiet hours and maintenance from the settings. */
export const useAlertsStore = defineStore('alerts', () => {
  const store = useSettingsStore();
  const labels = useLabelsStore();
  const settings = computed(() => store.settings.alerts);
  const daemon = shallowRef<DaemonThresholds | null>(null);
  const daemonError = shallowRef<AppError | null>(null);

  /** Saves a change to the value that is stored by then. */
  function change(apply: AlertChange): Promise<Result<Settings>> {
    return store.update(({ alerts }) => ({ alerts: apply(alerts) }));
  }

  const labelsOf = (host: HostRef) => labels.labelsOf(hostKey(host));

  function rulesOf(host: HostRef): HostRules {
    return rulesFor(host, labelsOf(host), settings.value);
  }

  /** The maintenance of a host at a time (Unix seconds). */
  function maintenanceOf(host: HostRef, at: number): Maintenance | null {
    return maintenanceAt(host, labelsOf(host), settings.value.maintenance, at);
  }

  /** Requests the thresholds of the Python daemon on this machine. */
  async function loadDaemon(): Promise<void> {
    const result = await request('daemonThresholds', {});
    if (result.ok) daemon.value = result.value;
    daemonError.value = result.ok ? null : result.error;
  }

  return { settings, daemon, daemonError, change, rulesOf, maintenanceOf, loadDaemon };
});
