import { isDeepStrictEqual } from 'node:util';
import type { ServiceHandlers } from '../contract/ipc.ts';
import type { Settings, SettingsPatch } from '../contract/settings.ts';
import type { FleetEngine } from '../fleet/engine.ts';
import type { CollectorSupervisor } from './collector-supervisor.ts';
import { daemonThresholds } from './daemon-thresholds.ts';

export interface HandlerContext {
  engine: FleetEngine;
  collector: CollectorSupervisor;
  loadSettings: () => Settings;
  saveSettings: (patch: SettingsPatch) => Settings;
  onSettingsChanged: (settings: Settings) => void;
}

/** One handler per request that the service answers; failures are thrown as `AppFailure`. */
export function createHandlers(context: HandlerContext): ServiceHandlers {
  const { engine, collector, loadSettings } = context;

  const applySettings = async (patch: SettingsPatch): Promise<Settings> => {
    const before = loadSettings();
    const settings = context.saveSettings(patch);
    const changed = (section: keyof Settings): boolean =>
      !isDeepStrictEqual(before[section], settings[section]);
    // A change of the theme is no reason to start a collector anew in the middle of its minute.
    if (changed('sources') || changed('sync') || changed('retention'))
      await engine.reconfigure(settings);
    if (changed('alerts') || changed('labels')) engine.configureAlerts(settings);
    if (changed('sources') || changed('collector')) await collector.configure(settings);
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
    testSource: ({ source, keys }) => engine.testSource(source, keys),
    collectorState: () => collector.state(),
    setCollecting: async ({ enabled }) => {
      const { collector: current } = loadSettings();
      if (current.enabled !== enabled) await applySettings({ collector: { ...current, enabled } });
      // Wanted already, but refused so far (another process collected): tried again.
      else if (collector.state().running !== enabled) await collector.configure(loadSettings());
      return collector.state();
    },
    getSettings: () => loadSettings(),
    updateSettings: ({ patch }) => applySettings(patch),
    daemonThresholds: () => daemonThresholds(),
  };
}
