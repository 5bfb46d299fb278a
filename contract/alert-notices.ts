import { z } from 'zod';
import { ALERT_KINDS, type AlertKind } from './alerts.ts';
import { METRICS, METRIC_IDS, isMetricId, type MetricId } from './metrics.ts';
import { byMetric } from './threshold-rules.ts';

const noticeHost = { sourceId: z.string(), hostname: z.string() };
const count = z.number();

/** What a notification says: several hosts together where the same happened to them at about the same time. */
export const alertNoticeSchema = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.enum(['offline', 'back', 'rebooted']),
      hosts: z.array(z.strictObject(noticeHost)),
    }),
    /** Disks that will be full in so many days; `latest` null: it cannot be said. */
    z.strictObject({
      kind: z.literal('filling'),
      hosts: z.array(
        z.strictObject({ ...noticeHost, earliest: z.number(), latest: z.number().nullable() }),
      ),
    }),
    /** Functions that have become slower: their names, slowest first, and by how many percent that one has. */
    z.strictObject({
      kind: z.literal('slower'),
      hosts: z.array(z.strictObject({ ...noticeHost, function: z.string(), percent: z.number() })),
    }),
    /** Sources that have cost more than they may this month, US dollars. */
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
    /** Metrics that are beyond what is usual at the hour: `limit` is the edge of that. Both in the metric's unit. */
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
      /** In the metric's unit; `minutes` for which it has been so; `subject`: what of the host it is about. */
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
    /** Alerts whose beginning was notified are over; `of` says which kind. No notification: it closes the one before. */
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
      /** Hosts that were reported offline before, and came back. */
      back: count,
      rebooted: count.optional(),
      filling: count.optional(),
      slower: count.optional(),
      unusual: count.optional(),
      /** Sources that cost more than they may. */
      cost: count.optional(),
      /** Hosts with an alert, by its metric. */
      ...byMetric(() => count.optional()),
      /** The one host concerned, where it is only one. */
      host: z.strictObject(noticeHost).nullable(),
    }),
  ]),
);
/** The content of one notification; it has no words yet. */
export type AlertNotice = z.infer<typeof alertNoticeSchema>;

/** How urgent an alert is, least first. */
export const SEVERITIES = ['info', 'warning', 'critical'] as const;
/** How urgent an alert is. */
export type Severity = (typeof SEVERITIES)[number];

/** What a message says of an alert: that it fires, that nobody has acknowledged it yet, or that it is over. */
export const NOTICE_STATES = ['firing', 'reminder', 'resolved'] as const;
/** One of `NOTICE_STATES`. */
export type NoticeState = (typeof NOTICE_STATES)[number];

/** How urgent an alert of a kind is: a host that is gone is critical, and so is what the catalogue calls so. */
export function severityOf(kind: AlertKind): Severity {
  if (!isMetricId(kind))
    return kind === 'offline' ? 'critical' : kind === 'rebooted' ? 'info' : 'warning';
  return METRICS[kind].alert.critical === true ? 'critical' : 'warning';
}

/** The metric that an alert is about: that of its kind, or else its own; null: none. */
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
    /** The same on every viewer and watcher that finds this alert, and the same when it is over. */
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
    /** In the metric's unit; null of what has no value. */
    value: z.number().nullable(),
    threshold: z.number().nullable(),
  }),
);
/** One alert that a notice is about. */
export type NoticeAlert = z.infer<typeof noticeAlertSchema>;

/** What a notice is about, alert by alert, for whoever has to sort, filter or deduplicate it. */
export const noticeAboutSchema = z.lazy(() =>
  z.strictObject({
    /** That of the notice as a whole; of a summary `firing` while any of its alerts lasts. */
    state: z.enum(NOTICE_STATES),
    /** The highest of its alerts. */
    severity: z.enum(SEVERITIES),
    /** Oldest first. */
    alerts: z.array(noticeAlertSchema),
  }),
);
/** What a notice is about. */
export type NoticeAbout = z.infer<typeof noticeAboutSchema>;

/** A notice, and what it is about. */
export interface ComposedNotice {
  notice: AlertNotice;
  about: NoticeAbout;
  /** Of a reminder: the how manieth. */
  round?: number;
}

/** A notice on its way to the user: it comes again, with the same id, until the shell has acknowledged it. */
export interface QueuedNotice extends Omit<ComposedNotice, 'round'> {
  /** Follows from the alerts and their states: every watcher gives the same notice the same id. */
  id: string;
  /** Unix seconds at which it was found. */
  at: number;
}
