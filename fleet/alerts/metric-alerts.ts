import type { MetricId } from '../../contract/metrics.ts';
import { OFFLINE_AFTER_S } from '../../contract/host-health.ts';
import { isBeyond, limitsOf, worse, type Limits } from '../../contract/threshold-rules.ts';
import { DAY_S, MINUTE_S, minuteOf } from '../../contract/time.ts';
import type { SeriesReader } from '../store/series-reader.ts';
import type { Change } from '../store/dirty-ranges.ts';
import type { StoredHost } from '../store/host-row.ts';
import { type AlertLog } from '../store/alert-log.ts';
import { NOTIFY_STATE, type AlertRow } from '../store/alert-row.ts';
import { derive, type DerivedAlert, type OngoingAlert } from './derive.ts';
import { isPending } from './grouping.ts';
import { reconcile, type Matched } from './reconcile.ts';
import { RunUps, type Judging } from './run-ups.ts';
import type { SubjectOf } from './subjects.ts';
import type { ActiveRule, EffectiveRules, RuleChange } from './effective-rules.ts';

const NO_ROWS: readonly AlertRow[] = [];
/** Late samples older than this, in seconds, change no alert. */
const LOOK_BACK_S = 7 * DAY_S;

/** Where the alerts on metrics read rules and samples, and keep what they find. */
export interface MetricAlertsOptions {
  log: AlertLog;
  rules: EffectiveRules;
  series: SeriesReader;
  /** What an alert is about besides its metric. */
  subjectOf: SubjectOf;
}

/** Start of a derivation, the alerts open there, and the stored alerts it replaces. */
interface Plan {
  start: number;
  ongoing: OngoingAlert | null;
  rows: readonly AlertRow[];
}

/** An alert that was notified and has been removed from the store since. */
export interface Withdrawn {
  row: AlertRow;
  host: StoredHost;
}

/** Keeps the stored alerts in line with samples and rules. Call all methods within a transaction. */
export class MetricAlerts {
  readonly #log: AlertLog;
  readonly #rules: EffectiveRules;
  readonly #series: SeriesReader;
  readonly #subjectOf: SubjectOf;
  readonly #runUps = new RunUps();
  readonly #withdrawn: Withdrawn[] = [];

  constructor({ log, rules, series, subjectOf }: MetricAlertsOptions) {
    this.#subjectOf = subjectOf;
    this.#log = log;
    this.#rules = rules;
    this.#series = series;
  }

