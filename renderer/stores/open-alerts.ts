import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { AppError } from '../../contract/errors.ts';
import { hostKey } from '../../contract/host.ts';
import type { AlertAction, OpenAlert } from '../../contract/open-alerts.ts';
import { request } from '../app/bridge.ts';
import { useFleetStore } from './fleet.ts';

/** Active alerts of all kinds, and the user's actions on them. */
export const useOpenAlertsStore = defineStore('open-alerts', () => {
  const fleet = useFleetStore();
  const alerts = shallowRef<readonly OpenAlert[]>([]);
  const error = shallowRef<AppError | null>(null);
  const loaded = ref(false);
  const byHost = computed(() => Map.groupBy(alerts.value, hostKey));
  /** Counts requests: a slow answer does not replace a newer one. */
  let asked = 0;

  async function load(): Promise<void> {
    asked += 1;
    const mine = asked;
    const result = await request('openAlerts', {});
    if (mine !== asked) return;
    loaded.value = true;
    error.value = result.ok ? null : result.error;
    if (result.ok) alerts.value = result.value;
  }

  /** Returns whether it was stored; if not, `error` says why. */
  async function act(action: AlertAction): Promise<boolean> {
    asked += 1;
    const result = await request('actOnAlerts', action);
    error.value = result.ok ? null : result.error;
    if (result.ok) alerts.value = result.value;
    return result.ok;
  }

  watch(
    () => fleet.revision,
    () => void load(),
    { immediate: true },
  );

  return { alerts, byHost, error, loaded, act };
});
