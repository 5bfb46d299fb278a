import { z } from 'zod';
import type {
  AppInfo,
  CapacityReport,
  FleetEvents,
  FleetSeries,
  HeatMap,
  HostCustom,
  HostDetails,
  HostStatistics,
  HostTraffic,
  LegacyHistory,
  LegacyIndex,
  MinuteProcesses,
  SourceTest,
} from './answers.ts';
import type { DaemonThresholds } from './alerts.ts';
import {
  channelSchema,
  channelSecretsSchema,
  type ChannelSecretsState,
  type ChannelsState,
} from './channels.ts';
import type { CollectorState } from './collector.ts';
import { accessKeysSchema, type CredentialsState } from './credentials.ts';
import type { DoctorReport } from './doctor.ts';
import type { FleetOverview, HostLookup, HostSeries, SyncAnswer, SyncState } from './fleet.ts';
import type { HostRef, HostSummary } from './host.ts';
import { alertActionSchema, type OpenAlert } from './open-alerts.ts';
import type { HostForecast } from './forecast.ts';
import { FUNCTION_REQUESTS } from './function-requests.ts';
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
  signInRef,
  silentDays,
  sourceRef,
  unixSeconds,
  withinReach,
  MAX_SCOPED_HOSTS,
  type Output,
  type RequestSpec,
} from './request-spec.ts';
import {
  networkPatchSchema,
  proxyIdentitySchema,
  type NetworkTest,
  type ProxyIdentitiesState,
} from './network.ts';
import { SHARING_REQUESTS, SHARING_SHELL_REQUESTS } from './sharing-requests.ts';
import { settingsPatchSchema, sourceConfigSchema, type Settings } from './settings.ts';
import { mfaCodeSchema, type SignInPrompt } from './sign-in.ts';

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
  /** Of the whole fleet, or of the hosts that are named; of those, the ones that are known count. */
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
  /** The alerts that last, of all kinds, the newest first. */
  openAlerts: { input: nothing, output: output<OpenAlert[]>() },
  /** What the user says to some of them; answers all that last. One that has ended meanwhile is left alone. */
  actOnAlerts: { input: alertActionSchema, output: output<OpenAlert[]>() },
  /** When something of a host will be full; empty where nothing is known to fill up. */
  hostForecasts: { input: z.strictObject(hostRef), output: output<HostForecast[]>() },
  /** The processes of the minute at `at`, or of the last one before it within five minutes. */
  minuteProcesses: {
    input: z.strictObject({ ...hostRef, at: unixSeconds }),
    output: output<MinuteProcesses>(),
  },
  /** File systems and interfaces, one by one. */
  hostDetails: { input: z.strictObject(hostRef), output: output<HostDetails>() },
  /** What other programs of a host have told its collector. */
  hostCustom: {
    input: z
      .strictObject({ ...hostRef, ...range })
      .refine(...inOrder)
      .refine(...atMostDays(400, '400 days')),
    output: output<HostCustom>(),
  },
  /** What was received and sent between each two of these moments. */
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
   * Looks for hosts of that name in the tables by their keys, in one source or in all, without a sync of the others,
   * and brings what the store knows of them up to date. A source that fails says so in its state.
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
  /** Forgets hosts that no table named at the last sync and that are silent for so many days: their rows in the local store. */
  forgetHosts: {
    input: z.strictObject({ silentDays }),
    output: output<HostRef[]>(),
  },
  cancelBackfill: { input: nothing, output: output<SyncState>() },
  /** A soft delete in the registry, for everyone who reads it; the host's data stays. */
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
  /** The index of a source's legacy table, as DynamoDB says now. */
  legacyIndex: { input: z.strictObject(sourceRef), output: output<LegacyIndex>() },
  /** Creates that index. Asked for by a person alone, who has seen its price. */
  createLegacyIndex: { input: z.strictObject(sourceRef), output: output<LegacyIndex>() },
  capacity: {
    input: z.strictObject({ days: z.number().int().min(1).max(366).default(30) }),
    output: output<CapacityReport>(),
  },
  doctor: { input: nothing, output: output<DoctorReport>() },
  /** With `keys`, the source is tried with these instead of its own. */
  testSource: {
    input: z.strictObject({ source: sourceConfigSchema, keys: accessKeysSchema.optional() }),
    output: output<SourceTest>(),
    secret: true,
  },
  /**
   * Takes the role of a profile with a code of its device, for this session. Without a profile: the one that the
   * environment names, else `default`.
   */
  enterMfaCode: {
    input: z.strictObject({ ...profileRef, code: mfaCodeSchema }),
    output: output<null>(),
    secret: true,
  },
} as const satisfies Record<string, RequestSpec>;

