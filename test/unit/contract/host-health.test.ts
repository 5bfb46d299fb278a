import { describe, expect, it } from 'vitest';
import { alertSettingsSchema, type ActiveAlert } from '../../../contract/alerts.ts';
import {
  clockStatus,
  createHealthJudge,
  mostUrgentFirst,
  needsAttention,
  nextHealthChange,
  urgency,
  type HealthContext,
  type HostHealth,
  type JudgedHost,
} from '../../../contract/host-health.ts';

const NOW = 1_800_000_000;
const SOURCE = { id: 'default', status: 'fresh', lastSyncedAt: NOW - 40 } as const;

const settings = alertSettingsSchema.parse({
  overrides: [{ scope: { kind: 'label', label: 'laptop' }, offline: { enabled: false } }],
  maintenance: [
    { id: 'a', scope: { kind: 'label', label: 'batch' }, from: NOW - 60, until: NOW + 60 },
  ],
});

const host = (lastSeen: number | null, change: Partial<JudgedHost> = {}): JudgedHost => ({
  sourceId: 'default',
  hostname: 'web-01',
  lastSeen,
  layout: 'v2',
  ...change,
});

const alert = (change: Partial<ActiveAlert> = {}): ActiveAlert => ({
  sourceId: 'default',
  hostname: 'web-01',
  kind: 'cpu',
  since: NOW - 600,
  value: 95,
  threshold: 90,
  maintenance: false,
  ...change,
});

const context = (change: Partial<HealthContext> = {}): HealthContext => ({
  sources: [SOURCE],
  thisHost: null,
  alerts: [],
  settings,
  labelsOf: () => [],
  now: NOW,
  ...change,
});

const judged = (lastSeen: number | null, change: Partial<HealthContext> = {}): HostHealth =>
  createHealthJudge(context(change))(host(lastSeen));

describe('clockStatus', () => {
  it.each([
    [0, 'online'],
    [359.9, 'online'],
    [360, 'offline'],
    [3600, 'offline'],
    [3601, 'stale'],
  ] as const)('is, %d s after the last sample, %s', (age, status) => {
    expect(clockStatus(NOW - age, NOW)).toBe(status);
  });

  it('clockStatus is stale for a host that was never seen', () => {
    expect(clockStatus(null, NOW)).toBe('stale');
  });
});

/** Last sample and last sync, seconds ago; null: never. The state of the source, and the expected judgement. */
const TABLE: readonly [
  string,
  { seen: number | null; synced: number | null; status: 'fresh' | 'failing' | 'waiting' },
  Partial<HostHealth>,
][] = [
  ['a host that reports', { seen: 30, synced: 40, status: 'fresh' }, { state: 'online' }],
  [
    'a host that went offline',
    { seen: 1000, synced: 40, status: 'fresh' },
    { state: 'offline', missing: true },
  ],
  [
    'a host that went offline between two polls',
    { seen: 370, synced: 40, status: 'fresh' },
    { state: 'offline', missing: true },
  ],
  [
    'a host that has long been gone',
    { seen: 9000, synced: 40, status: 'fresh' },
    { state: 'stale', missing: false },
  ],
  ['a host that was never seen', { seen: null, synced: 40, status: 'fresh' }, { state: 'stale' }],
  [
    'a host that reported until its source failed',
    { seen: 1000, synced: 900, status: 'failing' },
    { state: 'unread', missing: false },
  ],
  [
    'a host that was overdue for less than 6 minutes when its source failed',
    { seen: 370, synced: 100, status: 'failing' },
    { state: 'unread', missing: false },
  ],
  [
    'a host that was offline before its source failed',
    { seen: 1000, synced: 600, status: 'failing' },
    { state: 'offline', missing: true },
  ],
  [
    'a host that was stale before its source failed',
    { seen: 9000, synced: 5000, status: 'failing' },
    { state: 'stale' },
  ],
  [
    'a host after this machine slept',
    { seen: 930, synced: 900, status: 'fresh' },
    { state: 'unread', missing: false },
  ],
  [
    'a host after this machine slept for a night',
    { seen: 30_030, synced: 30_000, status: 'fresh' },
    { state: 'unread' },
  ],
  [
    'a host of a source that was never read',
    { seen: 1000, synced: null, status: 'waiting' },
    { state: 'unread', missing: false },
  ],
  [
    'a host under a clock that was set back since the last read',
    { seen: 1000, synced: -5000, status: 'fresh' },
    { state: 'offline' },
  ],
];

