import type { ServiceHandlers } from '../contract/ipc.ts';
import type { Settings, SettingsPatch } from '../contract/settings.ts';
import type { FleetEngine } from '../fleet/engine.ts';
import type { CollectorHost } from './collector-host.ts';

export interface HandlerContext {
  engine: FleetEngine;
  collector: CollectorHost;
  loadSettings: () => Settings;
  saveSettings: (patch: SettingsPatch) => Settings;
  onSettingsChanged: (settings: Settings) => void;
}

/** One handler per request that the service answers; failures are thrown as `AppFailure`. */
export function createHandlers(context: HandlerContext): ServiceHandlers {
  const { engine, collector, loadSettings } = context;

  const applySettings = async (patch: SettingsPatch): Promise<Settings> => {
    const settings = context.saveSettings(patch);
    await engine.reconfigure(settings);
    await collector.configure(settings);
    context.onSettingsChanged(settings);
    return settings;
  };

  return {
    fleetOverview: () => ({
      ...engine.overview(),
      thisHost: collector.state().running
        ? { sourceId: collector.sourceId, hostname: collector.hostname }
        : null,
    }),
    hostSeries: (query) => engine.hostSeries(query),
    fleetSeries: (query) => engine.fleetSeries(query),
    heatMap: (query) => engine.heatMap(query),
    events: (query) => engine.events(query),
    minuteProcesses: (query) => engine.minuteProcesses(query),
    hostStatistics: (query) => engine.hostStatistics(query),
    syncNow: ({ reason }) => engine.sync(reason),
    cancelBackfill: () => engine.cancelBackfill(),
    removeHost: (host) => engine.removeHost(host),
    restoreHost: (host) => engine.restoreHost(host),
    removedHosts: () => engine.removedHosts(),
    legacyHistory: ({ sourceId }) => engine.legacyHistory(sourceId),
    readLegacyHistory: ({ sourceId, unitsPerSecond }) =>
      engine.readLegacyHistory(sourceId, unitsPerSecond),
    stopLegacyHistory: ({ sourceId }) => engine.stopLegacyHistory(sourceId),
    capacity: ({ days }) => engine.capacity(days),
    doctor: () => engine.doctor({ outbox: collector.pending() }),
    testSource: ({ source }) => engine.testSource(source),
    collectorState: () => collector.state(),
    setCollecting: async ({ enabled }) => {
      const { collector: current } = loadSettings();
      if (current.enabled !== enabled || collector.state().running !== enabled)
        await applySettings({ collector: { ...current, enabled } });
      return collector.state();
    },
    getSettings: () => loadSettings(),
    updateSettings: ({ patch }) => applySettings(patch),
  };
}
