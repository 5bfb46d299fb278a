import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { ActiveAlert } from '../../../contract/alerts.ts';
import type { FleetStatus } from '../../../contract/fleet-status.ts';
import type { FleetOverview, SourceState } from '../../../contract/fleet.ts';
import type { HostSummary } from '../../../contract/host.ts';
import { settingsSchema } from '../../../contract/settings.ts';
import {
  FleetStatusPublisher,
  fleetStatus,
  type FleetStatusInput,
} from '../../../worker/fleet-status.ts';
import type { Clock } from '../../../platform/clock.ts';

const NOW = 1_800_010_000;
const IDLE = { enabled: false, running: false, error: null };
const COLLECTING = { ...IDLE, enabled: true, running: true };

/** Labelled `laptop`: its silence is not notified. `batch`: under maintenance. */
const settings = settingsSchema.parse({
  labels: { 'default/laptop': ['laptop'], 'default/batch': ['batch'] },
  alerts: {
    overrides: [{ scope: { kind: 'label', label: 'laptop' }, offline: { enabled: false } }],
    maintenance: [
      { id: 'a', scope: { kind: 'label', label: 'batch' }, from: NOW - 600, until: NOW + 600 },
    ],
  },
});

function host(hostname: string, lastSeen: number | null): HostSummary {
  return {
    sourceId: 'default',
    hostname,
    lastSeen,
    firstSeen: null,
    newest: { cpu: 1, memory: 1 },
    platform: null,
    layout: 'v2',
  };
}

function alert(hostname: string, since: number, maintenance = false): ActiveAlert {
  const ref = { sourceId: 'default', hostname };
  return { ...ref, kind: 'cpu', since, value: 97.2, threshold: 90, maintenance };
}

interface Change extends Partial<SourceState> {
  alerts?: ActiveAlert[];
  thisHost?: FleetOverview['thisHost'];
  collector?: FleetStatusInput['collector'];
  open?: FleetStatusInput['open'];
}

function input(
  hosts: HostSummary[],
  { alerts = [], open = [], thisHost = null, collector = IDLE, ...source }: Change = {},
): FleetStatusInput {
  return {
    open,
    overview: {
      hosts,
      sources: [
        {
          id: 'default',
          name: 'AWS',
          status: 'fresh',
          lastSyncedAt: NOW,
          lastAttemptAt: NOW,
          error: null,
          tables: { system: 'active', legacy: 'missing', registry: 'active', functions: 'missing' },
          badItems: 0,
          ...source,
        },
      ],
      alerts,
      thisHost,
    },
    collector,
    settings,
  };
}

const status = (hosts: HostSummary[], change: Change = {}, now = NOW): FleetStatus =>
  fleetStatus(input(hosts, change), now);
const named = ({ attention }: FleetStatus) => attention.map((entry) => entry.host.hostname);
const error = { code: 'network', message: 'DynamoDB cannot be reached.', hint: '' } as const;
const names = Array.from({ length: 14 }, (_, index) => `web-${String(index)}`);

describe('the status of the fleet', () => {
  it('names the five newest silent hosts and counts the others', () => {
    const hosts = [...names.map((name, index) => host(name, NOW - 400 - index)), host('up', NOW)];
    const found = status(hosts, { collector: COLLECTING });
    expect(found).toMatchObject({ missing: 14, collector: COLLECTING });
    expect(found.hosts).toEqual({ online: 1, all: 15 });
    expect(named(found)).toEqual(names.slice(0, 5));
  });

  it('names a failing source with its reason', () => {
    const found = status([host('a', NOW - 400)], { status: 'failing', error });
    expect(found.failing).toEqual([{ name: 'AWS', error }]);
  });

  it('misses no host after a sleep, until the source has been read', () => {
    const before = NOW - 8 * 3600;
    const hosts = names.map((name) => host(name, before));
    const nobody = { missing: 0, attention: [] };
    expect(status(hosts, { lastSyncedAt: before })).toMatchObject(nobody);
    expect(status(hosts, { lastSyncedAt: before }, before + 900)).toMatchObject(nobody);
    const read = status(hosts, { lastSyncedAt: before + 890 }, before + 900);
    expect(read.missing).toBe(14);
    expect(read.attention).toHaveLength(5);
  });

  it('names only those that were silent before their source failed', () => {
    const failed = { status: 'failing', error, lastSyncedAt: NOW - 1200 } as const;
    expect(named(status([host('heard', NOW - 1230), host('gone', NOW - 2400)], failed))).toEqual([
      'gone',
    ]);
  });

  it('the status of the fleet does not miss this machine, whose silence is the app’s own', () => {
    const thisHost = { sourceId: 'default', hostname: 'here' };
    const found = status([host('here', NOW - 900)], { thisHost, collector: COLLECTING });
    expect(found).toMatchObject({ missing: 0, attention: [] });
  });

  it('asks for no attention if only long-gone hosts are silent', () => {
    expect(status([host('a', NOW - 9000)])).toMatchObject({ missing: 0, attention: [] });
  });

  it('misses no host whose offline rule is off, as the window does', () => {
    expect(status([host('laptop', NOW - 900)])).toMatchObject({ missing: 0, attention: [] });
  });

  it('lists thresholds and silences, newest trouble first', () => {
    const hosts = [host('a', NOW), host('b', NOW), host('c', NOW - 500), host('d', NOW - 9000)];
    const alerts = [alert('a', NOW - 60), alert('b', NOW - 700), alert('b', NOW - 900)];
    const found = status(hosts, { alerts });
    expect(found.attention.map(({ host: { hostname }, alert: why }) => [hostname, why])).toEqual([
      ['a', { kind: 'cpu', value: 97 }],
      ['c', null],
      ['b', { kind: 'cpu', value: 97 }],
    ]);
    expect(found).toMatchObject({ missing: 1, alerts: 3 });
  });

  it('the status of the fleet does not warn of an offline host’s threshold', () => {
    const found = status([host('c', NOW - 500)], { alerts: [alert('c', NOW - 800)] });
    expect(found).toMatchObject({ missing: 1, alerts: 0 });
  });

  it('the status of the fleet does not warn of thresholds under maintenance', () => {
    const found = status([host('a', NOW)], { alerts: [alert('a', NOW - 60, true)] });
    expect(found).toMatchObject({ alerts: 0, attention: [] });
  });

  it('the status of the fleet ignores hosts under maintenance, also if their trouble began before', () => {
    const lost = status([host('batch', NOW - 900), host('d', NOW)]);
    expect(lost).toMatchObject({ missing: 0, attention: [], hosts: { online: 1, all: 2 } });
    const hot = { alerts: [alert('batch', NOW - 700)], lastSyncedAt: NOW + 590 };
    expect(status([host('batch', NOW)], hot)).toMatchObject({ alerts: 0, attention: [] });
    const over = status([host('batch', NOW + 600)], hot, NOW + 600);
    expect(over).toMatchObject({ alerts: 1 });
    expect(named(over)).toEqual(['batch']);
  });

  it('reports why this machine is not collected, but no harmless errors', () => {
    const refused = status([], { collector: { enabled: true, running: false, error } });
    expect(refused.collector).toEqual({ enabled: true, running: false, error });
    expect(status([], { collector: { ...COLLECTING, error } }).collector.error).toBeNull();
  });
});