describe('the judgement of a host', () => {
  it.each(TABLE)('the judgement of a host of %s', (_, { seen, synced, status }, expected) => {
    const lastSyncedAt = synced === null ? null : NOW - synced;
    const sources = [{ id: 'default', status, lastSyncedAt }];
    expect(judged(seen === null ? null : NOW - seen, { sources })).toMatchObject(expected);
  });

  it('is unknown for a host without a source', () => {
    expect(judged(NOW - 1000, { sources: [] }).state).toBe('unread');
  });

  it('does not miss a host whose offline rule is off, but has its state', () => {
    expect(judged(NOW - 1000, { labelsOf: () => ['laptop'] })).toEqual({
      state: 'offline',
      maintenance: false,
      muted: true,
      missing: false,
      alerting: false,
    });
  });

  it('does not miss a host during its maintenance', () => {
    const labelsOf = () => ['batch'];
    const during = judged(NOW - 1000, { labelsOf });
    expect(during).toMatchObject({ state: 'offline', maintenance: true, missing: false });
    const after = judged(NOW - 1000, { labelsOf, now: NOW + 60 });
    expect(after).toMatchObject({ state: 'offline', maintenance: false, missing: true });
  });

  it('judges this machine by its collector, without a source', () => {
    const thisHost = { sourceId: 'default', hostname: 'web-01' };
    const own = { state: 'offline', muted: true, missing: false };
    const failing = [{ ...SOURCE, status: 'failing' as const, lastSyncedAt: NOW - 900 }];
    expect(judged(NOW - 1000, { thisHost, sources: failing })).toMatchObject(own);
    const local = createHealthJudge(context({ sources: [] }))(
      host(NOW - 1000, { layout: 'local' }),
    );
    expect(local).toMatchObject(own);
  });

  it('warns of an alert while the host is online and not under maintenance', () => {
    const alerts = [alert()];
    expect(judged(NOW, { alerts }).alerting).toBe(true);
    expect(judged(NOW - 1000, { alerts })).toMatchObject({ alerting: false, missing: true });
    expect(judged(NOW, { alerts, labelsOf: () => ['batch'] }).alerting).toBe(false);
    expect(judged(NOW, { alerts: [alert({ maintenance: true })] }).alerting).toBe(false);
    expect(judged(NOW, { alerts: [alert({ sourceId: 'other' })] }).alerting).toBe(false);
  });

  it('asks for attention if a host is missing or has an alert', () => {
    expect(needsAttention(judged(NOW - 1000))).toBe(true);
    expect(needsAttention(judged(NOW, { alerts: [alert()] }))).toBe(true);
    expect(needsAttention(judged(NOW))).toBe(false);
    expect(needsAttention(judged(NOW - 9000))).toBe(false);
    expect(needsAttention(judged(NOW - 1000, { labelsOf: () => ['laptop'] }))).toBe(false);
  });
});

describe('mostUrgentFirst', () => {
  it('sorts lost hosts first, then those with an alert, then healthy ones by name, then those that nobody can help', () => {
    const judge = createHealthJudge(
      context({
        sources: [SOURCE, { id: 'failing', status: 'failing', lastSyncedAt: NOW - 900 }],
        alerts: [alert({ hostname: 'busy' })],
        labelsOf: (key) => (key === 'default/laptop' ? ['laptop'] : []),
      }),
    );
    const hosts = [
      host(NOW, { hostname: 'web-10' }),
      host(NOW, { hostname: 'web-9' }),
      host(NOW, { hostname: 'busy' }),
      host(NOW - 9000, { hostname: 'long gone' }),
      host(NOW - 950, { hostname: 'unread', sourceId: 'failing' }),
      host(NOW - 900, { hostname: 'laptop' }),
      host(NOW - 900, { hostname: 'lost' }),
    ].map((each) => ({ ...each, ...judge(each) }));
    expect(mostUrgentFirst(hosts).map(({ hostname }) => hostname)).toEqual([
      'lost',
      'busy',
      'web-9',
      'web-10',
      'laptop',
      'unread',
      'long gone',
    ]);
    expect(mostUrgentFirst(hosts).map(urgency)).toEqual([0, 1, 2, 2, 3, 4, 5]);
  });
});

describe('nextHealthChange', () => {
  const quiet = alertSettingsSchema.parse({});
  const next = (lastSeen: number | null, now = NOW) =>
    nextHealthChange([host(lastSeen)], { sources: [], settings: quiet, now });

  it('nextHealthChange is when the first host changes its state', () => {
    expect(next(NOW - 100)).toBe(NOW + 260);
    expect(next(NOW - 400)).toBe(NOW + 3201);
    expect(next(NOW - 4000)).toBe(Infinity);
    expect(next(null)).toBe(Infinity);
  });

  it('nextHealthChange is when maintenance begins or ends, or a source has been left unread for too long', () => {
    const change = (now: number) => nextHealthChange([], { sources: [], settings, now });
    expect(change(NOW - 100)).toBe(NOW - 60);
    expect(change(NOW)).toBe(NOW + 60);
    expect(change(NOW + 60)).toBe(Infinity);
    expect(nextHealthChange([], { sources: [SOURCE], settings: quiet, now: NOW })).toBe(NOW + 320);
  });

  it('misses no change of any judgement, second by second', () => {
    const hosts = [host(NOW + 0.4), host(NOW - 3500, { hostname: 'other' })];
    const labelsOf = (key: string) => (key === 'default/other' ? ['batch'] : []);
    let due = -Infinity;
    let before = '';
    let changes = 0;
    for (let now = NOW - 70; now < NOW + 4000; now += 1) {
      const at = context({ sources: [{ ...SOURCE, lastSyncedAt: NOW }], labelsOf, now });
      const judge = createHealthJudge(at);
      const health = JSON.stringify(hosts.map(judge));
      if (health !== before) {
        expect(now).toBeGreaterThanOrEqual(due);
        changes += 1;
        before = health;
      }
      if (now >= due) due = nextHealthChange(hosts, at);
      else expect(health).toBe(before);
    }
    expect(changes).toBe(5);
  });
});

describe('the status rule', () => {
  it.each([
    [0, 'online'],
    [359.9, 'online'],
    [360, 'offline'],
    [3600, 'offline'],
    [3600.1, 'stale'],
  ])('%s s after the last sample is %s', (age, state) => {
    expect(clockStatus(1_000_000 - age, 1_000_000)).toBe(state);
  });

  it('calls a host that was never seen stale', () => {
    expect(clockStatus(null, 1_000_000)).toBe('stale');
  });
});