  /** Derives again what `changes` may have changed. Returns whether any alert has. */
  update(
    changes: ReadonlyMap<number, Change>,
    hosts: ReadonlyMap<number, StoredHost>,
    now: number,
  ): boolean {
    if (changes.size === 0) return false;
    const ruled = Array.from(changes).flatMap(([id, change]) => {
      const host = hosts.get(id);
      return host === undefined ? [] : [{ host, change, active: this.#rules.activeRules(host) }];
    });
    const rows = Map.groupBy(this.#log.since(reachOf(ruled, now)), ({ host }) => host);
    let changed = false;
    for (const { host, change, active } of ruled) {
      const ofHost = rows.get(host.id) ?? NO_ROWS;
      for (const rule of active)
        if (this.#updateKind(host, { rule, rules: active }, change, ofHost, now)) changed = true;
      this.#runUps.judged(host.id, active, change.to);
    }
    return changed;
  }

  /** Ends what a new rule does not hold any more: switched off, or not exceeded. Returns whether there was any. */
  applyRules(
    changes: readonly RuleChange[],
    hosts: ReadonlyMap<number, StoredHost>,
    now: number,
  ): boolean {
    if (changes.length === 0) return false;
    const open = this.#log.open();
    let changed = false;
    for (const { host: id, kind } of changes) {
      const host = hosts.get(id);
      const row = open.find((candidate) => candidate.host === id && candidate.kind === kind);
      if (host === undefined || row === undefined) continue;
      const kept = this.#rules.keptRule(host, kind);
      const limits = kept === null ? null : limitsOf(kept.rule);
      changed = true;
      if (limits !== null && stillExceeds(row, limits, newestValue(host, kind)))
        this.#log.put({ ...row, threshold: limits.threshold });
      else
        this.#log.put({
          ...row,
          endedAt: now,
          resolvedBy: now,
          notifyState: row.notifyState === NOTIFY_STATE.begun ? row.notifyState : NOTIFY_STATE.done,
          notedAt: now,
        });
    }
    return changed;
  }

  /** Alerts that were notified and are none, by samples that came late; each once. */
  takeWithdrawn(): Withdrawn[] {
    return this.#withdrawn.splice(0);
  }

  /** Whether a host that has no alert is likely to have one before news of it have waited for long. */
  isComing(host: StoredHost, kind: MetricId, now: number): boolean {
    const { sampleAt } = host;
    if (sampleAt === null || now - sampleAt >= OFFLINE_AFTER_S) return false;
    const kept = this.#rules.keptRule(host, kind);
    const value = newestValue(host, kind);
    if (kept === null || value === null) return false;
    const limits = limitsOf(kept.rule);
    if (!isBeyond(limits.direction, value, limits.threshold)) return false;
    const end = minuteOf(sampleAt) + MINUTE_S;
    const start = Math.max(end - limits.forMinutes * MINUTE_S, minuteOf(kept.since + MINUTE_S - 1));
    const count = (end - start) / MINUTE_S;
    if (count <= 0) return false;
    const values = this.#series.minutes(host.id, kind, { start, step: MINUTE_S, count });
    return isPending({ metric: kind, start, values }, limits);
  }

  #updateKind(
    host: StoredHost,
    judging: Judging,
    change: Change,
    ofHost: readonly AlertRow[],
    now: number,
  ): boolean {
    const { kind, limits, since } = judging.rule;
    const worst = change.worst[kind];
    if (worst === undefined) return false;
    // Samples on the good side of the threshold can end an alert, never begin one.
    const exceeds = isBeyond(limits.direction, worst, limits.threshold);
    if (!exceeds) this.#runUps.end(host.id, kind, change);
    if (!exceeds && ofHost.length === 0) return false;
    const floor = minuteOf(Math.max(since, now - LOOK_BACK_S) + MINUTE_S - 1);
    if (change.to < floor) return false;
    const from = Math.max(change.from, floor);
    const rows = ofHost.filter((row) => row.kind === kind);
    if (!exceeds && !rows.some((row) => (row.resolvedBy ?? Infinity) >= from)) return false;
    const open = rows.find(({ resolvedBy }) => resolvedBy === null);
    const known = change.from < floor ? null : this.#known(host, judging, change, open);
    if (known !== null)
      return this.#store(host, kind, limits, known, open === undefined ? [] : [open], now);
    const plan = planFrom(from, floor, limits, rows);
    const end = Math.max(minuteOf(now), change.to, minuteOf(host.sampleAt ?? 0)) + MINUTE_S;
    const count = (end - plan.start) / MINUTE_S;
    const values = this.#series.minutes(host.id, kind, {
      start: plan.start,
      step: MINUTE_S,
      count,
    });
    const minutes = { metric: kind, start: plan.start, values };
    const { alerts, runUp } = derive(minutes, limits, plan.ongoing);
    this.#runUps.set(host.id, kind, limits, runUp);
    return this.#store(host, kind, limits, alerts, plan.rows, now);
  }

  /** What a change gives that follows from what is known already; null: the samples must be read. */
  #known(
    host: StoredHost,
    judging: Judging,
    change: Change,
    open: AlertRow | undefined,
  ): DerivedAlert[] | null {
    if (open === undefined) return this.#runUps.follow(host.id, judging, change);
    const { kind, limits } = judging.rule;
    const { from, to, worst, mildest } = change;
    const { direction, clearsAt } = limits;
    const [most, least] = [worst[kind], mildest[kind]];
    if (most === undefined || least === undefined) return null;
    if (open.lastAt >= from || !isBeyond(direction, least, clearsAt)) return null;
    const peak = worse(direction, open.peak ?? 0, most);
    return [{ startedAt: open.startedAt, peak, lastAt: to, endedAt: null, resolvedBy: null }];
  }

  #store(
    host: StoredHost,
    kind: MetricId,
    limits: Limits,
    derived: readonly DerivedAlert[],
    rows: readonly AlertRow[],
    now: number,
  ): boolean {
    const { kept, added, gone, withdrawn } = reconcile(derived, rows);
    let changed = added.length + gone.length > 0;
    for (const entry of kept) {
      const row = renewed(entry, now);
      if (row !== null) {
        this.#log.put(row);
        changed = true;
      } else if (entry.row.lastAt !== entry.derived.lastAt)
        this.#log.goesOn(entry.row, entry.derived.lastAt);
    }
    for (const { id } of gone) this.#log.remove(id);
    for (const row of withdrawn) this.#withdrawn.push({ row: { ...row, endedAt: now }, host });
    for (const { derived: alert, notifyState, life } of added) {
      const maintenance = this.#beganInMaintenance(host, alert.startedAt, limits);
      const { threshold } = limits;
      const subject = this.#subjectOf(host, kind, alert.lastAt);
      const row = {
        ...alert,
        ...(subject === undefined ? {} : { subject }),
        host: host.id,
        kind,
        threshold,
        maintenance,
        notifyState,
        notedAt: now,
        ...life,
      };
      this.#log.add(row);
    }
    return changed;
  }

  #beganInMaintenance(host: StoredHost, startedAt: number, { forMinutes }: Limits): boolean {
    const raisedAt = startedAt + forMinutes * MINUTE_S;
    return this.#rules.inMaintenance(host, startedAt) || this.#rules.inMaintenance(host, raisedAt);
  }
}

