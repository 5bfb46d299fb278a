import { describe, expect, it } from 'vitest';
import type { FleetOverview, HostSummary, SourceState } from '../../../contract/fleet.ts';
import { HostWatch, messagesFor } from '../../../main/host-watch.ts';
import { trayState } from '../../../main/tray-state.ts';

const START = 1_800_000_000;

function host(hostname: string, lastSeen: number | null): HostSummary {
  return {
    sourceId: 'default',
    hostname,
    lastSeen,
    firstSeen: null,
    cpuPercent: 1,
    memoryPercent: 1,
    platform: null,
    source: 'v2',
  };
}

function fleet(hosts: HostSummary[], source: Partial<SourceState>): FleetOverview {
  return {
    revision: 1,
    hosts,
    sources: [
      {
        id: 'default',
        name: 'AWS',
        status: 'fresh',
        lastSyncedAt: null,
        lastAttemptAt: null,
        error: null,
        tables: { system: 'active', legacy: 'missing', registry: 'active' },
        badItems: 0,
        ...source,
      },
    ],
    sync: { running: false, nextAt: null, intervalSeconds: 120, backfill: null },
    thisHost: null,
  };
}

const names = Array.from({ length: 14 }, (_, index) => `web-${String(index)}`);

/** Looks at hosts last seen at `seen`, with a source read at `readAt`. */
function look(watch: HostWatch, seen: number, readAt: number, now: number) {
  return watch.observe(
    fleet(
      names.map((name) => host(name, seen)),
      { lastSyncedAt: readAt },
    ),
    now,
  );
}

describe('the watch over hosts', () => {
  it('tells 14 hosts that go offline in one message', () => {
    const watch = new HostWatch();
    expect(look(watch, START, START, START)).toBeNull();
    expect(look(watch, START, START + 400, START + 400)).toBeNull();
    const news = look(watch, START, START + 460, START + 460);
    expect(news?.wentOffline).toHaveLength(14);
    expect(messagesFor(news ?? { wentOffline: [], cameBack: [] })).toEqual([
      { title: '14 hosts went offline', body: 'web-0, web-1, web-2 and 11 more', host: null },
    ]);
    expect(look(watch, START, START + 520, START + 520)).toBeNull();
  });

  it('waits for news that arrive a little apart', () => {
    const watch = new HostWatch();
    const both = (late: number, now: number) =>
      watch.observe(fleet([host('a', START), host('b', late)], { lastSyncedAt: now }), now);
    both(START + 30, START + 31);
    expect(both(START + 30, START + 361)).toBeNull();
    expect(both(START + 30, START + 391)).toBeNull();
    expect(both(START + 30, START + 421)?.wentOffline).toHaveLength(2);
  });

  it('calls nobody offline after a sleep of the viewer before the source has been read', () => {
    const watch = new HostWatch();
    const morning = START + 8 * 3600;
    look(watch, START, START, START);
    expect(look(watch, START, START, morning)).toBeNull();
    expect(look(watch, START, START, morning + 300)).toBeNull();
    expect(look(watch, morning + 290, morning + 301, morning + 301)).toBeNull();
    expect(look(watch, morning + 290, morning + 301, morning + 400)).toBeNull();
  });

  it('calls nobody offline while the source fails', () => {
    const watch = new HostWatch();
    look(watch, START, START, START);
    for (let minute = 1; minute < 60; minute += 1)
      expect(look(watch, START, START + 60, START + minute * 60)).toBeNull();
  });

  it('says nothing of hosts that were offline when it began', () => {
    const watch = new HostWatch();
    expect(look(watch, START - 5000, START, START)).toBeNull();
    expect(look(watch, START - 5000, START + 120, START + 120)).toBeNull();
  });

  it('tells of a host that comes back, and opens it', () => {
    const watch = new HostWatch();
    const one = (seen: number, now: number) =>
      watch.observe(fleet([host('db', seen)], { lastSyncedAt: now }), now);
    one(START, START);
    one(START, START + 400);
    one(START, START + 460);
    one(START + 600, START + 610);
    const news = one(START + 660, START + 670);
    expect(messagesFor(news ?? { wentOffline: [], cameBack: [] })).toEqual([
      {
        title: 'db came back',
        body: 'Samples arrive again.',
        host: { sourceId: 'default', hostname: 'db' },
      },
    ]);
  });

  it('says nothing of a host that is back before anyone was told', () => {
    const watch = new HostWatch();
    const one = (seen: number, now: number) =>
      watch.observe(fleet([host('db', seen)], { lastSyncedAt: now }), now);
    one(START, START);
    one(START, START + 365);
    one(START + 366, START + 370);
    expect(one(START + 420, START + 440)).toBeNull();
  });
});

describe('the tray', () => {
  const now = START + 10_000;

  it('names the five newest silent hosts and counts the others', () => {
    const hosts = [...names.map((name, index) => host(name, now - 400 - index)), host('up', now)];
    const state = trayState(fleet(hosts, {}), { enabled: true }, now);
    expect(state).toMatchObject({ kind: 'offline', collecting: true });
    expect(state.attention.map(({ hostname }) => hostname)).toEqual(names.slice(0, 5));
    expect(state.tooltip).toContain('1 of 15 online');
  });

  it('shows a failing source before anything else, with its reason', () => {
    const error = { code: 'network', message: 'DynamoDB cannot be reached.', hint: '' } as const;
    const state = trayState(
      fleet([host('a', now - 400)], { status: 'failing', error }),
      { enabled: false },
      now,
    );
    expect(state.kind).toBe('failing');
    expect(state.tooltip).toContain('DynamoDB cannot be reached.');
  });

  it('is well when only hosts that have long been gone are silent', () => {
    const state = trayState(fleet([host('a', now - 9000)], {}), { enabled: false }, now);
    expect(state.kind).toBe('ok');
  });
});
