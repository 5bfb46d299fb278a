import { z } from 'zod';
import type {
  CapacityReport,
  FleetEvents,
  FleetSeries,
  HeatMap,
  HostCustom,
  HostDetailSeries,
  HostDetails,
  HostStatistics,
  HostTraffic,
  LegacyHistory,
  LegacyIndex,
  MinuteProcesses,
  RuleTrial,
  SourceTest,
} from './answers.ts';
import { accessKeysSchema } from './credentials.ts';
import type { DoctorReport } from './doctor.ts';
import type { FleetOverview, HostLookup, HostSeries, SyncAnswer, SyncState } from './fleet.ts';
import type { HostRef, HostSummary } from './host.ts';
import { alertActionSchema, type OpenAlert } from './open-alerts.ts';
import type { HostForecast } from './forecast.ts';
import type { HostOutlook, HostUsual } from './outlook.ts';
import {
  atMostDays,
  hostRef,
  inOrder,
  metricList,
  metricRange,
  nothing,
  output,
  profileRef,
  range,
  silentDays,
  sourceRef,
  unixSeconds,
  withinReach,
  MAX_SCOPED_HOSTS,
  type RequestSpec,
} from './request-spec.ts';
import { sourceConfigSchema } from './settings.ts';
import { triedRuleSchema } from './tried-rule.ts';
import { mfaCodeSchema } from './sign-in.ts';

/** The legacy table of a source, or its table of runs: both are read in queries by an index of the same name. */
const indexRef = { ...sourceRef, role: z.enum(['legacy', 'functions']).default('legacy') };