/** About this machine's collector. Answered by `worker/handlers/collector.ts`. */
export const COLLECTOR_REQUESTS = {
  collectorState: { input: nothing, output: output<CollectorState>() },
  setCollecting: {
    input: z.strictObject({ enabled: z.boolean() }),
    output: output<CollectorState>(),
  },
  /** Thresholds of the Python daemon's configuration on this machine, where it has one. */
  daemonThresholds: { input: nothing, output: output<DaemonThresholds | null>() },
} as const satisfies Record<string, RequestSpec>;

/** Answered by `worker/handlers/settings.ts`. */
export const SETTINGS_REQUESTS = {
  getSettings: { input: nothing, output: output<Settings>() },
  updateSettings: {
    input: z.strictObject({ patch: settingsPatchSchema }),
    output: output<Settings>(),
  },
} as const satisfies Record<string, RequestSpec>;

/** How other machines are reached. Answered by `worker/handlers/network.ts`. */
export const NETWORK_REQUESTS = {
  /**
   * Asks DynamoDB whether it is well by the way that `network` names, with `identity` before what is stored for its proxy.
   */
  testNetwork: {
    input: z.strictObject({
      network: networkPatchSchema,
      identity: proxyIdentitySchema.optional(),
    }),
    output: output<NetworkTest>(),
    secret: true,
  },
  /** No further file of certificate authorities is trusted from then on. */
  removeCaFile: { input: nothing, output: output<Settings>() },
} as const satisfies Record<string, RequestSpec>;

/** About the receivers of alerts. Answered by `worker/handlers/channels.ts`. */
export const CHANNEL_REQUESTS = {
  channelsState: { input: nothing, output: output<ChannelsState>() },
  /** Sends a test, with `secrets` before those that are stored; answers once the receiver has taken it. */
  testChannel: {
    input: z.strictObject({ channel: channelSchema, secrets: channelSecretsSchema.optional() }),
    output: output<{ sentAt: number }>(),
    secret: true,
  },
} as const satisfies Record<string, RequestSpec>;

/**
 * About the desktop shell and what only it can do, such as encrypting keys. Answered by `main/ipc/shell-handlers.ts`.
 */
export const SHELL_REQUESTS = {
  credentialsState: { input: nothing, output: output<CredentialsState>() },
  /** Encrypts and stores the keys of a source, in place of earlier ones. The source need not be saved yet. */
  setCredentials: {
    input: z.strictObject({ sourceId: sourceConfigSchema.shape.id, keys: accessKeysSchema }),
    output: output<CredentialsState>(),
    secret: true,
  },
  removeCredentials: {
    input: z.strictObject({ sourceId: sourceConfigSchema.shape.id }),
    output: output<CredentialsState>(),
  },
  channelSecretsState: { input: nothing, output: output<ChannelSecretsState>() },
  /** Encrypts and stores secrets of a channel; those of other names that it has stay. It need not be saved yet. */
  setChannelSecrets: {
    input: z.strictObject({ channelId: z.string().min(1).max(40), secrets: channelSecretsSchema }),
    output: output<ChannelSecretsState>(),
    secret: true,
  },
  proxyIdentities: { input: nothing, output: output<ProxyIdentitiesState>() },
  /**
   * Encrypts and stores user and password of a proxy; null forgets those it has. Without a proxy: of the one
   * that leads to AWS now.
   */
  setProxyIdentity: {
    input: z.strictObject({
      proxy: networkPatchSchema.shape.proxy,
      identity: proxyIdentitySchema.nullable(),
    }),
    output: output<ProxyIdentitiesState>(),
    secret: true,
  },
  /** Asks for a file of certificate authorities by a dialog; true: one was chosen, and is trusted from now on. */
  chooseCaFile: { input: nothing, output: output<boolean>() },
  appInfo: { input: nothing, output: output<AppInfo>() },
  listProfiles: { input: nothing, output: output<string[]>() },
  /** Asks for a folder of the library's local mode by a dialog; true: one was chosen, and is read from now on. */
  chooseFunctionFolder: { input: nothing, output: output<boolean>() },
  /** Begins to sign in by a profile and opens the browser, at a page that the main process has checked. */
  beginSignIn: { input: z.strictObject(profileRef), output: output<SignInPrompt>() },
  /** Answers when the user has signed in and the sources have been read again. */
  finishSignIn: { input: z.strictObject(signInRef), output: output<null>() },
  /** Opens its page again. */
  openSignIn: { input: z.strictObject(signInRef), output: output<null>() },
  cancelSignIn: { input: z.strictObject(signInRef), output: output<null>() },
  ...SHARING_SHELL_REQUESTS,
} as const satisfies Record<string, RequestSpec>;

