import type { ComposedNotice, NoticeAlert, NoticeState } from '../../contract/alert-notices.ts';
import type { HostRef } from '../../contract/host.ts';
import { isMetricId } from '../../contract/metrics.ts';
import { offlineDelay } from '../../contract/host-health.ts';
import { DAY_S } from '../../contract/time.ts';
import type { StoredHost } from '../store/host-row.ts';
import { NOTIFY_STATE, type AlertRow } from '../store/alert-row.ts';
import type { EvaluatorState, Suppression } from './evaluator-state.ts';
import { GROUP_MAX_WAIT_S, GROUP_WAIT_S, isOverdue, mayFollow } from './grouping.ts';
import type { MetricAlerts } from './metric-alerts.ts';
import {
  isCleared,
  isCurrent,
  isOffline,
  noticeOf,
  pastNews,
  type News,
  type Subject,
} from './news.ts';
import { aboutOf, noticeAlert } from './notice-about.ts';
import type { NoticeQueue } from './notice-queue.ts';
import { isHistory, stateOf } from './open-alerts.ts';
import { dueReminders, reminded } from './reminders.ts';
import { missedOutages, type MissedOutagesOptions } from './missed-outages.ts';
import { isQuiet } from './quiet-hours.ts';
import { foundAt, isDue, isOverWithin, isWanted, wasBrief } from './notify-when.ts';
import { isSame } from './offline-detector.ts';
import { missedOf, summarize, type Missed } from './summary.ts';

/** Longest wait of a summary for a source that cannot be read, in seconds. */
const PATIENCE_S = 600;
/** How far back a summary reaches at most, in seconds. */
const SUMMARY_REACH_S = 7 * DAY_S;

/** Where the dispatcher keeps its state and finds what to show. */
export interface DispatcherOptions extends MissedOutagesOptions {
  evaluatorState: EvaluatorState;
  queue: NoticeQueue;
  metrics: Pick<MetricAlerts, 'isComing' | 'takeWithdrawn'>;
}

/** The fleet at one evaluation. */
export interface FleetNow {
  /** Hosts that are shown. */
  hosts: readonly StoredHost[];
  /** What stands for the tables of the sources: alerts on their cost are theirs. */
  tables: readonly StoredHost[];
  /** All that the store knows, by their ids. */
  known: ReadonlyMap<number, StoredHost>;
  ownHost: HostRef | null;
  /** Unix seconds at which each source that can be read was last read completely, by its id; null: not yet. */
  readAt: ReadonlyMap<string, number | null>;
  backfilling: boolean;
  now: number;
}

