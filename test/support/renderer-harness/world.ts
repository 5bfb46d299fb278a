/** The made-up fleet behind the harness: numbers from a fixed sequence, the same on every run. */
import type { CollectorState } from '../../../contract/collector.ts';
import type { KeyEncryption } from '../../../contract/credentials.ts';
import type { FleetOverview } from '../../../contract/fleet.ts';
import type { HostSummary } from '../../../contract/host.ts';
import type { ParsedInput, RequestOutput, RequestName } from '../../../contract/requests.ts';
import { fail, ok, type Result } from '../../../contract/result.ts';
import { annotationAnswers } from './world-annotations.ts';
import { credentialAnswers } from './world-credentials.ts';
import { diagnosticAnswers } from './world-diagnostics.ts';
import { activeAlerts, makeAlertSettings, openAlertAnswers } from './world-alerts.ts';
import { outlookAnswers, outlooksOf } from './world-outlooks.ts';
import { functionAnswers } from './world-functions.ts';
import { madeUpSharing } from './world-sharing.ts';
import { historyAnswers } from './world-history.ts';
import { LABELS, makeHosts, makeSeries } from './world-hosts.ts';
import { ERRORS, makeSource, signInAnswers } from './world-source.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../../contract/settings.ts';

/** What the made-up fleet looks like. */
export interface HarnessOptions {
  hosts?: number;
  /** Answers are copies that arrive in separate tasks, as from another process. */
  apart?: boolean;
  /** The state of the source. */
  source?: 'unconfigured' | 'waiting' | 'fresh' | 'failing' | 'denied' | 'code' | 'session';
  collecting?: boolean;
  testFails?: boolean;
  theme?: Settings['display']['theme'];
  /** Hostnames that try to break the layout. */
  hostile?: boolean;
  locale?: Settings['display']['locale'];
  backfill?: boolean;
  /** Whether nobody has read a sample of the second host yet. */
  neverSeen?: boolean;
  /** Whether no host has reported for at least a quarter of an hour. */
  silent?: boolean;
  /** Alerts, overrides, quiet hours, maintenance, and thresholds of the Python daemon. */
  alerts?: boolean;
  /** Whether there are annotations. */
  annotations?: boolean;
  /** How many alerts there were; absent: some; 0: no events at all. */
  events?: number;
  /** Whether the machine can store access keys; by default it can. */
  keyring?: KeyEncryption;
  /** Whether the source uses stored access keys. */
  storedKey?: 'good' | 'unreadable';
  /** Whether the app can update itself; by default it cannot. */
  updates?: boolean;
  /** Whether the app shows a made-up fleet. */
  demo?: boolean;
  /** Whether there are runs of the py-perf library. */
  runs?: boolean;
  /** Whether the profile signs in with `aws login`, which only the AWS CLI can do. */
  awsLogin?: boolean;
  /** Whether main refuses to store settings. */
  settingsFail?: boolean;
  /** Receivers of alerts. */
  channels?: Settings['channels'];
}

/** Answers to requests, by their names. */
export type World = {
  [K in RequestName]?: (
    input: ParsedInput<K>,
  ) => Result<RequestOutput<K>> | Promise<Result<RequestOutput<K>>>;
};
/** Sends an event to the page. */
export type Emit = (name: string, payload: unknown) => void;

/** A made-up fleet behind the bridge. */
export interface MadeWorld {
  readonly answers: World;
  /** Every host has reported again: new values, a new revision, and its event. */
  readonly advance: () => void;
}