/** A clock whose waits end when it is put forward. */
class SteppedClock implements Clock {
  #ms = NOW * 1000;
  readonly #waits = new Set<{ at: number; wake: () => void }>();

  now(): number {
    return this.#ms;
  }

  get waiting(): number {
    return this.#waits.size;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const wait = { at: this.#ms + ms, wake: resolve };
      const abort = (): void => {
        this.#waits.delete(wait);
        reject(new Error('aborted'));
      };
      if (signal?.aborted === true) {
        abort();
        return;
      }
      this.#waits.add(wait);
      signal?.addEventListener('abort', abort);
    });
  }

  async advance(seconds: number): Promise<void> {
    const end = this.#ms + seconds * 1000;
    for (;;) {
      await setImmediate();
      const due = [...this.#waits].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      this.#waits.delete(due);
      this.#ms = Math.max(this.#ms, due.at);
      due.wake();
    }
    this.#ms = end;
  }
}

function published(first: FleetStatusInput) {
  const clock = new SteppedClock();
  const state = { input: first, broken: false, reads: 0, failures: 0 };
  const statuses: FleetStatus[] = [];
  const publisher = new FleetStatusPublisher({
    clock,
    read: () => {
      state.reads += 1;
      if (state.broken) throw new Error('busy');
      return state.input;
    },
    publish: (found) => statuses.push(found),
    onFailure: () => (state.failures += 1),
  });
  return { clock, state, statuses, publisher };
}

describe('the publisher of the status', () => {
  it('notices by the clock that a host went offline', async () => {
    const { clock, state, statuses, publisher } = published(
      input([host('db', NOW - 100)], { lastSyncedAt: NOW + 200 }),
    );
    await clock.advance(1);
    expect(statuses.map(({ missing }) => missing)).toEqual([0]);
    await clock.advance(240);
    expect(state.reads).toBe(1);
    await clock.advance(60);
    expect(statuses.map(({ missing }) => missing)).toEqual([0, 1]);
    publisher.stop();
  });

  it('publishes many changes once, within seconds', async () => {
    const { clock, state, statuses, publisher } = published(input([host('db', NOW)]));
    await clock.advance(1);
    state.input = input([host('db', NOW), host('web', NOW)]);
    for (let index = 0; index < 50; index += 1) publisher.noteChange();
    await clock.advance(3);
    expect(state.reads).toBe(2);
    expect(statuses.map(({ hosts }) => hosts.all)).toEqual([1, 2]);
    publisher.stop();
  });

  it('publishes no repeated status', async () => {
    const { clock, state, statuses, publisher } = published(input([host('db', NOW)]));
    await clock.advance(1);
    publisher.noteChange();
    await clock.advance(3);
    expect(state.reads).toBe(2);
    expect(statuses).toHaveLength(1);
    publisher.stop();
  });

  it('the publisher of the status reacts to the user at once', async () => {
    const { clock, state, statuses, publisher } = published(input([]));
    await clock.advance(1);
    state.input = input([], { collector: COLLECTING });
    publisher.noteChange(true);
    expect(statuses.map(({ collector }) => collector.running)).toEqual([false, true]);
    publisher.stop();
  });

  it('retries after a read error', async () => {
    const { clock, state, statuses, publisher } = published(input([host('db', NOW)]));
    state.broken = true;
    await clock.advance(1);
    expect(state.failures).toBe(1);
    expect(statuses).toHaveLength(0);
    state.broken = false;
    await clock.advance(30);
    expect(statuses).toHaveLength(1);
    publisher.stop();
  });

  it('leaves no timers behind, and stops reading', async () => {
    const { clock, state, publisher } = published(input([host('db', NOW)]));
    await clock.advance(1);
    publisher.stop();
    publisher.noteChange();
    publisher.noteChange(true);
    await clock.advance(1000);
    expect(clock.waiting).toBe(0);
    expect(state.reads).toBe(1);
  });
});
