/** The made-up fleet behind the harness: numbers from a fixed sequence, the same on every run. */
import type { CollectorState } from '../../../contract/collector.ts';
import type { KeyEncryption } from '../../../contract/credentials.ts';
import type { AppError } from '../../../contract/errors.ts';
import type {
  FleetOverview,
  HostSeries,
  MetricSeries,
  SourceState,
} from '../../../contract/fleet.ts';
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
import { sequence } from './sequence.ts';
import { noise, sine } from './waves.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../../contract/settings.ts';

export interface HarnessOptions {
  hosts?: number;
  /** What the source says. */
  source?: 'unconfigured' | 'waiting' | 'fresh' | 'failing' | 'denied';
  collecting?: boolean;
  testFails?: boolean;
  theme?: Settings['display']['theme'];
  /** Hostnames that try to break the layout. */
  hostile?: boolean;
  locale?: Settings['display']['locale'];
  backfill?: boolean;
  /** Alerts, rules of their own, quiet hours, maintenance, and thresholds of the Python daemon. */
  alerts?: boolean;
  /** Whether there are notes. */
  annotations?: boolean;
  /** How many alerts happened; absent: some; 0: nothing at all happened. */
  events?: number;
  /** Whether the machine can keep access keys; it can unless said otherwise. */
  keyring?: KeyEncryption;
  /** Whether the source has access keys of its own. */
  storedKey?: 'good' | 'unreadable';
  /** Whether the app can update itself; it cannot unless said otherwise. */
  updates?: boolean;
  /** Whether the app shows a made-up fleet. */
  demo?: boolean;
  /** Whether there are runs of the py-perf library. */
  runs?: boolean;
  /** Whether main refuses to store settings. */
  settingsFail?: boolean;
  /** Receivers of alerts. */
  channels?: Settings['channels'];
}

export type World = {
  [K in RequestName]?: (input: ParsedInput<K>) => Result<RequestOutput<K>>;
};
export type Emit = (name: string, payload: unknown) => void;

const ERRORS: Record<'failing' | 'denied' | 'full' | 'unknown', AppError> = {
  unknown: { code: 'not-found', message: 'There is no such host.', hint: 'Look at the list.' },
  full: { code: 'disk-full', message: 'The disk is full.', hint: 'Free some space.' },
  failing: {
    code: 'network',
    message: 'DynamoDB in eu-central-1 could not be reached.',
    hint: 'Check the network. The app retries automatically.',
  },
  denied: {
    code: 'access-denied',
    message: 'DynamoDB refused the read (AccessDenied on py-perf-system-v2).',
    hint: 'The least policy that is needed is in the documentation, under AWS.',
  },
};

