import { setImmediate } from 'node:timers/promises';
import type { FleetOverview } from '../../contract/fleet.ts';
import type { FleetHandlers } from '../../contract/requests.ts';
import type { FleetEngine } from '../../fleet/engine.ts';
import { beginMfaSession } from '../../platform/aws/mfa.ts';
import { profileName } from '../../platform/aws/profiles.ts';
import type { CollectorSupervisor } from '../collector-supervisor.ts';

/** Requests about the fleet. */
export function fleetHandlers(engine: FleetEngine, collector: CollectorSupervisor): FleetHandlers {
  return {
    fleetOverview: () => readOverview(engine, collector),
    hostSeries: (query) => engine.hosts.series(query),
    fleetSeries: async (query) => {
      for (const _ of engine.answers.queries.prepareFleetSeries(query)) await setImmediate();
      return engine.answers.queries.fleetSeries(query);
    },
    heatMap: (query) => engine.answers.queries.heatMap(query),
    events: (query) => engine.answers.queries.events(query),
    openAlerts: () => engine.openAlerts(),
    actOnAlerts: (action) => engine.actOnAlerts(action),
    tryRule: async (query) => {
      const trial = engine.answers.outlooks.tryRule(query);
      for (;;) {
        const step = trial.next();
        if (step.done === true) return step.value;
        await setImmediate();
      }
    },
    hostForecasts: (query) => engine.answers.outlooks.forecasts(query),
    hostUsual: (query) => engine.answers.outlooks.usual(query),
    fleetOutlooks: () => engine.answers.outlooks.all(),
    minuteProcesses: (query) => engine.answers.queries.minuteProcesses(query),
    hostDetails: (query) => engine.answers.queries.hostDetails(query),
    hostCustom: (query) => engine.answers.queries.hostCustom(query),
    hostDetailSeries: (query) => engine.answers.queries.hostDetailSeries(query),
    hostTraffic: (query) => engine.answers.queries.hostTraffic(query),
    hostStatistics: (query) => engine.answers.queries.hostStatistics(query),
    syncNow: async ({ reason }) => {
      const report = await engine.sync(reason);
      return { report, overview: readOverview(engine, collector) };
    },
    backfillHost: async ({ from, scanAtAnyCost, ...host }) => {
      await engine.hosts.backfill(host, from, scanAtAnyCost ? 'at-any-cost' : 'within-budget');
      return host;
    },
    lookUpHost: (query) => engine.hosts.lookUp(query),
    forgettableHosts: ({ silentDays }) => engine.hosts.forgettable(silentDays),
    forgetHosts: ({ silentDays }) => engine.hosts.forget(silentDays),
    cancelBackfill: () => engine.cancelBackfill(),
    removeHost: (host) => engine.hosts.setActive(host, false),
    restoreHost: (host) => engine.hosts.setActive(host, true),
    removedHosts: () => engine.answers.queries.removedHosts(),
    legacyHistory: ({ sourceId }) => engine.sources.get(sourceId).legacyHistory.status(),
    readLegacyHistory: async ({ sourceId, unitsPerSecond }) => {
      const source = engine.sources.get(sourceId);
      source.legacyHistory.start(await source.reader(), unitsPerSecond);
      return source.legacyHistory.status();
    },
    stopLegacyHistory: async ({ sourceId }) => {
      const { legacyHistory } = engine.sources.get(sourceId);
      await legacyHistory.stop();
      return legacyHistory.status();
    },
    legacyIndex: ({ sourceId, role }) => engine.diagnostics.legacyIndex(sourceId, role),
    createLegacyIndex: ({ sourceId, role }) => engine.diagnostics.createLegacyIndex(sourceId, role),
    capacity: ({ days }) => engine.diagnostics.capacity(days),
    doctor: () =>
      engine.diagnostics.doctor({
        outbox: collector.pending(),
        here: { sourceId: collector.sourceId, hostname: collector.hostname },
      }),
    testSource: ({ source, keys }) => engine.diagnostics.testSource(source, keys),
    enterMfaCode: async ({ profile, code }) => {
      await beginMfaSession(profileName(profile), code);
      return null;
    },
  };
}

/** The overview, with this machine in it while this process collects it. Throws `AppFailure`. */
export function readOverview(engine: FleetEngine, collector: CollectorSupervisor): FleetOverview {
  const { sourceId, hostname } = collector;
  const thisHost = collector.state().running ? { sourceId, hostname } : null;
  return { ...engine.overview(), thisHost };
}
