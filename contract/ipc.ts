import { z } from 'zod';
import type { DaemonThresholds, QueuedNotice } from './alerts.ts';
import type { RequestName, ServiceRequestName, ShellRequestName, EventName } from './channels.ts';
import type { CollectorState } from './collector.ts';
import { accessKeysSchema, type CredentialsState } from './credentials.ts';
import type {
  CapacityReport,
  FleetEvents,
  FleetSeries,
  HeatMap,
  HostStatistics,
  LegacyHistory,
  MinuteProcesses,
} from './answers.ts';
import type { DoctorReport } from './doctor.ts';
import type {
  FleetOverview,
  HostRef,
  HostSeries,
  HostSummary,
  SyncReport,
  SyncState,
  TableState,
} from './fleet.ts';
import { METRIC_IDS } from './metrics.ts';
import type { Result } from './result.ts';
import { settingsPatchSchema, sourceConfigSchema, type Settings } from './settings.ts';
import type { TableRole } from './tables.ts';
import { DAY } from './time.ts';

const nothing = z.strictObject({});
const unixSeconds = z.number().int().nonnegative().max(8_640_000_000_000);
const hostRef = { sourceId: z.string().min(1).max(40), hostname: z.string().min(1).max(1024) };

/** The longest range that one series may cover: 13 months and a day of grace. */
const MAX_RANGE = 400 * DAY;

const range = { from: unixSeconds, to: unixSeconds };
const metricList = z
  .array(z.enum(METRIC_IDS))
  .min(1)
  .max(METRIC_IDS.length)
  .default(['cpu', 'memory']);

interface Range {
  from: number;
  to: number;
}
const inOrder = [({ from, to }: Range) => from < to, 'from must be before to'] as const;
const withinReach = [
  ({ from, to }: Range) => to - from <= MAX_RANGE,
  'the range is longer than 13 months',
] as const;

/**
 * What the renderer may ask, and the shape that main insists on. No request takes a path, SQL or a URL to open. Those of
 * `SECRET_REQUESTS` take credentials; no answer and no event gives any.
 */
export const requestSchemas = {
  fleetOverview: nothing,
  hostSeries: z
    .strictObject({
      ...hostRef,
      ...range,
      metrics: metricList,
      /** `auto`: minutes or rollups, as suits the length of the range; `minute`: minutes whatever the length. */
      resolution: z.enum(['auto', 'minute']).default('auto'),
    })
    .refine(...inOrder)
    .refine(...withinReach),
  fleetSeries: z
    .strictObject({ ...range, metric: z.enum(METRIC_IDS).default('cpu') })
    .refine(...inOrder)
    .refine(...withinReach),
  heatMap: z
    .strictObject({ ...range, metric: z.enum(METRIC_IDS).default('cpu') })
    .refine(...inOrder)
    .refine(...withinReach),
  /** Events of the fleet, or of one host. */
  events: z
    .strictObject({
      ...range,
      host: z.strictObject(hostRef).optional(),
      limit: z.number().int().min(1).max(5000).default(500),
    })
    .refine(...inOrder)
    .refine(({ from, to }) => to - from <= 92 * DAY, 'the range is longer than 92 days'),
  /** The processes of the minute at `at`, or of the last one before it within five minutes. */
  minuteProcesses: z.strictObject({ ...hostRef, at: unixSeconds }),
  hostStatistics: z
    .strictObject({ ...hostRef, ...range, metrics: metricList })
    .refine(...inOrder)
    .refine(...withinReach),
  /** `poll` is answered from the last sync where that is recent enough; `user` always syncs. */
  syncNow: z.strictObject({ reason: z.enum(['user', 'poll', 'resume', 'network']) }),
  cancelBackfill: nothing,
  /** A soft delete in the registry, for everyone who reads it; the host's data stays. */
  removeHost: z.strictObject(hostRef),
  restoreHost: z.strictObject(hostRef),
  removedHosts: nothing,
  /** State of the legacy history of a source, with an estimate of what reading it would cost. */
  legacyHistory: z.strictObject({ sourceId: hostRef.sourceId }),
  /** Reads the legacy history of a source in the background, or goes on with it. */
  readLegacyHistory: z.strictObject({
    sourceId: hostRef.sourceId,
    /** Read units a second that the scan may use. */
    unitsPerSecond: z.number().int().min(1).max(10_000).default(100),
  }),
  stopLegacyHistory: z.strictObject({ sourceId: hostRef.sourceId }),
  capacity: z.strictObject({ days: z.number().int().min(1).max(366).default(30) }),
  doctor: nothing,
  /** With `keys`, the source is tried with these instead of those that it has. */
  testSource: z.strictObject({ source: sourceConfigSchema, keys: accessKeysSchema.optional() }),
  collectorState: nothing,
  setCollecting: z.strictObject({ enabled: z.boolean() }),
  getSettings: nothing,
  updateSettings: z.strictObject({ patch: settingsPatchSchema }),
  /** Thresholds of the Python daemon's configuration on this machine, where it has one. */
  daemonThresholds: nothing,
  credentialsState: nothing,
  /** Encrypts and keeps the keys of a source, instead of those that it had. The source need not be saved yet. */
  setCredentials: z.strictObject({ sourceId: sourceConfigSchema.shape.id, keys: accessKeysSchema }),
  removeCredentials: z.strictObject({ sourceId: sourceConfigSchema.shape.id }),
  appInfo: nothing,
  listProfiles: nothing,
} as const satisfies Record<RequestName, z.ZodType>;

