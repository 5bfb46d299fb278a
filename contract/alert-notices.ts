import { z } from 'zod';
import { ALERT_KINDS, type AlertKind } from './alerts.ts';
import { METRICS, METRIC_IDS, isMetricId, type MetricId } from './metrics.ts';
import { byMetric } from './threshold-rules.ts';

const noticeHost = { sourceId: z.string(), hostname: z.string() };
const count = z.number();

/** The content of a notification. Hosts to which the same happened at about the same time share one. */
export const alertNoticeSchema = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.enum(['offline', 'back', 'rebooted']),
      hosts: z.array(z.strictObject(noticeHost)),
    }),
    /** Disks expected to be full, in days from now; `latest` null: unknown. */
    z.strictObject({
      kind: z.literal('filling'),
      hosts: z.array(
        z.strictObject({ ...noticeHost, earliest: z.number(), latest: z.number().nullable() }),
      ),
    }),
    /** Functions that have become slower: their names, slowest first, and the slowdown of the first in percent. */
    z.strictObject({
      kind: z.literal('slower'),
      hosts: z.array(z.strictObject({ ...noticeHost, function: z.string(), percent: z.number() })),
    }),
    /** Sources whose cost this month exceeds the limit of their rule, US dollars. */
    z.strictObject({
      kind: z.literal('cost'),
      hosts: z.array(
        z.strictObject({
          ...noticeHost,
          source: z.string(),
          dollars: z.number(),
          limit: z.number(),
        }),
      ),
    }),
    /** Metrics outside their usual range for the hour; `limit` is its edge. Both in the metric's unit. */
    z.strictObject({
      kind: z.literal('unusual'),
      hosts: z.array(
        z.strictObject({
          ...noticeHost,
          metric: z.enum(METRIC_IDS),
          value: z.number(),
          limit: z.number(),
        }),
      ),
    }),
    z.strictObject({
      kind: z.enum(METRIC_IDS),
      /** In the metric's unit; `minutes`: its duration so far; `subject`: the part of the host concerned. */
      hosts: z.array(
        z.strictObject({
          ...noticeHost,
          value: z.number(),
          threshold: z.number(),
          minutes: z.number(),
          subject: z.string().optional(),
        }),
      ),
    }),
    /** Alerts of kind `of` are resolved. It shows no notification of its own: it closes the earlier one. */
    z.strictObject({
      kind: z.literal('cleared'),
      of: z.enum(ALERT_KINDS),
      hosts: z.array(z.strictObject({ ...noticeHost, minutes: z.number() })),
    }),
    /** What happened while the app was closed, asleep or quiet; counts of distinct hosts. */
    z.strictObject({
      kind: z.literal('summary'),
      since: z.number(),
      until: z.number(),
      offline: count,
      stillOffline: count,
      /** Hosts that were reported offline and are online again. */
      back: count,
      rebooted: count.optional(),
      filling: count.optional(),
      slower: count.optional(),
      unusual: count.optional(),
      /** Sources beyond their cost limit. */
      cost: count.optional(),
      /** Hosts with an alert, by its metric. */
      ...byMetric(() => count.optional()),
      /** The host, if only one is concerned. */
      host: z.strictObject(noticeHost).nullable(),
    }),
  ]),
);
/** The content of one notification, not yet worded in a language. */
export type AlertNotice = z.infer<typeof alertNoticeSchema>;

/** How urgent an alert is, least first. */
export const SEVERITIES = ['info', 'warning', 'critical'] as const;
/** How urgent an alert is. */
export type Severity = (typeof SEVERITIES)[number];

/** The state that a message reports: the alert fires, is still unacknowledged, or is resolved. */
export const NOTICE_STATES = ['firing', 'reminder', 'resolved'] as const;
/** One of `NOTICE_STATES`. */
export type NoticeState = (typeof NOTICE_STATES)[number];

/** The severity of a kind of alert: critical for an offline host and for metrics that the catalogue marks. */
export function severityOf(kind: AlertKind): Severity {
  if (!isMetricId(kind))
    return kind === 'offline' ? 'critical' : kind === 'rebooted' ? 'info' : 'warning';
  return METRICS[kind].alert.critical === true ? 'critical' : 'warning';
}

/** The metric of an alert: that of its kind, else its own; null: none. */
export function metricOf({
  kind,
  metric,
}: {
  kind: AlertKind;
  metric: MetricId | null;
}): MetricId | null {
  return isMetricId(kind) ? kind : metric;
}

const noticeAlertSchema = z.lazy(() =>
  z.strictObject({
    /** Identical on every viewer and watcher that finds this alert, and in the message that resolves it. */
    id: z.string(),
    kind: z.enum(ALERT_KINDS),
    metric: z.enum(METRIC_IDS).nullable(),
    severity: z.enum(SEVERITIES),
    state: z.enum(NOTICE_STATES),
    ...noticeHost,
    labels: z.array(z.string()),
    /** Unix seconds. */
    startedAt: z.number(),
    endedAt: z.number().nullable(),
    /** In the metric's unit; null for kinds without a value. */
    value: z.number().nullable(),
    threshold: z.number().nullable(),
  }),
);
/** One alert that a notice is about. */
export type NoticeAlert = z.infer<typeof noticeAlertSchema>;

/** The alerts of a notice, for receivers that sort, filter or deduplicate. */
export const noticeAboutSchema = z.lazy(() =>
  z.strictObject({
    /** State of the whole notice; a summary is `firing` while any of its alerts lasts. */
    state: z.enum(NOTICE_STATES),
    /** The highest severity among its alerts. */
    severity: z.enum(SEVERITIES),
    /** Oldest first. */
    alerts: z.array(noticeAlertSchema),
  }),
);
/** The alerts of a notice. */
export type NoticeAbout = z.infer<typeof noticeAboutSchema>;

/** A notice with its alerts. */
export interface ComposedNotice {
  notice: AlertNotice;
  about: NoticeAbout;
  /** For a reminder: its number, from 1. */
  round?: number;
}

/** A notice on its way to the user: repeated with the same id until the shell acknowledges it. */
export interface QueuedNotice extends Omit<ComposedNotice, 'round'> {
  /** Derived from the alerts and their states, so every watcher gives a notice the same id. */
  id: string;
  /** When it was found, Unix seconds. */
  at: number;
}