/**
 * Answered by the service, which runs in a worker thread under Electron and in the calling thread of the command line.
 */
export const SERVICE_REQUESTS = {
  ...FLEET_REQUESTS,
  ...FUNCTION_REQUESTS,
  ...COLLECTOR_REQUESTS,
  ...SETTINGS_REQUESTS,
  ...NETWORK_REQUESTS,
  ...CHANNEL_REQUESTS,
  ...SHARING_REQUESTS,
} as const;

/**
 * All that the page may ask for. Channels, the preload's bridge and the types of handlers derive from this table. No
 * request takes a path, SQL or a URL to open; no answer and no event holds a credential.
 */
export const REQUESTS = { ...SERVICE_REQUESTS, ...SHELL_REQUESTS } as const;

/** Every request that the page can make. */
export type RequestName = keyof typeof REQUESTS;
/** Requests that the worker answers. */
export type ServiceRequestName = keyof typeof SERVICE_REQUESTS;
/** Requests that the main process answers itself. */
export type ShellRequestName = keyof typeof SHELL_REQUESTS;

const namesOf = <K extends string>(table: Readonly<Record<K, RequestSpec>>): readonly K[] =>
  Object.keys(table) as K[];

/** Names of all requests, for channels and bridge. */
export const REQUEST_NAMES = namesOf(REQUESTS);
/** Names of the requests that the worker answers. */
export const SERVICE_REQUEST_NAMES = namesOf(SERVICE_REQUESTS);
/** Names of the requests that the main process answers. */
export const SHELL_REQUEST_NAMES = namesOf(SHELL_REQUESTS);

/** Whether the input of a request may hold a credential. */
export function isSecret(name: RequestName): boolean {
  const spec: RequestSpec = REQUESTS[name];
  return spec.secret === true;
}

type Outputs = {
  [K in RequestName]: (typeof REQUESTS)[K]['output'] extends Output<infer T> ? T : never;
};

/** What a caller gives: fields with a default may be left out. */
export type RequestInput<K extends RequestName> = z.input<(typeof REQUESTS)[K]['input']>;
/** What a handler gets: defaults filled in. */
export type ParsedInput<K extends RequestName> = z.output<(typeof REQUESTS)[K]['input']>;
/** What a request answers when it succeeds. */
export type RequestOutput<K extends RequestName> = Outputs[K];

/**
 * One handler per request of a group: a missing one is a compile error. Expected failures are thrown as `AppFailure`.
 */
export type Handlers<Names extends RequestName> = {
  [K in Names]: (input: ParsedInput<K>) => Promise<RequestOutput<K>> | RequestOutput<K>;
};
/** Handlers of `FLEET_REQUESTS`: hosts, series, events, sync and doctor. */
export type FleetHandlers = Handlers<keyof typeof FLEET_REQUESTS>;
/** Handlers of `FUNCTION_REQUESTS`: runs of the py-perf library. */
export type FunctionHandlers = Handlers<keyof typeof FUNCTION_REQUESTS>;
/** Handlers of `COLLECTOR_REQUESTS`: the collector of this machine. */
export type CollectorHandlers = Handlers<keyof typeof COLLECTOR_REQUESTS>;
/** Handlers of `SETTINGS_REQUESTS`. */
export type SettingsHandlers = Handlers<keyof typeof SETTINGS_REQUESTS>;
/** Handlers of `NETWORK_REQUESTS`: proxies and certificates. */
export type NetworkHandlers = Handlers<keyof typeof NETWORK_REQUESTS>;
/** Handlers of `CHANNEL_REQUESTS`. */
export type ChannelHandlers = Handlers<keyof typeof CHANNEL_REQUESTS>;
/** Handlers of `SHARING_REQUESTS`: what a team shares. */
export type SharingHandlers = Handlers<keyof typeof SHARING_REQUESTS>;
/** Handlers of `SHELL_REQUESTS`, which the main process answers. */
export type ShellHandlers = Handlers<ShellRequestName>;