/** Decides which notifications are sent, and when. Its methods are called within a transaction. */
export class NotificationDispatcher {
  readonly #options: DispatcherOptions;
  /** Alerts that were notified and can bring nothing more: their notifications still have to be closed. */
  readonly #closed: News[] = [];

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  dispatch(fleet: FleetNow): ComposedNotice[] {
    this.#closed.length = 0;
    for (const { row, host } of this.#options.metrics.takeWithdrawn()) this.#close(row, host);
    const notices = this.#dispatch(fleet);
    const { suppression } = this.#options.evaluatorState.current;
    const reminders = suppression === null ? this.#reminders(fleet) : [];
    return [...notices, ...reminders, ...this.#clearedNotices(this.#closed.splice(0))];
  }

  #dispatch(fleet: FleetNow): ComposedNotice[] {
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

  /** What can be notified now; what is none of the user's business any more is put aside. */
  #news({ hosts, tables, known, now }: FleetNow): News[] {
    const { log, rules } = this.#options;
    const shown = new Map([...hosts, ...tables].map((host) => [host.id, host]));
    const news: News[] = [];
    for (const row of log.unnotified()) {
      const host = shown.get(row.host);
      const began = row.notifyState === NOTIFY_STATE.pending;
      if (host === undefined || !isWanted(rules, row, host)) {
        this.#close(row, known.get(row.host));
        this.#dismiss(row);
      } else if (rules.inMaintenance(host, now)) this.#postpone(row, host);
      else if (began && stateOf(row, now) !== 'firing') {
        // Whoever snoozed it knows about it.
        this.#markNotified(row, now);
      } else if (began) {
        if (row.maintenance && isOverWithin(rules, host, row.endedAt)) this.#dismiss(row);
        else if (wasBrief(rules, row, host)) this.#dismiss(row);
        else if (isDue(rules, row, host, now)) news.push({ row, host, subject: row.kind });
      } else if (row.endedAt !== null)
        news.push({ row, host, subject: row.kind === 'offline' ? 'back' : `cleared ${row.kind}` });
    }
    return news;
  }

  #newsNotices(fleet: FleetNow): ComposedNotice[] {
    const { now } = fleet;
    const current = this.#news(fleet).filter((news) => {
      if (isCurrent(news)) return true;
      this.#dismiss(news.row);
      return false;
    });
    const notices: ComposedNotice[] = [];
    for (const [subject, news] of Map.groupBy(current, (entry) => entry.subject)) {
      const age = now - Math.min(...news.map((entry) => foundAt(this.#options.rules, entry)));
      const isGrouping =
        age < GROUP_WAIT_S || (age < GROUP_MAX_WAIT_S && this.#isMoreToCome(subject, news, fleet));
      // Not in the future, where the clock was put back.
      if (age >= 0 && isGrouping) continue;
      notices.push({
        notice: noticeOf(subject, news),
        about: aboutOf(news.map((entry) => this.#alertOf(entry))),
      });
      for (const { row } of news) this.#markNotified(row, now);
    }
    return notices;
  }

  /** What nobody has acknowledged for long, and what was snoozed until now: one notice for each kind. */
  #reminders({ hosts, tables, now }: FleetNow): ComposedNotice[] {
    const { log, rules } = this.#options;
    const shown = new Map([...hosts, ...tables].map((host) => [host.id, host]));
    const due = dueReminders(log, rules.settings.remindHours, now).flatMap((row): News[] => {
      const host = shown.get(row.host);
      if (host === undefined || !isWanted(rules, row, host)) return [];
      // Nobody can acknowledge it: open alerts do not list it.
      if (isHistory(row.kind, host, now)) return [];
      return rules.inMaintenance(host, now) ? [] : [{ row, host, subject: row.kind }];
    });
    return Array.from(
      Map.groupBy(due, ({ subject }) => subject),
      ([subject, news]) => {
        for (const { row } of news) log.put(reminded(row, now));
        return {
          notice: noticeOf(subject, news),
          about: aboutOf(news.map((entry) => this.#alertOf(entry, 'reminder'))),
          round: Math.max(...news.map(({ row }) => row.reminders + 1)),
        };
      },
    );
  }

  #summaryNotices({ since: began, readAt }: Suppression, fleet: FleetNow): ComposedNotice[] {
    const { hosts, ownHost, now } = fleet;
    const since = Math.max(began, now - SUMMARY_REACH_S);
    const unshown = this.#unshown(fleet);
    const missed: Missed[] = [...unshown.missed];
    const gone = new Set(missed.filter(isOffline).map(({ host }) => host.id));
    const outages = missedOutages(this.#options, { hosts, ownHost, since, readAt, now });
    for (const { host } of outages) missed.push({ host, kind: 'offline', lasts: false });
    const alerts = [...unshown.alerts, ...outages.map((outage) => this.#alertOf(pastNews(outage)))];
    const cleared: News[] = [];
    for (const entry of this.#news(fleet)) {
      const { row, host, subject } = entry;
      if (isCleared(subject)) cleared.push(entry);
      else {
        // If nobody was shown the outage of a host, the summary reports its return.
        const isKnown = subject === 'back' && gone.has(host.id);
        if (!isKnown && (isCurrent(entry) || (row.endedAt ?? now) > since))
          missed.push({ host, kind: subject, lasts: row.endedAt === null });
        alerts.push(this.#alertOf(entry));
      }
      this.#markNotified(row, now);
    }
    const summary = summarize(missed, since, now);
    const about = aboutOf(alerts);
    return [
      ...(summary === null ? [] : [{ notice: summary, about, round: Math.floor(since) }]),
      ...this.#clearedNotices(cleared),
    ];
  }

  /** One notice for each kind. */
  #clearedNotices(cleared: readonly News[]): ComposedNotice[] {
    return Array.from(
      Map.groupBy(cleared, ({ subject }) => subject),
      ([subject, news]) => ({
        notice: noticeOf(subject, news),
        about: aboutOf(news.map((entry) => this.#alertOf(entry))),
      }),
    );
  }

  /** Closes the notification of an alert that can bring nothing more. */
  #close(row: AlertRow, host: StoredHost | undefined): void {
    if (host !== undefined && row.notifyState === NOTIFY_STATE.begun)
      this.#closed.push({ row, host, subject: `cleared ${row.kind}` });
  }

  #alertOf({ row, host }: News, open: NoticeState = 'firing'): NoticeAlert {
    const state = row.endedAt === null ? open : 'resolved';
    return noticeAlert({ row, host, state, labels: this.#options.rules.labelsOf(host) });
  }

  /** What was queued before the suppression and never shown, because the app ended. */
  #unshown({ hosts, tables, now }: FleetNow): { missed: Missed[]; alerts: NoticeAlert[] } {
    const { log, queue } = this.#options;
    const notices = queue.takeForSummary().filter(({ at }) => at >= now - SUMMARY_REACH_S);
    if (notices.length === 0) return { missed: [], alerts: [] };
    const silent = log.open().filter(isOffline);
    return {
      missed: missedOf(notices, [...hosts, ...tables], new Set(silent.map(({ host }) => host))),
      alerts: notices.flatMap(({ about }) => about.alerts),
    };
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
          isOverdue(host, readAt, offlineDelay(rules.rulesOf(host).offline)) &&
          rules.rulesOf(host).offline.enabled &&
          !isSame(host, ownHost),
      );
    if (isCleared(subject)) return false;
    const byId = new Map(hosts.map((host) => [host.id, host]));
    const silent = open.filter(isOffline).flatMap((row) => {
      const host = byId.get(row.host);
      return host === undefined || row.notifyState !== NOTIFY_STATE.begun ? [] : [{ row, host }];
    });
    return mayFollow(news, silent, readAt);
  }

  /** The end of what lasts is notified too. */
  #markNotified(row: AlertRow, now: number): void {
    const lasts = row.endedAt === null;
    const first = row.notifyState === NOTIFY_STATE.pending;
    this.#options.log.put({
      ...row,
      notifyState: lasts ? NOTIFY_STATE.begun : NOTIFY_STATE.done,
      maintenance: false,
      ...(first ? { notifiedAt: now, notifiedStart: row.startedAt } : {}),
    });
  }

  #dismiss(row: AlertRow): void {
    this.#options.log.put({ ...row, notifyState: NOTIFY_STATE.done });
  }

  /** Under maintenance: a beginning is notified once that is over, an end never. */
  #postpone(row: AlertRow, host: StoredHost): void {
    const { log } = this.#options;
    const pending = row.notifyState === NOTIFY_STATE.pending;
    if (row.endedAt !== null) {
      this.#close(row, host);
      log.put({ ...row, notifyState: NOTIFY_STATE.done, maintenance: pending });
    } else if (pending && !row.maintenance) log.put({ ...row, maintenance: true });
  }
}

function isReady({ backAt }: Suppression, { readAt, backfilling, now }: FleetNow): boolean {
  if (now - backAt >= PATIENCE_S) return true;
  if (backfilling) return false;
  return [...readAt.values()].every((time) => time !== null && time >= backAt);
}