/** How far back stored alerts matter to the changes: the longest rule's run-up and a gap before the first. */
function reachOf(
  ruled: readonly { change: Change; active: readonly ActiveRule[] }[],
  now: number,
): number {
  let reach = Infinity;
  for (const { change, active } of ruled)
    for (const { limits } of active)
      reach = Math.min(reach, pendingFrom(Math.max(change.from, now - LOOK_BACK_S), limits));
  return reach;
}

/** Alerts and run-ups that ended before this do not affect samples from `from` on. Unix seconds. */
function pendingFrom(from: number, { forMinutes }: Limits): number {
  return from - forMinutes * MINUTE_S - OFFLINE_AFTER_S;
}

/** In the metric's unit; null if the host's newest sample lacks it. */
export function newestValue(host: StoredHost, kind: MetricId): number | null {
  return host.newest[kind] ?? null;
}

/** The stored alert as it is now; null if only its duration has changed. */
function renewed(
  { row, derived, notifyState, life }: { row: AlertRow } & Matched,
  now: number,
): AlertRow | null {
  const notedAt = (row.endedAt === null) === (derived.endedAt === null) ? row.notedAt : now;
  const next = { ...row, ...derived, ...life, notifyState, notedAt };
  const same =
    row.startedAt === next.startedAt &&
    row.endedAt === next.endedAt &&
    row.resolvedBy === next.resolvedBy &&
    row.peak === next.peak &&
    row.notifyState === next.notifyState &&
    // The next notification says how long it has lasted.
    (row.lastAt === next.lastAt || notifyState === NOTIFY_STATE.begun);
  return same ? null : next;
}

/**
 * Begins so early that what came before cannot matter: with an alert that reaches into the range, or, where there is
 * none, so long before the first changed minute that a run-up from before would have become an alert.
 */
function planFrom(from: number, floor: number, limits: Limits, rows: readonly AlertRow[]): Plan {
  const open = rows.find(({ resolvedBy }) => resolvedBy === null);
  if (open !== undefined && open.lastAt < from) {
    const start = Math.min(from, Math.max(floor, open.lastAt + MINUTE_S));
    return { start, ongoing: asOngoing(open, open.lastAt), rows: [open] };
  }
  const pending = pendingFrom(from, limits);
  const touched = rows.filter((row) => isAfter(row, Math.max(floor, pending)));
  const earliest = Math.min(pending, ...touched.map(({ startedAt }) => startedAt));
  const start = Math.max(floor, earliest);
  const cut = touched.find(({ startedAt }) => startedAt < start);
  return { start, ongoing: cut === undefined ? null : asOngoing(cut, null), rows: touched };
}

function asOngoing({ startedAt, peak }: AlertRow, lastAt: number | null): OngoingAlert {
  return { startedAt, lastAt, peak: peak ?? 0 };
}

/** Whether an alert is open at `time` or later. */
function isAfter({ resolvedBy }: AlertRow, time: number): boolean {
  return resolvedBy === null || resolvedBy > time;
}

/** Whether a rule would have raised an alert too. A newest sample without the metric does not rule it out. */
function stillExceeds(row: AlertRow, limits: Limits, value: number | null): boolean {
  const { direction, threshold, clearsAt, forMinutes } = limits;
  const minutes = (row.lastAt - row.startedAt) / MINUTE_S + 1;
  return (
    row.peak !== null &&
    isBeyond(direction, row.peak, threshold) &&
    minutes >= forMinutes &&
    isBeyond(direction, value ?? clearsAt, clearsAt)
  );
}
