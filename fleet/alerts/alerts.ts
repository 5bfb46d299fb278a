import type { ComposedNotice, QueuedNotice } from '../../contract/alert-notices.ts';
import type { ActiveAlert } from '../../contract/alerts.ts';
import type { HostRef } from '../../contract/host.ts';
import { clockStatus } from '../../contract/host-health.ts';
import { isMetricId } from '../../contract/metrics.ts';
import { DAY_S, HOUR_S, minuteOf } from '../../contract/time.ts';
import { nowSeconds, type Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/log/log.ts';
import type { Change } from '../store/dirty-ranges.ts';
import { GapScanner } from '../queries/gap-scanner.ts';
import type { StoredHost } from '../store/host-row.ts';
import { lastSeenOf } from '../store/host-summary.ts';
import type { FleetStore } from '../store/store.ts';
import { type AlertLog } from '../store/alert-log.ts';
import { NOTIFY_STATE } from '../store/alert-row.ts';
import { EvaluatorState } from './evaluator-state.ts';
import type { HostOutlook } from '../../contract/outlook.ts';
import { Filling } from './filling.ts';
import { Outlooks } from './outlooks.ts';
import { Unusual } from './unusual.ts';
import { Reboots } from './reboots.ts';
import { Costs } from './costs.ts';
import { Slower } from './slower.ts';
import { tablesOf } from '../store/source-tables.ts';
import { subjectsIn } from './subjects.ts';
import { MetricAlerts, newestValue } from './metric-alerts.ts';
import { NoticeQueue } from './notice-queue.ts';
import { EffectiveRules, type AlertConfig } from './effective-rules.ts';
import { OfflineDetector } from './offline-detector.ts';
import { NotificationDispatcher } from './notification-dispatcher.ts';

/** What alerts need to know of a configured source. */
export interface AlertSource {
  id: string;
  /** As the user calls it. */
  name: string;
  /** Whether it is enabled for reading. */
  connected: boolean;
  /** Unix seconds up to which a complete sync has read it, or null. */
  lastSyncedAt: number | null;
}

/** What the alerts of a fleet need; all is read when it is used, so settings may change. */
export interface AlertsOptions {
  store: FleetStore;
  clock: Clock;
  logger: Logger;
  config: AlertConfig;
  /** Whether a host is of a configured source and not removed. */
  isShown: (host: StoredHost) => boolean;
  /** The sources that are configured. */
  sources: () => AlertSource[];
  backfilling: () => boolean;
  /** This machine, where the app itself collects it. */
  ownHost: () => HostRef | null;
  /**
   * Shows the user these, and acknowledges them then. Null: no one does, and what is found waits for an app that does.
   */
  onNotices: ((notices: QueuedNotice[]) => void) | null;
  /** Alerts have changed without anything being stored. */
  onChanged: () => void;
}

/** Milliseconds between evaluations when nothing is stored: silence triggers no event. */
const TICK_MS = 30_000;
/** Seconds between evaluations while a backfill writes several times a second. */
const BUSY_TICK_S = 30;
/** How far back alerts are derived: at the first start before now, later before the last evaluation. */
const FIRST_REACH_S = DAY_S;
const OVERLAP_S = HOUR_S;

/** Finds what happens to the fleet, keeps it in the store and notifies the user. */
export class Alerts {
  readonly #options: AlertsOptions;
  readonly #log: AlertLog;
  readonly #rules: EffectiveRules;
  readonly #state: EvaluatorState;
  readonly #metrics: MetricAlerts;
  readonly #offline: OfflineDetector;
  readonly #reboots: Reboots;
  readonly #outlooks: Outlooks;
  readonly #filling: Filling;
  readonly #slower: Slower;
  readonly #costs: Costs;
  readonly #unusual: Unusual;
  readonly #dispatcher: NotificationDispatcher;
  readonly #queue: NoticeQueue;
  readonly #end = new AbortController();
  #started = false;
  /** The rules of the settings are still to be taken over. */
  #rulesDue = false;
  #evaluatedAt = -Infinity;

  constructor(options: AlertsOptions) {
    const { store, config, clock, logger } = options;
    const gaps = new GapScanner(store.scan);
    this.#options = options;
    this.#log = store.alertLog;
    this.#rules = new EffectiveRules(store.alertRules, config);
    this.#state = new EvaluatorState(store.meta);
    const [log, rules] = [this.#log, this.#rules];
    this.#metrics = new MetricAlerts({
      log,
      rules,
      series: store.series,
      subjectOf: subjectsIn(store),
    });
    this.#offline = new OfflineDetector(log, rules);
    this.#reboots = new Reboots({ log, rules, series: store.series });
    this.#slower = new Slower({ log, rules, functions: store.functionReader });
    this.#costs = new Costs({ log, rules, capacity: store.capacity });
    this.#outlooks = new Outlooks(store.series);
    this.#filling = new Filling({ log, rules, forecasts: this.#outlooks.forecasts });
    this.#unusual = new Unusual({ log, rules, outlooks: this.#outlooks });
    this.#queue = new NoticeQueue(store.notices, logger);
    this.#dispatcher = new NotificationDispatcher({
      log,
      rules,
      queue: this.#queue,
      metrics: this.#metrics,
      evaluatorState: this.#state,
      outages: (hosts, from, to) => gaps.read({ from, to, now: nowSeconds(clock), hosts }),
    });
  }

  /** Looks from now on, at every change and every 30 s. */
  start(): void {
    if (this.#started) return;
    this.#started = true;
    const { evaluatedAt } = this.#state.current;
    const now = nowSeconds(this.#options.clock);
    this.#noteAll(
      evaluatedAt === null ? now - FIRST_REACH_S : Math.min(evaluatedAt, now) - OVERLAP_S,
    );
    this.#rulesDue = true;
    this.evaluate();
    void this.#tick();
  }

  /** Writes down when it last looked. */
  stop(): void {
    this.#end.abort();
    const { store, clock } = this.#options;
    if (!this.#started || store.closed) return;
    this.#guarded('the alerts could not be saved', () => {
      store.write(() => {
        this.#state.save(nowSeconds(clock));
      });
    });
  }

  /** Takes over changed rules and labels, as of now. */
  configure(config: AlertConfig): void {
    this.#rules.configure(config);
    if (!this.#started) return;
    this.#takeOverRules();
    this.evaluate();
    this.#options.onChanged();
  }

  /** Another process has stored samples of any hosts. */
  noteForeignChange(): void {
    const now = nowSeconds(this.#options.clock);
    this.#noteAll(Math.min(this.#state.current.evaluatedAt ?? now, now) - OVERLAP_S);
  }

  /** Brings the alerts up to date and queues notices. Returns whether any alert has changed. */
  evaluate(): boolean {
    const { store, clock, backfilling, onNotices } = this.#options;
    const now = nowSeconds(clock);
    if (!this.#started || this.#end.signal.aborted || store.closed) return false;
    const busy = backfilling();
    if (busy && Math.abs(now - this.#evaluatedAt) < BUSY_TICK_S) return false;
    this.#evaluatedAt = now;
    if (this.#rulesDue) this.#takeOverRules();
    const result = this.#guarded('looking for alerts failed', () => this.#evaluate(now, busy));
    if (result === null) return false;
    this.#queue.handedOver(result.notices);
    if (result.notices.length > 0) onNotices?.(result.notices);
    return result.changed;
  }

  /** The shell has shown these, or has no need to: they do not come again. */
  acknowledge(ids: readonly string[]): void {
    const { store } = this.#options;
    if (store.closed) return;
    this.#guarded('what was shown could not be written down', () => {
      store.write(() => {
        this.#queue.remove(ids);
      });
    });
  }

  /** Thresholds that are exceeded now, the newest first. That of a host long silent is history. */
  active(hosts: readonly StoredHost[]): ActiveAlert[] {
    const now = nowSeconds(this.#options.clock);
    const byId = new Map(hosts.map((host) => [host.id, host]));
    const open = this.#options.store.read(() => this.#log.open());
    return open.reverse().flatMap((row): ActiveAlert[] => {
      const host = byId.get(row.host);
      if (!isMetricId(row.kind) || host === undefined) return [];
      if (clockStatus(lastSeenOf(host), now) === 'stale') return [];
      const { kind } = row;
      return [
        {
          sourceId: host.sourceId,
          hostname: host.hostname,
          kind,
          since: row.startedAt,
          value: newestValue(host, kind) ?? row.peak ?? 0,
          threshold: row.threshold ?? 0,
          maintenance: row.maintenance && row.notifyState === NOTIFY_STATE.pending,
        },
      ];
    });
  }

  /** What is known of hosts beyond their newest samples; of a large fleet it comes within an hour of the start. */
  outlooks(hosts: readonly StoredHost[]): HostOutlook[] {
    return this.#outlooks.of(hosts, nowSeconds(this.#options.clock));
  }

  /** Those that are under announced maintenance now. */
  inMaintenance(hosts: readonly HostRef[]): HostRef[] {
    const now = nowSeconds(this.#options.clock);
    return hosts
      .filter((host) => this.#rules.inMaintenance(host, now))
      .map(({ sourceId, hostname }) => ({ sourceId, hostname }));
  }

  #evaluate(now: number, busy: boolean): { notices: QueuedNotice[]; changed: boolean } {
    const { store } = this.#options;
    const changes = store.changes.take();
    const before = this.#state.current;
    try {
      return store.write(() => this.#log.holding(() => this.#look(changes, now, busy)));
    } catch (error) {
      store.changes.putBack(changes);
      this.#state.restore(before);
      this.#rules.reload();
      throw error;
    }
  }

  #look(
    changes: Map<number, Change>,
    now: number,
    busy: boolean,
  ): { notices: QueuedNotice[]; changed: boolean } {
    const { store, isShown } = this.#options;
    if (this.#state.noticeAbsence(now)) this.#dispatcher.dismissAll();
    const all = store.hosts.all();
    const byId = new Map(all.map((host) => [host.id, host]));
    store.late.takeInto(changes, minuteOf(now));
    const exceeded = this.#metrics.update(changes, byId, now);
    const rebooted = this.#reboots.update(changes, byId, now);
    const shown = all.filter(isShown);
    const expected = this.#lookAhead(shown, changes.keys(), busy, now);
    const silent = this.#detectOffline(shown, now);
    const costly = this.#costs.update(this.#options.sources(), now);
    const notices = this.#dispatch(shown, byId, now, busy);
    const changed = exceeded || rebooted || expected || silent || costly || notices.length > 0;
    this.#state.evaluated(now, this.#readTimes(), changed);
    return { notices: this.#due(notices, now), changed };
  }

  /** What is judged by the past of a host: whether its disk fills up, and whether it is as it usually is. */
  #lookAhead(
    shown: readonly StoredHost[],
    changed: Iterable<number>,
    busy: boolean,
    now: number,
  ): boolean {
    const { timeZone } = this.#rules.settings.quietHours;
    this.#outlooks.update(shown, { changed, busy, timeZone, now });
    if (busy) return false;
    const filling = this.#filling.update(shown, now);
    const slower = this.#slower.update(shown, now);
    return this.#unusual.update(shown, now) || filling || slower;
  }

  #detectOffline(shown: readonly StoredHost[], now: number): boolean {
    return this.#offline.evaluate({
      hosts: shown,
      readAt: this.#readTimes(),
      readBefore: this.#state.current.readAt,
      ownHost: this.#options.ownHost(),
      now,
    });
  }

  #dispatch(
    shown: readonly StoredHost[],
    known: ReadonlyMap<number, StoredHost>,
    now: number,
    backfilling: boolean,
  ): ComposedNotice[] {
    const { ownHost, sources, onNotices } = this.#options;
    if (onNotices === null) return [];
    const connected = sources().filter((source) => source.connected);
    return this.#dispatcher.dispatch({
      hosts: shown,
      known,
      tables: sources().map(({ id }) => tablesOf(id)),
      ownHost: ownHost(),
      readAt: new Map(connected.map(({ id, lastSyncedAt }) => [id, lastSyncedAt])),
      backfilling,
      now,
    });
  }

  /** Notices to show now, after those that a former process could not show; none while notifications are suppressed. */
  #due(notices: readonly ComposedNotice[], now: number): QueuedNotice[] {
    if (this.#options.onNotices === null) return [];
    this.#queue.add(notices, now);
    return this.#state.current.suppression === null ? this.#queue.due(now) : [];
  }

  /** Of sources that are not connected now too: one that is again has been read before. */
  #readTimes(): Record<string, number> {
    return Object.fromEntries(
      this.#options
        .sources()
        .flatMap(({ id, lastSyncedAt }) => (lastSyncedAt === null ? [] : [[id, lastSyncedAt]])),
    );
  }

  #noteAll(from: number): void {
    const { store, clock } = this.#options;
    const ids = store.read(() => store.hosts.all()).map(({ id }) => id);
    store.changes.noteAll(ids, minuteOf(from), minuteOf(nowSeconds(clock)));
  }

  #takeOverRules(): void {
    const { store, clock } = this.#options;
    const now = Math.floor(nowSeconds(clock));
    const done = this.#guarded('the rules of the alerts could not be taken over', () =>
      store.write(() => {
        const hosts = store.hosts.all();
        const changes = this.#rules.update(hosts, now);
        this.#metrics.applyRules(changes, new Map(hosts.map((host) => [host.id, host])), now);
        return true;
      }),
    );
    this.#rulesDue = done === null;
    if (done === null) this.#rules.reload();
  }

  /** A busy or full disk now is tried again in a moment; reads and syncs report it to the user. */
  #guarded<T>(problem: string, work: () => T): T | null {
    try {
      return work();
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      this.#options.logger.warn(problem, { detail });
      return null;
    }
  }

  async #tick(): Promise<void> {
    const { signal } = this.#end;
    for (;;) {
      await this.#options.clock.sleep(TICK_MS, signal).catch(() => undefined);
      if (signal.aborted) return;
      if (this.evaluate()) this.#options.onChanged();
    }
  }
}
