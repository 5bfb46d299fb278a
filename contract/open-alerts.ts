import { z } from 'zod';
import type { Severity } from './alert-notices.ts';
import type { AlertKind } from './alerts.ts';
import type { HostRef } from './host.ts';
import type { MetricId } from './metrics.ts';
import { DAY_S } from './time.ts';

/** Longest note on an alert, in characters. */
export const LONGEST_NOTE = 200;
/** Most alerts in one action. */
export const MOST_AT_ONCE = 2000;
/** Longest snooze, seconds. */
export const LONGEST_SNOOZE_S = 30 * DAY_S;

const ids = z
  .array(z.string().regex(/^[0-9a-f]{32}$/u))
  .min(1)
  .max(MOST_AT_ONCE);

/**
 * The user's actions on open alerts. `acknowledge`: stops reminders. `snooze`: no notifications
 * until a time in Unix seconds, then one if they are still open. `reopen`: undoes either.
 */
export const alertActionSchema = z.discriminatedUnion('action', [
  z.strictObject({
    action: z.literal('acknowledge'),
    ids,
    note: z.string().trim().max(LONGEST_NOTE).default(''),
  }),
  z.strictObject({ action: z.literal('snooze'), ids, until: z.int().nonnegative() }),
  z.strictObject({ action: z.literal('reopen'), ids }),
]);
/** An action of the user on open alerts. */
export type AlertAction = z.infer<typeof alertActionSchema>;

/** Life cycle of an open alert. */
export type OpenAlertState = 'firing' | 'acknowledged' | 'snoozed';

/** An open alert of any kind. Times are Unix seconds. */
export interface OpenAlert extends HostRef {
  /** Identical wherever this alert appears. */
  id: string;
  kind: AlertKind;
  /** What `value` and `threshold` are of: of what is unusual, another metric each time. Null: no metric. */
  metric: MetricId | null;
  severity: Severity;
  state: OpenAlertState;
  since: number;
  /**
   * The newest value and the threshold, in the metric's unit; null for an outage. For unusual values: the worst and
   * the edge of the usual range. For a disk that fills up: the days from detection until it is full, the fewest, and
   * the most or null. For slower functions: percent. For the cost of a month: US dollars.
   */
  value: number | null;
  threshold: number | null;
  /**
   * For cost: the source. For slower functions: their names, slowest first. For a metric: its part when the alert
   * began: the fullest file system, custom metrics beyond their limits, failed services.
   */
  subject?: string;
  /** Under announced maintenance. */
  maintenance: boolean;
  acknowledgedAt: number | null;
  /** The note of its acknowledgement; empty: none. */
  note: string;
  snoozedUntil: number | null;
}
