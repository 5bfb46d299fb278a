import type { FleetOverview } from '../../contract/fleet.ts';
import type { FleetHandlers } from '../../contract/requests.ts';
import type { FleetEngine } from '../../fleet/engine.ts';
import type { CollectorSupervisor } from '../collector-supervisor.ts';

/** Answers about the fleet. */
export function fleetHandlers(engine: FleetEngine, collector: CollectorSupervisor): FleetHandlers {
  return {
    fleetOverview: () => readOverview(engine, collector),
    hostSeries: (query) => engine.hostSeries(query),
    fleetSeries: (query) => engine.fleetSeries(query),
    heatMap: (query) => engine.heatMap(query),
    events: (query) => engine.events(query),
    minuteProcesses: (query) => engine.minuteProcesses(query),
    hostStatistics: (query) => engine.hostStatistics(query),
    syncNow: async ({ reason }) => {
      const report = await engine.sync(reason);
      return { report, overview: readOverview(engine, collector) };
    },
    backfillHost: async ({ from, scanAtAnyCost, ...host }) => {
      await engine.backfillHost(host, from, scanAtAnyCost ? 'at-any-cost' : 'within-budget');
      return host;
    },
    cancelBackfill: () => engine.cancelBackfill(),
    removeHost: (host) => engine.removeHost(host),
    restoreHost: (host) => engine.restoreHost(host),
    removedHosts: () => engine.removedHosts(),
    legacyHistory: ({ sourceId }) => engine.legacyHistory(sourceId),
    readLegacyHistory: ({ sourceId, unitsPerSecond }) =>
      engine.readLegacyHistory(sourceId, unitsPerSecond),
    stopLegacyHistory: ({ sourceId }) => engine.stopLegacyHistory(sourceId),
    capacity: ({ days }) => engine.capacity(days),
    doctor: () =>
      engine.doctor({
        outbox: collector.pending(),
        here: { sourceId: collector.sourceId, hostname: collector.hostname },
      }),
    testSource: ({ source, keys }) => engine.testSource(source, keys),
  };
}

/** The overview, with this machine in it while this process collects it. Throws `AppFailure`. */
export function readOverview(engine: FleetEngine, collector: CollectorSupervisor): FleetOverview {
  const { sourceId, hostname } = collector;
  const thisHost = collector.state().running ? { sourceId, hostname } : null;
  return { ...engine.overview(), thisHost };
}
