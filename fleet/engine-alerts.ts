import { Alerts } from './alerts/alerts.ts';
import type { FleetEngineOptions } from './engine.ts';
import { isHidden } from './store/hosts.ts';
import type { FleetStore } from './store/store.ts';
import type { SourceSet } from './sync/source-set.ts';

/** The alerts of an engine, on its store and its sources. */
export function createAlerts(
  options: FleetEngineOptions,
  store: FleetStore,
  sources: SourceSet,
  onChanged: () => void,
): Alerts {
  const { clock, logger, settings, thisHost = () => null, onAlertNotices } = options;
  return new Alerts({
    store,
    clock,
    logger,
    config: settings,
    isShown: (host) => sources.has(host.sourceId) && !isHidden(host),
    sources: () =>
      sources.all().map(({ config, connected, stored }) => ({
        id: config.id,
        connected,
        lastSyncedAt: stored.lastSyncedAt,
      })),
    backfilling: () => sources.progress() !== null,
    ownHost: thisHost,
    onNotices: onAlertNotices ?? null,
    onChanged,
  });
}