export interface MadeWorld {
  readonly answers: World;
  /** Every host has reported again: new values, a new revision, and the event that says so. */
  readonly advance: () => void;
}

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
      // A host that is online goes on reporting.
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
        tellers: settings.channels.slice(0, 1).map(() => ({
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

/** Seconds since a source that fails was last read. */
const UNREAD = 1560;

function makeSource(status: NonNullable<HarnessOptions['source']>, now: number): SourceState {
  const error = status === 'failing' || status === 'denied' ? ERRORS[status] : null;
  return {
    id: 'default',
    name: 'AWS',
    status: status === 'denied' ? 'failing' : status,
    lastSyncedAt:
      status === 'unconfigured' || status === 'waiting' ? null : now - (error ? UNREAD : 40),
    lastAttemptAt: now - 40,
    error,
    tables: { system: 'active', legacy: 'missing', registry: 'active', functions: 'missing' },
    badItems: 0,
  };
}

const LABELS: Settings['labels'] = {
  'default/web-01.fra.example.net': ['production', 'rack 3'],
  'default/db-01.fra.example.net': ['production'],
  'default/build-01.fra.example.net': ['ci'],
};
const ROLES = ['web', 'db', 'cache', 'queue', 'build', 'gpu'] as const;
const HOSTILE = [
  '<img src=x onerror=alert(1)><b>bold</b>',
  'שרת-ראשי.דוגמה ‮reversed',
  'mac#with#hash 🦊🔥',
  'x'.repeat(253),
  'ｗｉｄｅ-ホスト名',
];

function makeHosts(
  { hosts: count = 0, hostile, alerts, source }: HarnessOptions,
  now: number,
): HostSummary[] {
  return Array.from({ length: count }, (_, i) => {
    const random = sequence(i + 1);
    const role = ROLES[i % ROLES.length] ?? 'web';
    const number = String(Math.floor(i / ROLES.length) + 1).padStart(2, '0');
    const fate = random();
    const unread = source === 'failing' || source === 'denied' ? UNREAD : 0;
    const gone = count > 3 && i > 2;
    const age =
      gone && fate < 0.02 ? 200_000 : gone && fate < 0.05 ? 900 + fate * 20_000 : fate * 80;
    return {
      sourceId: 'default',
      hostname: (hostile === true ? HOSTILE[i] : undefined) ?? `${role}-${number}.fra.example.net`,
      // The first is this machine.
      lastSeen: now - age - (i === 0 ? 0 : unread),
      firstSeen: now - 9_000_000 - i * 3600,
      newest: {
        cpu: Math.round((i % 37 === 4 ? 93 + random() * 6 : random() ** 2 * 80) * 10) / 10,
        memory: Math.round((30 + random() * 55) * 10) / 10,
        ...(alerts === true ? { disk: Math.round(40 + random() * 45) } : {}),
      },
      platform: ['Linux', 'Linux', 'Darwin', 'Windows'][i % 4] ?? null,
      layout: (['v2', 'v2', 'v2', 'both', 'legacy', 'local'] as const)[i % 6] ?? 'v2',
    };
  });
}

function makeSeries(input: ParsedInput<'hostSeries'>, now: number): HostSeries {
  const { sourceId, hostname, from, to } = input;
  const span = to - from;
  const step = span <= 2 * 86_400 ? 60 : span <= 40 * 86_400 ? 900 : 86_400 / 4;
  const start = Math.floor(from / step) * step;
  const count = Math.ceil((to - start) / step);
  const metrics: HostSeries['metrics'] = {};
  input.metrics.forEach((metric, index) => {
    if (metric === 'temperature' || metric === 'battery') return;
    const scale = metric.startsWith('load')
      ? 0.06
      : /^(disk(Read|Write)|net)/u.test(metric)
        ? 40_000
        : 1;
    const seed = index + 1 + hostname.length * 31 + hostname.charCodeAt(0) * 7;
    metrics[metric] = makeMetric({ start, step, count, now, seed, scale });
  });
  return { sourceId, hostname, start, step, count, metrics, pendingHours: 0, revision: 1 };
}

interface Wave {
  start: number;
  step: number;
  count: number;
  now: number;
  seed: number;
  scale: number;
}

function makeMetric({ start, step, count, now, seed, scale }: Wave): MetricSeries {
  const mean = new Float32Array(count);
  const min = new Float32Array(count);
  const max = new Float32Array(count);
  for (let i = 0; i < count; i += 1) {
    const time = start + i * step;
    const angle = time % 1e7;
    const base =
      38 +
      24 * sine(angle / 5200 + seed * 2) +
      8 * sine(angle / 700 + seed) +
      noise(seed * 17 + i) * 9;
    // By how long ago: a gap by the hour of the day would lie under what some test reads at that hour.
    const hoursAgo = (now - time) / 3600;
    const inGap = Math.floor(hoursAgo) % 17 === 5 && hoursAgo % 1 > 0.25;
    const value = time > now || inGap ? Number.NaN : Math.max(0.4, base) * scale;
    mean[i] = value;
    min[i] = value * 0.6;
    max[i] = Math.min(value * 1.5, 99 * scale);
  }
  return step > 60 ? { mean, min, max } : { mean };
}
