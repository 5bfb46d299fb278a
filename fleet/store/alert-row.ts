import { isAlertKind, type AlertKind } from '../../contract/alerts.ts';
import { isMetricId, type MetricId } from '../../contract/metrics.ts';
import { numberOrNull, textOrNull } from './nullable.ts';

/**
 * How far notifying has come: not yet; the beginning was shown, so the end is too; nothing is left to show.
 */
export const NOTIFY_STATE = { pending: 0, begun: 1, done: 2 } as const;
/** How far the notification of an alert has come; stored as a number. */
export type NotifyState = (typeof NOTIFY_STATE)[keyof typeof NOTIFY_STATE];

/** What was notified of an alert, and what the user said to it. Times are Unix seconds. */
export interface AlertLife {
  /** When it was notified last, as an alert or a reminder. */
  notifiedAt: number | null;
  /** The beginning that it was notified with: late samples may move it, and it stays the same alert. */
  notifiedStart: number | null;
  reminders: number;
  /** When the user acknowledged it, and what they wrote to it. */
  ackedAt: number | null;
  ackNote: string | null;
  /** Until when nothing is said of it. */
  snoozedUntil: number | null;
}

/** The life of an alert that was not notified. */
export const NOT_NOTIFIED: Readonly<AlertLife> = {
  notifiedAt: null,
  notifiedStart: null,
  reminders: 0,
  ackedAt: null,
  ackNote: null,
  snoozedUntil: null,
};

/** What an alert has that has just begun and is still to be notified. */
export const BEGUN = {
  endedAt: null,
  resolvedBy: null,
  notifyState: NOTIFY_STATE.pending,
  ...NOT_NOTIFIED,
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

type Value = null | number | bigint | string | Uint8Array;

const COLUMNS = [
  'id',
  'host',
  'kind',
  'metric',
  'started_at',
  'ended_at',
  'cleared_at',
  'last_at',
  'peak',
  'threshold',
  'maintenance',
  'told',
  'noted_at',
  'told_at',
  'told_start',
  'reminders',
  'acked_at',
  'ack_note',
  'snoozed_until',
  'subject',
  'functions',
] as const;
/** How many of them distinguish one alert from another and never change. */
const FIXED = 4;

/** The columns of an alert in the order in which `toAlert` reads them. */
export const ALERT_COLUMNS = COLUMNS.join(', ');
/** Those that change, each set to a parameter, in the order of `changeable`. */
export const SET_CHANGEABLE = COLUMNS.slice(FIXED)
  .map((column) => `${column} = ?`)
  .join(', ');
/** A parameter for each column but the id. */
export const PARAMETERS = COLUMNS.slice(1)
  .map(() => '?')
  .join(', ');
/** All columns but the id. */
export const NEW_COLUMNS = COLUMNS.slice(1).join(', ');

/** The values of the columns that change. */
export function changeable(alert: NewAlert): (number | string | null)[] {
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
    alert.notifiedAt,
    alert.notifiedStart,
    alert.reminders,
    alert.ackedAt,
    alert.ackNote,
    alert.snoozedUntil,
    alert.subject ?? null,
    alert.functions === undefined ? null : JSON.stringify(alert.functions),
  ];
}

/** An alert as it is stored; nothing for a kind that this version does not know. */
export function toAlert(stored: unknown): AlertRow[] {
  const row = stored as readonly Value[];
  const kind = row[2];
  if (typeof kind !== 'string' || !isAlertKind(kind)) return [];
  const [metric, subject, functions] = [row[3], row[19], row[20]];
  const alert: AlertRow = {
    id: Number(row[0]),
    host: Number(row[1]),
    kind,
    metric: typeof metric === 'string' && isMetricId(metric) ? metric : null,
    startedAt: Number(row[4]),
    endedAt: numberOrNull(row[5]),
    resolvedBy: numberOrNull(row[6]),
    lastAt: Number(row[7]),
    peak: numberOrNull(row[8]),
    threshold: numberOrNull(row[9]),
    maintenance: row[10] === 1,
    notifyState: Number(row[11]) as NotifyState,
    notedAt: Number(row[12]),
    notifiedAt: numberOrNull(row[13]),
    notifiedStart: numberOrNull(row[14]),
    reminders: Number(row[15]),
    ackedAt: numberOrNull(row[16]),
    ackNote: textOrNull(row[17]),
    snoozedUntil: numberOrNull(row[18]),
  };
  if (typeof subject === 'string') alert.subject = subject;
  if (typeof functions === 'string') alert.functions = numbersIn(functions);
  return [alert];
}

/** As this store has written them. */
function numbersIn(text: string): number[] {
  return JSON.parse(text) as number[];
}
