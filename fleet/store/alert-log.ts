import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { ALERT_KINDS, type AlertKind } from '../../contract/alerts.ts';
import { isMetricId, type MetricId } from '../../contract/metrics.ts';

/**
 * How far notifying has come: not yet; the beginning was shown, so the end is too; nothing is left to show.
 */
export const NOTIFY_STATE = { pending: 0, begun: 1, done: 2 } as const;
/** How far the notification of an alert has come; stored as a number. */
export type NotifyState = (typeof NOTIFY_STATE)[keyof typeof NOTIFY_STATE];

/** What was told of an alert, and what the user said to it. Times are Unix seconds. */
export interface AlertLife {
  /** When it was told last, as an alert or a reminder. */
  toldAt: number | null;
  /** The beginning that it was told with: late samples may move it, and what was told stays the same alert. */
  toldStart: number | null;
  reminders: number;
  /** When the user acknowledged it, and what they wrote to it. */
  ackedAt: number | null;
  ackNote: string | null;
  /** Until when nothing is said of it. */
  snoozedUntil: number | null;
}

/** The life of an alert that nobody was told of. */
export const UNTOLD: Readonly<AlertLife> = {
  toldAt: null,
  toldStart: null,
  reminders: 0,
  ackedAt: null,
  ackNote: null,
  snoozedUntil: null,
};

/** What an alert has that has just begun and is still to be told. */
export const BEGUN = {
  endedAt: null,
  resolvedBy: null,
  notifyState: NOTIFY_STATE.pending,
  ...UNTOLD,
} as const;

/** Something that happened to a host, as it lies in the store. Times are Unix seconds. */
export interface AlertRow extends AlertLife {
  id: number;
  /** Id of the host in the store. */
  host: number;
  kind: AlertKind;
  /** What is unusual; null of every other kind. */
  metric: MetricId | null;
  /** First minute of an alert; last sign of life before a silence. */
  startedAt: number;
  endedAt: number | null;
  /** The minute whose sample ended it, which a silence may lie before. */
  resolvedBy: number | null;
  /** The newest minute that belongs to it. */
  lastAt: number;
  /** The functions that an alert on functions is about, the slowest first, as they are shown. */
  subject?: string;
  /** Numbers in the store of the functions that an alert on functions is about; absent where a release before found it. */
  functions?: readonly number[];
  /** The worst value, in the metric's unit; null of a silence. */
  peak: number | null;
  threshold: number | null;
  /** Began under announced maintenance: no notification was sent. */
  maintenance: boolean;
  notifyState: NotifyState;
  /** When its beginning, or its end, was noticed. */
  notedAt: number;
}

/** An alert before it has its id. */
export type NewAlert = Omit<AlertRow, 'id' | 'metric'> & Partial<Pick<AlertRow, 'metric'>>;

type Row = Record<string, unknown>;

/** The alerts and silences of the fleet. Writing methods are called within a transaction. */
export class AlertLog {
  readonly #insert: StatementSync;
  readonly #update: StatementSync;
  readonly #remove: StatementSync;
  readonly #since: StatementSync;
  readonly #open: StatementSync;
  readonly #openOf: StatementSync;
  readonly #unnotified: StatementSync;
  readonly #within: StatementSync;

