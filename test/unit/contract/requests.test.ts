import { describe, expect, it } from 'vitest';
import { REQUEST_NAMES, REQUESTS, type RequestName } from '../../../contract/requests.ts';
import { DEFAULT_SETTINGS } from '../../../contract/settings.ts';

const host = { sourceId: 'default', hostname: 'web-01' };
const range = { from: 0, to: 3600 };

const keys = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};

const signIn = { id: '0b0d3f5c-6f0e-4b7e-9d1a-2f1f4f6b8c3d' };

/** A good input of every request. */
const GOOD: Record<RequestName, object> = {
  fleetOverview: {},
  functionList: { from: 0, to: 60 },
  functionCompare: { before: { from: 0, to: 60 }, after: { from: 60, to: 120 } },
  functionHistory: { from: 0, to: 60, name: 'f' },
  functionRuns: { from: 0, to: 60 },
  functionRun: { key: 1 },
  functionArguments: { key: 1, name: 'f' },
  functionsThen: { sourceId: 'default', hostname: 'a', at: 60 },
  functionTables: {},
  readFunctionTable: { sourceId: 'default' },
  stopFunctionTable: { sourceId: 'default' },
  removeFunctionFolder: { index: 0 },
  chooseFunctionFolder: {},
  testNetwork: { network: { proxy: 'http://proxy.example:3128' } },
  removeCaFile: {},
  proxyIdentities: {},
  setProxyIdentity: { identity: { user: 'anna', password: 's' } },
  chooseCaFile: {},
  backfillHost: { ...host, from: 0 },
  hostSeries: { ...host, ...range },
  fleetSeries: range,
  heatMap: range,
  events: range,
  openAlerts: {},
  annotations: range,
  saveAnnotation: { host, at: 60, text: 'Deployed' },
  removeAnnotation: signIn,
  tryRule: {
    metric: 'cpu',
    rule: { enabled: true, above: 90, clearBelow: 80, forMinutes: 15 },
  },
  hostForecasts: host,
  hostUsual: { ...host, from: 0, to: 60 },
  fleetOutlooks: {},
  actOnAlerts: { action: 'acknowledge', ids: ['0'.repeat(32)] },
  minuteProcesses: { ...host, at: 60 },
  hostCustom: { sourceId: 'default', hostname: 'a', from: 0, to: 60 },
  hostDetails: { sourceId: 'default', hostname: 'a' },
  hostDetailSeries: { ...host, ...range, of: 'fileSystem', name: '/' },
  hostTraffic: { sourceId: 'default', hostname: 'a', edges: [0, 86_400] },
  hostStatistics: { ...host, ...range },
  syncNow: { reason: 'user' },
  forgettableHosts: { silentDays: 7 },
  forgetHosts: { silentDays: 7 },
  lookUpHost: { hostname: 'a' },
  cancelBackfill: {},
  removeHost: host,
  restoreHost: host,
  removedHosts: {},
  legacyHistory: { sourceId: 'default' },
  readLegacyHistory: { sourceId: 'default' },
  stopLegacyHistory: { sourceId: 'default' },
  legacyIndex: { sourceId: 'default' },
  createLegacyIndex: { sourceId: 'default' },
  capacity: {},
  doctor: {},
  testSource: { source: DEFAULT_SETTINGS.sources[0] ?? {} },
  collectorState: {},
  setCollecting: { enabled: true },
  getSettings: {},
  updateSettings: { patch: {} },
  daemonThresholds: {},
  credentialsState: {},
  setCredentials: { sourceId: 'default', keys },
  removeCredentials: { sourceId: 'default' },
  channelsState: {},
  testChannel: { channel: { type: 'slack', id: 'ops', name: 'Ops' } },
  channelSecretsState: {},
  setChannelSecrets: { channelId: 'ops', secrets: { url: 'https://example.com' } },
  appInfo: {},
  listProfiles: {},
  beginSignIn: {},
  finishSignIn: signIn,
  openSignIn: signIn,
  cancelSignIn: signIn,
  enterMfaCode: { code: '123456' },
  sharingState: {},
  syncSharing: {},
  setSharing: { sourceId: 'default', shared: true },
  resolveShared: { sourceId: 'default', field: 'rule/cpu/enabled', key: '[]' },
  sharedFile: { sourceId: 'default' },
  importShared: { sourceId: 'default', text: '{}' },
  saveSharedFile: { sourceId: 'default' },
  openSharedFile: { sourceId: 'default' },
};

describe.each(REQUEST_NAMES)('the request %s', (name) => {
  const schema = REQUESTS[name].input;

  it('accepts a valid input', () => {
    expect(schema.safeParse(GOOD[name]).error).toBeUndefined();
  });

  it.each([undefined, null, 'text', 7, []])('refuses %j', (input) => {
    expect(schema.safeParse(input).success).toBe(false);
  });

  it('refuses unknown keys', () => {
    expect(schema.safeParse({ ...GOOD[name], path: '/etc/passwd' }).success).toBe(false);
  });

  it('requires its mandatory keys', () => {
    for (const key of Object.keys(GOOD[name])) {
      const { [key]: _, ...rest } = GOOD[name] as Record<string, unknown>;
      expect(schema.safeParse(rest).success).toBe(false);
    }
  });
});

it.each(['fleetSeries', 'heatMap', 'events'] as const)(
  '%s refuses an empty or endless range',
  (name) => {
    expect(REQUESTS[name].input.safeParse({ from: 10, to: 10 }).success).toBe(false);
    expect(REQUESTS[name].input.safeParse({ from: 0, to: 500 * 86_400 }).success).toBe(false);
  },
);

describe('requests', () => {
  it('refuse unknown keys', () => {
    expect(REQUESTS.fleetOverview.input.safeParse({ path: '/etc/passwd' }).success).toBe(false);
    expect(REQUESTS.setCollecting.input.safeParse({ enabled: 'yes' }).success).toBe(false);
  });

  it.each(['<img src=x onerror=alert(1)>', 'a#b', '😀', 'x'.repeat(253)])(
    'accept the hostname %j unchanged',
    (hostname) => {
      const parsed = REQUESTS.hostSeries.input.parse({
        sourceId: 'default',
        hostname,
        from: 0,
        to: 60,
      });
      expect(parsed.hostname).toBe(hostname);
    },
  );

  it('refuse a range that is empty or longer than 13 months', () => {
    const query = { sourceId: 'default', hostname: 'a', from: 100, to: 100 };
    expect(REQUESTS.hostSeries.input.safeParse(query).success).toBe(false);
    const long = { ...query, to: 100 + 500 * 86_400 };
    expect(REQUESTS.hostSeries.input.safeParse(long).success).toBe(false);
  });
});