/** About the fleet: store, sources and sync. Answered by `worker/handlers/fleet.ts`. */
export const FLEET_REQUESTS = {
  fleetOverview: { input: nothing, output: output<FleetOverview>() },
  hostSeries: {
    input: z
      .strictObject({
        ...hostRef,
        ...range,
        metrics: metricList,
        /** `auto`: minutes or rollups, by the length of the range; `minute`: always minutes. */
        resolution: z.enum(['auto', 'minute']).default('auto'),
      })
      .refine(...inOrder)
      .refine(...withinReach),
    output: output<HostSeries>(),
  },
  /** For the whole fleet, or for the named hosts; unknown names are ignored. */
  fleetSeries: {
    input: z
      .strictObject({
        ...metricRange,
        hosts: z.array(z.strictObject(hostRef)).max(MAX_SCOPED_HOSTS).optional(),
      })
      .refine(...inOrder)
      .refine(...withinReach),
    output: output<FleetSeries>(),
  },
  heatMap: {
    input: z
      .strictObject(metricRange)
      .refine(...inOrder)
      .refine(...withinReach),
    output: output<HeatMap>(),
  },
  /** Events of the fleet, or of one host. */
  events: {
    input: z
      .strictObject({
        ...range,
        host: z.strictObject(hostRef).optional(),
        limit: z.number().int().min(1).max(5000).default(500),
      })
      .refine(...inOrder)
      .refine(...atMostDays(92, '92 days')),
    output: output<FleetEvents>(),
  },
  /** Open alerts of all kinds, newest first. */
  openAlerts: { input: nothing, output: output<OpenAlert[]>() },
  /** Acts on some of them and answers all open alerts. Alerts that have ended meanwhile are ignored. */
  actOnAlerts: { input: alertActionSchema, output: output<OpenAlert[]>() },
  /**
   * How often a rule on a metric would have fired in the last seven days, on the hosts it would apply to. Without a
   * scope it is the default rule. A rule that is off is tried too.
   */
  tryRule: { input: triedRuleSchema, output: output<RuleTrial>() },
  /** Forecasts for metrics of a host that fill up; empty: none. */
  hostForecasts: { input: z.strictObject(hostRef), output: output<HostForecast[]>() },
  /** The usual values of a host by hour of the week, over a range. */
  hostUsual: {
    input: z
      .strictObject({ ...hostRef, ...range })
      .refine(...inOrder)
      .refine(...atMostDays(35, '35 days')),
    output: output<HostUsual>(),
  },
  /** Forecasts and unusual values of all hosts, computed afresh: some seconds for a large fleet. */
  fleetOutlooks: { input: nothing, output: output<HostOutlook[]>() },
  /** The processes of the minute at `at`, or of the last one before it within five minutes. */
  minuteProcesses: {
    input: z.strictObject({ ...hostRef, at: unixSeconds }),
    output: output<MinuteProcesses>(),
  },
  /** File systems and interfaces, one by one. */
  hostDetails: { input: z.strictObject(hostRef), output: output<HostDetails>() },
  /** The custom metrics that other programs gave to a host's collector. */
  hostCustom: {
    input: z
      .strictObject({ ...hostRef, ...range })
      .refine(...inOrder)
      .refine(...atMostDays(400, '400 days')),
    output: output<HostCustom>(),
  },
  /** One file system or interface over time. */
  hostDetailSeries: {
    input: z
      .strictObject({
        ...hostRef,
        ...range,
        of: z.enum(['fileSystem', 'interface']),
        name: z.string().min(1).max(255),
      })
      .refine(...inOrder)
      .refine(...atMostDays(400, '400 days')),
    output: output<HostDetailSeries>(),
  },
  /** Bytes received and sent between consecutive moments. */
  hostTraffic: {
    input: z.strictObject({
      ...hostRef,
      edges: z
        .array(unixSeconds)
        .min(2)
        .max(400)
        .refine(
          (edges) => edges.every((edge, index) => index === 0 || edge > (edges[index - 1] ?? 0)),
          'the moments are not in order',
        ),
    }),
    output: output<HostTraffic>(),
  },
  hostStatistics: {
    input: z
      .strictObject({ ...hostRef, ...range, metrics: metricList })
      .refine(...inOrder)
      .refine(...withinReach),
    output: output<HostStatistics>(),
  },
  /**
   * Syncs, then returns the fleet as it is now: one poll, one answer. `poll` runs no sync of its own while the last one
   * is younger than half an interval; `user` always syncs.
   */
  syncNow: {
    input: z.strictObject({ reason: z.enum(['user', 'poll', 'resume', 'network']) }),
    output: output<SyncAnswer>(),
  },
  /**
   * Fetches what the store lacks of one host since `from`, at most 30 days back; answers once it is stored. A legacy
   * table without index is scanned within the daily budget, or `scanAtAnyCost`.
   */
  backfillHost: {
    input: z.strictObject({
      ...hostRef,
      from: unixSeconds,
      scanAtAnyCost: z.boolean().default(false),
    }),
    output: output<HostRef>(),
  },
  /**
   * Looks up hosts of that name by their keys, in one source or in all, without syncing other hosts,
   * and updates them in the store. A failing source is reported in its state.
   */
  lookUpHost: {
    input: z.strictObject({ hostname: hostRef.hostname, sourceId: hostRef.sourceId.optional() }),
    output: output<HostLookup>(),
  },
  /** The hosts that `forgetHosts` would forget now. */
  forgettableHosts: {
    input: z.strictObject({ silentDays }),
    output: output<HostSummary[]>(),
  },
  /** Deletes hosts from the local store that no table listed at the last sync and that were silent for so many days. */
  forgetHosts: {
    input: z.strictObject({ silentDays }),
    output: output<HostRef[]>(),
  },
  cancelBackfill: { input: nothing, output: output<SyncState>() },
  /** A soft delete in the registry, visible to all readers; the host's data stays. */
  removeHost: { input: z.strictObject(hostRef), output: output<HostRef>() },
  restoreHost: { input: z.strictObject(hostRef), output: output<HostRef>() },
  removedHosts: { input: nothing, output: output<HostSummary[]>() },
  /** State of a source's legacy history, with an estimate of what reading it would cost. */
  legacyHistory: { input: z.strictObject(sourceRef), output: output<LegacyHistory>() },
  /** Reads a source's legacy history in the background, or resumes. */
  readLegacyHistory: {
    input: z.strictObject({
      ...sourceRef,
      /** Read units a second that the scan may use. */
      unitsPerSecond: z.number().int().min(1).max(10_000).default(100),
    }),
    output: output<LegacyHistory>(),
  },
  stopLegacyHistory: { input: z.strictObject(sourceRef), output: output<LegacyHistory>() },
  /** The index of a source's legacy table, as DynamoDB reports it now. */
  legacyIndex: { input: z.strictObject(indexRef), output: output<LegacyIndex>() },
  /** Creates that index. Only ever requested by a person who has seen its price. */
  createLegacyIndex: { input: z.strictObject(indexRef), output: output<LegacyIndex>() },
  capacity: {
    input: z.strictObject({ days: z.number().int().min(1).max(366).default(30) }),
    output: output<CapacityReport>(),
  },
  doctor: { input: nothing, output: output<DoctorReport>() },
  /** With `keys`, these replace the source's own. */
  testSource: {
    input: z.strictObject({ source: sourceConfigSchema, keys: accessKeysSchema.optional() }),
    output: output<SourceTest>(),
    secret: true,
  },
  /**
   * Assumes the role of a profile with a code of its MFA device, for this session. Without a profile: the one that the
   * environment names, or `default`.
   */
  enterMfaCode: {
    input: z.strictObject({ ...profileRef, code: mfaCodeSchema }),
    output: output<null>(),
    secret: true,
  },
} as const satisfies Record<string, RequestSpec>;
