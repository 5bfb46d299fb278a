import type { CollectorHandlers } from '../../contract/requests.ts';
import type { CollectorSupervisor } from '../collector-supervisor.ts';
import { daemonThresholds } from '../daemon-thresholds.ts';
import type { LiveSettings } from '../live-settings.ts';

/** Handlers about this machine's collector and its Python daemon. */
export function collectorHandlers(
  collector: CollectorSupervisor,
  settings: LiveSettings,
): CollectorHandlers {
  return {
    collectorState: () => collector.state(),
    setCollecting: async ({ enabled }) => {
      const { collector: current } = settings.load();
      if (current.enabled !== enabled) await settings.apply({ collector: { ...current, enabled } });
      // Enabled already, but refused so far because another process collected: try again.
      else if (collector.state().running !== enabled) await collector.configure(settings.load());
      return collector.state();
    },
    daemonThresholds: () => daemonThresholds(),
  };
}
