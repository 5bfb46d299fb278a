import { isDeepStrictEqual } from 'node:util';
import type { CollectorState } from '../contract/collector.ts';
import type { FleetOverview } from '../contract/fleet.ts';
import { hostKey } from '../contract/host.ts';
import type { AttentionItem, FleetStatus } from '../contract/fleet-status.ts';
import {
  createHealthJudge,
  nextHealthChange,
  type HealthContext,
  type JudgedHost,
} from '../contract/host-health.ts';
import type { OpenAlert } from '../contract/open-alerts.ts';
import type { Settings } from '../contract/settings.ts';
import { nowSeconds, type Clock } from '../platform/clock.ts';

/** Milliseconds between looks at the clock: a host goes offline without anything happening. */
const TICK_MS = 30_000;
/** Milliseconds for which changes of the store are gathered before they are summed up. */
const GATHER_MS = 2000;
/** Hosts that a menu names. */
const MAX_NAMED = 5;

/** What a status is summed up from. */
export interface FleetStatusInput {
  overview: Pick<FleetOverview, 'hosts' | 'sources' | 'alerts' | 'thisHost'>;
  /** The alerts that last, with what the user has said to them. */
  open: readonly OpenAlert[];
  collector: Pick<CollectorState, 'enabled' | 'running' | 'error'>;
  settings: Pick<Settings, 'alerts' | 'labels'>;
}

/** Sums up the fleet at `now` (Unix seconds) for whoever shows a few numbers of it. */
export function fleetStatus(input: FleetStatusInput, now: number): FleetStatus {
  const { hosts, sources } = input.overview;
  const { enabled, running, error } = input.collector;
  const context = healthContext(input, now);
  const judge = createHealthJudge(context);
  const judged = hosts.map((host) => ({ host, health: judge(host) }));
  const said = saidTo(input.open);
  const missing = judged.filter(
    ({ host, health }) => health.missing && !said.has(`${hostKey(host)} offline`),
  );
  const alerting = new Set(
    judged.flatMap(({ host, health }) => (health.alerting ? [hostKey(host)] : [])),
  );
  const alerts = context.alerts.filter(
    (alert) =>
      !alert.maintenance &&
      alerting.has(hostKey(alert)) &&
      !said.has(`${hostKey(alert)} ${alert.kind}`),
  );
  const troubles = [
    ...missing.map(({ host }) => ({ host, at: host.lastSeen ?? 0, alert: null })),
    ...alerts.map((alert) => ({
      host: alert,
      at: alert.since,
      alert: { kind: alert.kind, value: Math.round(alert.value) },
    })),
  ];
  return {
    hosts: {
      all: hosts.length,
      online: judged.filter(({ health }) => health.state === 'online').length,
    },
    missing: missing.length,
    alerts: alerts.length,
    failing: sources
      .filter(({ status }) => status === 'failing')
      .map((source) => ({ name: source.name, error: source.error })),
    attention: newestFirst(troubles, input.open),
    collector: { enabled, running, error: running ? null : error },
  };
}

/** The alerts that the user has put off, by host and kind. */
function saidTo(open: readonly OpenAlert[]): ReadonlySet<string> {
  const said = open.filter(({ state }) => state !== 'firing');
  return new Set(said.map((alert) => `${hostKey(alert)} ${alert.kind}`));
}

/** The newest troubles, each host once. */
function newestFirst(
  troubles: readonly (Omit<AttentionItem, 'alertIds'> & { at: number })[],
  open: readonly OpenAlert[],
): AttentionItem[] {
  const firing = open.filter(({ state }) => state === 'firing');
  const idsOf = Map.groupBy(firing, hostKey);
  const newest = troubles.toSorted((a, b) => b.at - a.at);
  const byHost = new Map<string, AttentionItem>();
  for (const { host, alert } of newest) {
    const { sourceId, hostname } = host;
    const key = hostKey(host);
    const alertIds = (idsOf.get(key) ?? []).map(({ id }) => id);
    if (!byHost.has(key)) byHost.set(key, { host: { sourceId, hostname }, alert, alertIds });
    if (byHost.size === MAX_NAMED) break;
  }
  return [...byHost.values()];
}

function healthContext({ overview, settings }: FleetStatusInput, now: number): HealthContext {
  const { sources, thisHost, alerts = [] } = overview;
  const labelsOf = (key: string): readonly string[] => settings.labels[key] ?? [];
  return { sources, thisHost, alerts, settings: settings.alerts, labelsOf, now };
}

/** Where the status is read and where it goes. */
export interface FleetStatusPublisherOptions {
  clock: Clock;
  read: () => FleetStatusInput;
  publish: (status: FleetStatus) => void;
  /** What could not be read now, e.g. from a busy disk; it is tried again. */
  onFailure: (error: unknown) => void;
}

/** Publishes the status of the fleet whenever it has changed: with the store, or by the clock alone. */
export class FleetStatusPublisher {
  readonly #options: FleetStatusPublisherOptions;
  readonly #end = new AbortController();
  #wake = new AbortController();
  #published: FleetStatus | null = null;
  #changed = true;
  #dueAt = 0;

  constructor(options: FleetStatusPublisherOptions) {
    this.#options = options;
    void this.#run();
  }

  /** Something happened that the status may show; `atOnce`, the user waits for it. */
  noteChange(atOnce = false): void {
    this.#changed = true;
    if (atOnce) this.#look();
    else this.#wake.abort();
  }

  stop(): void {
    this.#end.abort();
    this.#wake.abort();
  }

  async #run(): Promise<void> {
    const { clock } = this.#options;
    const { signal } = this.#end;
    // Whoever opens the service has to listen first.
    await clock.sleep(0, signal).catch(() => undefined);
    while (!signal.aborted) {
      if (this.#changed || nowSeconds(clock) >= this.#dueAt) this.#look();
      await clock.sleep(TICK_MS, this.#wake.signal).catch(() => undefined);
      if (!this.#wake.signal.aborted) continue;
      this.#wake = new AbortController();
      await clock.sleep(GATHER_MS, signal).catch(() => undefined);
    }
  }

  #look(): void {
    if (this.#end.signal.aborted) return;
    const { clock, read, publish, onFailure } = this.#options;
    try {
      const input = read();
      const now = nowSeconds(clock);
      const status = fleetStatus(input, now);
      const hosts: readonly JudgedHost[] = input.overview.hosts;
      this.#dueAt = Math.min(
        nextHealthChange(hosts, healthContext(input, now)),
        ...input.open.map(({ snoozedUntil }) => snoozedUntil ?? Infinity),
      );
      this.#changed = false;
      if (isDeepStrictEqual(status, this.#published)) return;
      this.#published = status;
      publish(status);
    } catch (error) {
      onFailure(error);
    }
  }
}