  constructor(db: DatabaseSync) {
    this.#insert = db.prepare(`
      INSERT INTO alert (host, kind, metric, started_at, ended_at, cleared_at, last_at, peak, threshold, maintenance, told, noted_at,
        told_at, told_start, reminders, acked_at, ack_note, snoozed_until, subject, functions)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.#update = db.prepare(`
      UPDATE alert SET started_at = ?, ended_at = ?, cleared_at = ?, last_at = ?, peak = ?, threshold = ?,
        maintenance = ?, told = ?, noted_at = ?, told_at = ?, told_start = ?, reminders = ?, acked_at = ?, ack_note = ?,
        snoozed_until = ?, subject = ?, functions = ?
      WHERE id = ?`);
    this.#remove = db.prepare('DELETE FROM alert WHERE id = ?');
    this.#since = db.prepare(
      'SELECT * FROM alert WHERE cleared_at IS NULL OR cleared_at > ? ORDER BY started_at',
    );
    this.#open = db.prepare('SELECT * FROM alert WHERE cleared_at IS NULL ORDER BY started_at');
    this.#openOf = db.prepare(
      'SELECT * FROM alert WHERE cleared_at IS NULL AND kind = ? ORDER BY started_at',
    );
    this.#unnotified = db.prepare('SELECT * FROM alert WHERE told < 2 ORDER BY id');
    this.#within = db.prepare(
      'SELECT * FROM alert WHERE started_at < ? AND (ended_at IS NULL OR ended_at > ?)',
    );
  }

  add(alert: NewAlert): void {
    this.#insert.run(alert.host, alert.kind, alert.metric ?? null, ...changeable(alert));
  }

  put(alert: AlertRow): void {
    this.#update.run(...changeable(alert), alert.id);
  }

  remove(id: number): void {
    this.#remove.run(id);
  }

  /** Open alerts, and those ended by a sample after `from`; oldest first. */
  since(from: number): AlertRow[] {
    return this.#since.all(from).flatMap(toAlert);
  }

  /** Open alerts, oldest first. */
  open(): AlertRow[] {
    return this.#open.all().flatMap(toAlert);
  }

  /** Open alerts of one kind, oldest first. */
  openOf(kind: AlertKind): AlertRow[] {
    return this.#openOf.all(kind).flatMap(toAlert);
  }

  /** What there is still to tell of, now or once it ends. */
  unnotified(): AlertRow[] {
    return this.#unnotified.all().flatMap(toAlert);
  }

  /** What touches `[from, to)`. */
  within(from: number, to: number): AlertRow[] {
    return this.#within.all(to, from).flatMap(toAlert);
  }
}

function changeable(alert: NewAlert): (number | string | null)[] {
  return [
    alert.startedAt,
    alert.endedAt,
    alert.resolvedBy,
    alert.lastAt,
    alert.peak,
    alert.threshold,
    alert.maintenance ? 1 : 0,
    alert.notifyState,
    alert.notedAt,
    alert.toldAt,
    alert.toldStart,
    alert.reminders,
    alert.ackedAt,
    alert.ackNote,
    alert.snoozedUntil,
    alert.subject ?? null,
    alert.functions === undefined ? null : JSON.stringify(alert.functions),
  ];
}

/** Nothing for a kind that this version does not know. */
function toAlert(row: Row): AlertRow[] {
  const kind = ALERT_KINDS.find((known) => known === row['kind']);
  if (kind === undefined) return [];
  const metric = String(row['metric']);
  const alert: AlertRow = {
    id: Number(row['id']),
    host: Number(row['host']),
    kind,
    metric: isMetricId(metric) ? metric : null,
    startedAt: Number(row['started_at']),
    endedAt: numberOrNull(row['ended_at']),
    resolvedBy: numberOrNull(row['cleared_at']),
    lastAt: Number(row['last_at']),
    peak: numberOrNull(row['peak']),
    threshold: numberOrNull(row['threshold']),
    maintenance: row['maintenance'] === 1,
    notifyState: Number(row['told']) as NotifyState,
    notedAt: Number(row['noted_at']),
    toldAt: numberOrNull(row['told_at']),
    toldStart: numberOrNull(row['told_start']),
    reminders: Number(row['reminders']),
    ackedAt: numberOrNull(row['acked_at']),
    ackNote: typeof row['ack_note'] === 'string' ? row['ack_note'] : null,
    snoozedUntil: numberOrNull(row['snoozed_until']),
    ...(typeof row['subject'] === 'string' ? { subject: row['subject'] } : {}),
    ...(typeof row['functions'] === 'string' ? { functions: numbersIn(row['functions']) } : {}),
  };
  return [alert];
}

/** As this store has written them. */
function numbersIn(text: string): number[] {
  return JSON.parse(text) as number[];
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
