import type { AlertKind, AlertNotice } from '../../contract/alerts.ts';
import type { HostRef } from '../../contract/host.ts';
import { METRICS, isMetricId } from '../../contract/metrics.ts';
import { DAY_S, MINUTE_S } from '../../contract/time.ts';
import type { StoredHost } from '../store/hosts.ts';
import { NOTIFY_STATE, type AlertRow } from '../store/alert-log.ts';
import type { EvaluatorState, Suppression } from './evaluator-state.ts';
import { GROUP_MAX_WAIT_S, GROUP_WAIT_S, isOverdue, mayFollow } from './grouping.ts';
import { newestValue, type MetricAlerts } from './metric-alerts.ts';
import type { NoticeQueue } from './notice-queue.ts';
import { missedOutages, type MissedOutagesOptions } from './missed-outages.ts';
import { isQuiet } from './quiet-hours.ts';
import type { EffectiveRules } from './effective-rules.ts';
import { isSame } from './offline-detector.ts';
import { missedOf, summarize, type Missed } from './summary.ts';

/** Seconds after its end within which a short alert must have been found to be news. */
const FRESH_S = 600;
/** Seconds after which a summary does not wait any longer for a source that cannot be read. */
const PATIENCE_S = 600;
/** Seconds that a summary reaches back at most. */
const SUMMARY_REACH_S = 7 * DAY_S;

/** Where the dispatcher keeps its state and finds what is to be shown. */
export interface DispatcherOptions extends MissedOutagesOptions {
  evaluatorState: EvaluatorState;
  queue: NoticeQueue;
  metrics: Pick<MetricAlerts, 'isComing'>;
}

/** The fleet at one evaluation. */
export interface FleetNow {
  /** Hosts that are shown. */
  hosts: readonly StoredHost[];
  ownHost: HostRef | null;
  /** Unix seconds at which each source that can be read was last read completely, by its id; null: not yet. */
  readAt: ReadonlyMap<string, number | null>;
  backfilling: boolean;
  now: number;
}

type Subject = AlertKind | 'back';
interface News {
  row: AlertRow;
  host: StoredHost;
  subject: Subject;
}

/** Decides which notifications are sent, and when. Its methods are called within a transaction. */
export class NotificationDispatcher {
  readonly #options: DispatcherOptions;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  dispatch(fleet: FleetNow): AlertNotice[] {
    const { evaluatorState, rules } = this.#options;
    const { now } = fleet;
    if (
      evaluatorState.current.suppression?.first === true &&
      isReady(evaluatorState.current.suppression, fleet)
    ) {
      // Before quiet hours count: what comes after it is notified, at night too.
      evaluatorState.endSuppression();
      this.dismissAll();
    }
    const quiet = isQuiet(rules.settings.quietHours, now);
    if (quiet) evaluatorState.suppress(now);
    const { suppression } = evaluatorState.current;
    if (suppression === null) return this.#newsNotices(fleet);
    if (quiet || suppression.first || !isReady(suppression, fleet)) return [];
    evaluatorState.endSuppression();
    return this.#summaryNotices(suppression, fleet);
  }

  /** What was found so far is the normal state and is not notified. */
  dismissAll(): void {
    for (const row of this.#options.log.unnotified()) this.#dismiss(row);
  }

  /** What the user can be told of now; what is none of their business any more is put aside. */
  #news({ hosts, now }: FleetNow): News[] {
    const { log, rules } = this.#options;
    const shown = new Map(hosts.map((host) => [host.id, host]));
    const news: News[] = [];
    for (const row of log.unnotified()) {
      const host = shown.get(row.host);
      const began = row.notifyState === NOTIFY_STATE.pending;
      if (host === undefined || !isWanted(rules, row, host)) this.#dismiss(row);
      else if (rules.inMaintenance(host, now)) this.#postpone(row);
      else if (began) {
        if (row.maintenance && isOverWithin(rules, host, row.endedAt)) this.#dismiss(row);
        else news.push({ row, host, subject: row.kind });
      } else if (row.endedAt !== null) news.push({ row, host, subject: 'back' });
    }
    return news;
  }

  #newsNotices(fleet: FleetNow): AlertNotice[] {
    const { now } = fleet;
    const current = this.#news(fleet).filter((news) => {
      if (isCurrent(news)) return true;
      this.#dismiss(news.row);
      return false;
    });
    const notices: AlertNotice[] = [];
    for (const [subject, news] of Map.groupBy(current, (entry) => entry.subject)) {
      const age = now - Math.min(...news.map(({ row }) => row.notedAt));
      const isGrouping =
        age < GROUP_WAIT_S || (age < GROUP_MAX_WAIT_S && this.#isMoreToCome(subject, news, fleet));
      // Not in the future, where the clock was put back.
      if (age >= 0 && isGrouping) continue;
      for (const { row } of news) this.#markNotified(row);
      notices.push(noticeOf(subject, news));
    }
    return notices;
  }

  #summaryNotices({ since: began, readAt }: Suppression, fleet: FleetNow): AlertNotice[] {
    const { hosts, ownHost, now } = fleet;
    const since = Math.max(began, now - SUMMARY_REACH_S);
    const unshown = this.#unshown(fleet);
    const missed: Missed[] = [...unshown];
    const gone = new Set(unshown.filter(isOffline).map(({ host }) => host.id));
    const news = this.#news(fleet);
    for (const host of missedOutages(this.#options, { hosts, ownHost, since, readAt, now }))
      missed.push({ host, kind: 'offline', lasts: false });
    for (const entry of news) {
      const { row, host, subject } = entry;
      // If nobody was shown the outage of a host, the summary reports its return.
      const isKnown = subject === 'back' && gone.has(host.id);
      if (!isKnown && (isCurrent(entry) || (row.endedAt ?? now) > since))
        missed.push({ host, kind: subject, lasts: row.endedAt === null });
      this.#markNotified(row);
    }
    const summary = summarize(missed, since, now);
    return summary === null ? [] : [summary];
  }

  /** What was queued before the suppression and never shown, because the app ended. */
  #unshown({ hosts, now }: FleetNow): Missed[] {
    const { log, queue } = this.#options;
    const notices = queue.takeForSummary().filter(({ at }) => at >= now - SUMMARY_REACH_S);
    if (notices.length === 0) return [];
    const silent = log.open().filter(isOffline);
    return missedOf(notices, hosts, new Set(silent.map(({ host }) => host)));
  }

  /** Whether the next read of a source is likely to bring more of the same. */
  #isMoreToCome(subject: Subject, news: readonly News[], fleet: FleetNow): boolean {
    const { log, rules, metrics } = this.#options;
    const { hosts, ownHost, now } = fleet;
    const readAt = Object.fromEntries(Array.from(fleet.readAt, ([id, at]) => [id, at ?? Infinity]));
    const sources = new Set(news.map(({ host }) => host.sourceId));
    const others = hosts.filter((host) => sources.has(host.sourceId));
    const open = log.open();
    if (isMetricId(subject)) {
      const busy = new Set(open.filter(({ kind }) => kind === subject).map(({ host }) => host));
      return others.some((host) => !busy.has(host.id) && metrics.isComing(host, subject, now));
    }
    if (subject === 'offline')
      return others.some(
        (host) =>
          isOverdue(host, readAt) && rules.rulesOf(host).offline.enabled && !isSame(host, ownHost),
      );
    const byId = new Map(hosts.map((host) => [host.id, host]));
    const silent = open.flatMap((row) => {
      const host = byId.get(row.host);
      return host === undefined || row.notifyState !== NOTIFY_STATE.begun ? [] : [{ row, host }];
    });
    return mayFollow(news, silent, readAt);
  }

  /** The end of an outage is notified too. */
  #markNotified(row: AlertRow): void {
    const waits = row.kind === 'offline' && row.endedAt === null;
    const notifyState = waits ? NOTIFY_STATE.begun : NOTIFY_STATE.done;
    this.#options.log.put({ ...row, notifyState, maintenance: false });
  }

  #dismiss(row: AlertRow): void {
    this.#options.log.put({ ...row, notifyState: NOTIFY_STATE.done });
  }

  /** Under maintenance: a beginning is notified once that is over, an end never. */
  #postpone(row: AlertRow): void {
    const { log } = this.#options;
    const pending = row.notifyState === NOTIFY_STATE.pending;
    if (row.endedAt !== null)
      log.put({ ...row, notifyState: NOTIFY_STATE.done, maintenance: pending });
    else if (pending && !row.maintenance) log.put({ ...row, maintenance: true });
  }
}