/** Makes up the fleet that `options` describe. */
export function makeWorld(options: HarnessOptions, emit: Emit): MadeWorld {
  const now = Math.floor(Date.now() / 1000);
  let settings: Settings = structuredClone(DEFAULT_SETTINGS);
  settings.display.theme = options.theme ?? 'light';
  if (options.alerts === true) settings.alerts = makeAlertSettings(now);
  if (options.storedKey !== undefined)
    settings.sources = settings.sources.map((source) => ({ ...source, credentials: 'stored' }));
  settings.channels = options.channels ?? [];
  settings.labels = options.hosts === undefined ? {} : LABELS;
  settings.display.locale = options.locale ?? 'en';
  settings.collector.enabled = options.collecting ?? false;
  const collector: CollectorState = {
    enabled: settings.collector.enabled,
    running: settings.collector.enabled,
    hostname: 'build-01.fra.example.net',
    lastSample: null,
    lastUploadAt: null,
    rejected: 0,
    pending: 0,
    uploads: true,
    error: null,
  };
  let revision = 1;
  let hosts = makeHosts(options, now);
  let removed: HostSummary[] = [];
  const overview = (): FleetOverview => ({
    revision,
    hosts,
    sources: [makeSource(options.source ?? 'unconfigured', now)],
    sync: {
      running: false,
      nextAt: now + 80,
      intervalSeconds: 120,
      backfill: options.backfill === true ? { done: 340, total: 2400 } : null,
    },
    alerts: activeAlerts(hosts, settings, now),
    outlooks: outlooksOf(hosts),
    thisHost: hosts[0] ?? null,
  });
  const advance = () => {
    const seen = Date.now() / 1000;
    hosts = hosts.map((host) => ({
      ...host,
      newest: { ...host.newest, cpu: ((host.newest.cpu ?? 0) + 7.3) % 100 },
      lastSeen: (host.lastSeen ?? 0) < now - 360 ? host.lastSeen : seen,
    }));
    revision += 1;
    emit('fleetChanged', { revision });
  };
  const answers: World = {
    fleetOverview: () => ok(overview()),
    hostSeries: (input) => {
      const known = hosts.find(({ hostname }) => hostname === input.hostname);
      if (known === undefined && hosts.length > 0) return fail(ERRORS.unknown);
      const lastSeen = known?.lastSeen ?? now;
      // An online host keeps reporting.
      return ok(makeSeries(input, now - lastSeen < 360 ? Date.now() / 1000 : lastSeen));
    },
    ...historyAnswers(hosts, now, options),
    ...openAlertAnswers(
      () => activeAlerts(hosts, settings, now),
      () => {
        revision += 1;
        emit('fleetChanged', { revision });
      },
    ),
    ...outlookAnswers,
    ...diagnosticAnswers(now, settings),
    ...credentialAnswers(options, now),
    ...signInAnswers(now, options.awsLogin === true),
    ...functionAnswers(options, now),
    ...annotationAnswers(now, options.annotations === true),
    removeHost: (host) => {
      removed.push(...hosts.filter(({ hostname }) => hostname === host.hostname));
      hosts = hosts.filter(({ hostname }) => hostname !== host.hostname);
      revision += 1;
      return ok(host);
    },
    restoreHost: (host) => {
      hosts = [...hosts, ...removed.filter(({ hostname }) => hostname === host.hostname)];
      removed = removed.filter(({ hostname }) => hostname !== host.hostname);
      revision += 1;
      return ok(host);
    },
    syncNow: () =>
      ok({
        report: {
          startedAt: now,
          endedAt: now,
          sources: overview().sources,
          hosts: 0,
          newSamples: 0,
          requests: 0,
        },
        overview: overview(),
      }),
    collectorState: () => ok(collector),
    setCollecting: ({ enabled }) => {
      collector.enabled = enabled;
      emit('collectorChanged', { ...collector });
      return ok({ ...collector });
    },
    getSettings: () => ok(settings),
    updateSettings: ({ patch }) => {
      if (options.settingsFail === true) return fail(ERRORS.full);
      settings = { ...settings, ...JSON.parse(JSON.stringify(patch)) } as Settings;
      emit('settingsChanged', settings);
      return ok(settings);
    },
    testSource: () =>
      options.testFails === true
        ? fail(ERRORS.denied)
        : ok({
            tables: {
              system: 'active',
              legacy: 'missing',
              registry: 'active',
              functions: 'missing',
            },
            hosts: 42,
          }),
    channelsState: () =>
      ok({
        channels: settings.channels.map(({ id }, index) => ({
          id,
          lastSentAt: now - 600,
          waiting: index,
          error: index === 0 ? null : { message: `${id} answered HTTP 503.`, hint: '' },
        })),
        dispatchers: settings.channels.slice(0, 1).map(() => ({
          sourceId: 'default',
          role: 'follows' as const,
          leader: 'watch-01 4242 0a1b2c3d',
          error: null,
        })),
      }),
    sharingState: () => ok(madeUpSharing(settings, now)),
    setSharing: ({ sourceId, shared }) => {
      settings = {
        ...settings,
        sources: settings.sources.map((source) =>
          source.id === sourceId ? { ...source, shared } : source,
        ),
      };
      return ok(madeUpSharing(settings, now));
    },
    channelSecretsState: () => ok({ stored: { ops: ['url'] }, error: null }),
    proxyIdentities: () => ok({ proxies: ['http://proxy.example:3128'], error: null }),
    listProfiles: () => ok(['default', 'production', 'staging']),
    daemonThresholds: () =>
      ok(
        options.alerts === true
          ? { path: '/etc/py-perf/daemon.yaml', above: { cpu: 85, memory: 92.5 } }
          : null,
      ),
    appInfo: () =>
      ok({
        version: '0.1.0',
        platform: 'linux',
        arch: 'x64',
        host: 'chromium-stand-in',
        demo: options.demo === true,
        updates: options.updates ?? false,
      }),
  };
  return { answers, advance };
}
