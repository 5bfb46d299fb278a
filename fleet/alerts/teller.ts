import {
  ALERT_METRICS,
  type AlertKind,
  type AlertMetric,
  type AlertNotice,
} from '../../contract/alerts.ts';
import type { FleetEvent } from '../../contract/answers.ts';
import type { HostRef } from '../../contract/fleet.ts';
import { OFFLINE_AFTER } from '../../contract/status.ts';
import { DAY, MINUTE } from '../../contract/time.ts';
import type { StoredHost } from '../store/hosts.ts';
import { TOLD, type AlertLog, type AlertRow } from './alert-log.ts';
import type { AlertMemory, Hold } from './alert-memory.ts';
import { newestValue } from './metric-alerts.ts';
import { isQuiet } from './quiet-hours.ts';
import type { RuleBook } from './rule-book.ts';
import { summarize, type Missed } from './summary.ts';

/** Seconds that news wait for more of their kind: a site that fails takes its hosts with it within a minute. */
const SETTLE = 60;
/** Seconds after its end at which a short alert is still news. */
const FRESH = 600;
/** Seconds after which a summary does not wait any longer for a source that cannot be read. */
const PATIENCE = 600;
/** Seconds that a summary reaches back at most. */
const SUMMARY_REACH = 7 * DAY;

export interface TellerOptions {
  log: AlertLog;
  rules: RuleBook;
  memory: AlertMemory;
  /** Silences of hosts that touch a range, as the samples give them. */
  silences: (hosts: readonly StoredHost[], from: number, to: number) => FleetEvent[];
}

export interface TellerLook {
  /** Hosts that are shown. */
  hosts: readonly StoredHost[];
  ownHost: HostRef | null;
  /** Unix seconds at which each source that can be read was last read completely; null: not yet. */
  readAt: readonly (number | null)[];
  backfilling: boolean;
  now: number;
}

type Subject = AlertKind | 'back';
interface News {
  row: AlertRow;
  host: StoredHost;
  subject: Subject;
}

/** Decides what the user is told, and when. Its methods are called within a transaction. */
export class Teller {
  readonly #options: TellerOptions;

  constructor(options: TellerOptions) {
    this.#options = options;
  }

  look(look: TellerLook): AlertNotice[] {
    const { memory, rules } = this.#options;
    const { now } = look;
    const quiet = isQuiet(rules.settings.quietHours, now);
    if (quiet) memory.beginHold(now);
    const { hold } = memory.state;
    if (hold === null) return this.#tellNews(look);
    if (quiet || !isReady(hold, look)) return [];
    memory.endHold();
    return this.#tellSummary(hold, look);
  }