function isReady({ backAt }: Suppression, { readAt, backfilling, now }: FleetNow): boolean {
  if (now - backAt >= PATIENCE_S) return true;
  if (backfilling) return false;
  return [...readAt.values()].every((time) => time !== null && time >= backAt);
}

/** Whether what began under maintenance ended under it. */
function isOverWithin(rules: EffectiveRules, host: HostRef, endedAt: number | null): boolean {
  return endedAt !== null && rules.inMaintenance(host, endedAt);
}

/** Not notified once over: an outage that nobody was shown, an alert found in late samples. */
function isCurrent({ row, subject }: News): boolean {
  if (subject === 'back' || row.endedAt === null) return true;
  return subject !== 'offline' && row.notedAt - row.endedAt < FRESH_S;
}

/** The offline rule may have been switched off since. */
function isWanted(rules: EffectiveRules, row: AlertRow, host: StoredHost): boolean {
  return row.kind !== 'offline' || rules.rulesOf(host).offline.enabled;
}

function noticeOf(subject: Subject, news: readonly News[]): AlertNotice {
  const inOrder = news.toSorted((a, b) => a.row.startedAt - b.row.startedAt);
  // A host that was busy twice is named once, by the newer.
  const newest = [...new Map(inOrder.map((entry) => [entry.host.id, entry])).values()];
  const refs = newest.map(({ host: { sourceId, hostname } }) => ({ sourceId, hostname }));
  if (!isMetricId(subject)) return { kind: subject, hosts: refs.toSorted(byName) };
  const worst = METRICS[subject].alert.direction === 'above' ? 1 : -1;
  const hosts = newest.map(({ row, host }) => {
    const value = row.endedAt === null ? newestValue(host, subject) : null;
    return {
      sourceId: host.sourceId,
      hostname: host.hostname,
      value: value ?? row.peak ?? 0,
      threshold: row.threshold ?? 0,
      minutes: Math.round(((row.endedAt ?? row.lastAt + MINUTE_S) - row.startedAt) / MINUTE_S),
    };
  });
  return {
    kind: subject,
    hosts: hosts.toSorted((a, b) => worst * (b.value - a.value) || byName(a, b)),
  };
}

function isOffline({ kind }: { kind: Subject }): boolean {
  return kind === 'offline';
}

function byName(a: HostRef, b: HostRef): number {
  return a.hostname.localeCompare(b.hostname, 'en', { numeric: true });
}