/** The requests whose input may hold a credential: nothing of it may be repeated in a refusal or a log. */
export const SECRET_REQUESTS: ReadonlySet<RequestName> = new Set(['setCredentials', 'testSource']);

export interface AppInfo {
  version: string;
  platform: string;
  arch: string;
  /** Which host runs the app: Electron itself, or the Chromium stand-in used where Electron cannot be had. */
  host: 'electron' | 'chromium-stand-in';
  /** Whether the data directory holds made-up machines: every page then says so. */
  demo: boolean;
  /** Whether this copy can update itself; one of a system package or a source folder cannot. */
  updates: boolean;
}

/** What a connection test found; an error of the source arrives as the request's own error. */
export interface SourceTest {
  tables: Record<TableRole, TableState>;
  /** Hosts in the registry's first page. */
  hosts: number;
}

export interface Responses {
  fleetOverview: FleetOverview;
  hostSeries: HostSeries;
  fleetSeries: FleetSeries;
  heatMap: HeatMap;
  events: FleetEvents;
  minuteProcesses: MinuteProcesses;
  hostStatistics: HostStatistics;
  syncNow: SyncReport;
  cancelBackfill: SyncState;
  removeHost: HostRef;
  restoreHost: HostRef;
  removedHosts: HostSummary[];
  legacyHistory: LegacyHistory;
  readLegacyHistory: LegacyHistory;
  stopLegacyHistory: LegacyHistory;
  capacity: CapacityReport;
  doctor: DoctorReport;
  testSource: SourceTest;
  collectorState: CollectorState;
  setCollecting: CollectorState;
  getSettings: Settings;
  updateSettings: Settings;
  daemonThresholds: DaemonThresholds | null;
  credentialsState: CredentialsState;
  setCredentials: CredentialsState;
  removeCredentials: CredentialsState;
  appInfo: AppInfo;
  listProfiles: string[];
}

/** What main tells the renderer. `revision` orders events against answers, which carry it too. */
export interface Events {
  fleetChanged: { revision: number };
  syncChanged: SyncState;
  collectorChanged: CollectorState;
  settingsChanged: Settings;
  /** What the shell is to tell the user, once each. It may come again, with the same ids: no page can acknowledge it. */
  alertNotices: { notices: QueuedNotice[] };
  navigate: { path: string };
}

export type RequestInput<K extends RequestName> = z.input<(typeof requestSchemas)[K]>;
export type ParsedInput<K extends RequestName> = z.output<(typeof requestSchemas)[K]>;
export type RequestOutput<K extends RequestName> = Responses[K];
export type EventPayload<K extends EventName> = Events[K];

/** One handler per request name of a side; the type makes a forgotten one a compile error. */
export type Handlers<Names extends RequestName> = {
  [K in Names]: (input: ParsedInput<K>) => Promise<RequestOutput<K>> | RequestOutput<K>;
};
export type ServiceHandlers = Handlers<ServiceRequestName>;
export type ShellHandlers = Handlers<ShellRequestName>;

export type Unsubscribe = () => void;

/** What the preload puts on `window.pyPerf`. */
export type Bridge = {
  readonly [K in RequestName]: (input: RequestInput<K>) => Promise<Result<RequestOutput<K>>>;
} & {
  readonly on: {
    readonly [E in EventName]: (listener: (payload: EventPayload<E>) => void) => Unsubscribe;
  };
};