  /** What the user can be told of now; what is none of their business any more is put aside. */
  #news({ hosts, now }: TellerLook): News[] {
    const { log, rules } = this.#options;
    const shown = new Map(hosts.map((host) => [host.id, host]));
    const news: News[] = [];
    for (const row of log.untold()) {
      const host = shown.get(row.host);
      const began = row.told === TOLD.pending;
      if (host === undefined) this.#settle(row);
      else if (rules.inMaintenance(host, now)) this.#postpone(row);
      else if (began) {
        if (row.maintenance && isOverWithin(rules, host, row.endedAt)) this.#settle(row);
        else news.push({ row, host, subject: row.kind });
      } else if (row.endedAt !== null) news.push({ row, host, subject: 'back' });
    }
    return news;
  }

  #tellNews(look: TellerLook): AlertNotice[] {
    const { now } = look;
    const current = this.#news(look).filter((news) => {
      if (isCurrent(news, now)) return true;
      this.#settle(news.row);
      return false;
    });
    const notices: AlertNotice[] = [];
    for (const [subject, news] of Map.groupBy(current, (entry) => entry.subject)) {
      const oldest = Math.min(...news.map(({ row }) => row.notedAt));
      if (now - oldest < SETTLE) continue;
      for (const { row } of news) this.#tell(row);
      notices.push(noticeOf(subject, news));
    }
    return notices;
  }

  #tellSummary(hold: Hold, look: TellerLook): AlertNotice[] {
    const since = Math.max(hold.since, look.now - SUMMARY_REACH);
    const news = this.#news(look);
    const missed: Missed[] = [];
    for (const { row, host, subject } of news) {
      if (row.endedAt === null || row.endedAt > since || subject === 'back')
        missed.push({ host, kind: subject, lasts: row.endedAt === null });
      if (hold.first) this.#settle(row);
      else this.#tell(row);
    }
    if (hold.first) return [];
    const summary = summarize([...missed, ...this.#pastSilences(look, since)], since, look.now);
    return summary === null ? [] : [summary];
  }

  /** Silences that began and ended unseen. */
  #pastSilences({ hosts, ownHost, now }: TellerLook, since: number): Missed[] {
    const { rules, silences } = this.#options;
    // A host counts as offline from 6 minutes after its last sample on.
    const from = since - OFFLINE_AFTER;
    const watched = new Map(
      hosts
        .filter((host) => rules.rulesOf(host).offline.enabled)
        .map((host) => [keyOf(host), host]),
    );
    if (ownHost !== null) watched.delete(keyOf(ownHost));
    return silences([...watched.values()], from, now).flatMap((event): Missed[] => {
      const host = watched.get(keyOf(event));
      if (host === undefined || event.endedAt === null || event.at <= from) return [];
      const announced = rules.inMaintenance(host, event.at + OFFLINE_AFTER);
      if (announced && isOverWithin(rules, host, event.endedAt)) return [];
      return [{ host, kind: 'offline', lasts: false }];
    });
  }

  /** The end of a silence is news too. */
  #tell(row: AlertRow): void {
    const waits = row.kind === 'offline' && row.endedAt === null;
    const told = waits ? TOLD.begun : TOLD.done;
    this.#options.log.put({ ...row, told, maintenance: false });
  }

  #settle(row: AlertRow): void {
    this.#options.log.put({ ...row, told: TOLD.done });
  }

  /** Under maintenance: a beginning is told once that is over, an end never. */
  #postpone(row: AlertRow): void {
    const { log } = this.#options;
    const untold = row.told === TOLD.pending;
    if (row.endedAt !== null) log.put({ ...row, told: TOLD.done, maintenance: untold });
    else if (untold && !row.maintenance) log.put({ ...row, maintenance: true });
  }
}

function isReady({ backAt }: Hold, { readAt, backfilling, now }: TellerLook): boolean {
  if (now - backAt >= PATIENCE) return true;
  return !backfilling && readAt.every((time) => time !== null && time >= backAt);
}

/** Whether what began under maintenance ended under it. */
function isOverWithin(rules: RuleBook, host: HostRef, endedAt: number | null): boolean {
  return endedAt !== null && rules.inMaintenance(host, endedAt);
}

/** What is over is no news: a silence that nobody was told of, an alert that late samples tell of. */
function isCurrent({ row, subject }: News, now: number): boolean {
  if (subject === 'back' || row.endedAt === null) return true;
  return subject !== 'offline' && now - row.endedAt < FRESH;
}

function noticeOf(subject: Subject, news: readonly News[]): AlertNotice {
  const refs = news.map(({ host: { sourceId, hostname } }) => ({ sourceId, hostname }));
  if (!isMetric(subject)) return { kind: subject, hosts: refs.toSorted(byName) };
  const hosts = news.map(({ row, host }) => {
    const value = row.endedAt === null ? newestValue(host, subject) : null;
    return {
      sourceId: host.sourceId,
      hostname: host.hostname,
      value: value ?? row.peak ?? 0,
      threshold: row.threshold ?? 0,
      minutes: Math.round(((row.endedAt ?? row.lastAt + MINUTE) - row.startedAt) / MINUTE),
    };
  });
  return { kind: subject, hosts: hosts.toSorted((a, b) => b.value - a.value || byName(a, b)) };
}

function isMetric(subject: Subject): subject is AlertMetric {
  return ALERT_METRICS.some((metric) => metric === subject);
}

function byName(a: HostRef, b: HostRef): number {
  return a.hostname.localeCompare(b.hostname, 'en', { numeric: true });
}

function keyOf({ sourceId, hostname }: HostRef): string {
  return `${sourceId}/${hostname}`;
}
